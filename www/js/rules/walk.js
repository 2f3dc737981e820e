// Holds a reply against the table of rules: fields, types, counts. The table is rules.json, which the server's validator
// prints; what a reader of it does is told in src/kakao/rules.h, and this is the second reader. No limit is known here.

import { checks } from "./checks.js";
import { textFaults } from "./texts.js";

// null, and "" for a text, are as good as not there.
export const member = (o, name) =>
	o !== null && typeof o === "object" && Object.hasOwn(o, name) && o[name] !== null && o[name] !== "" ? o[name] : undefined;

export const names = (all) => (all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} / ${all.at(-1)}`);

const isObject = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
const isText = (v) => typeof v === "string";
const TYPES = {
	text: isText, url: isText, phone: isText, amount: isText,
	integer: (v) => typeof v === "number" && Number.isInteger(v),
	boolean: (v) => typeof v === "boolean",
	object: isObject, textMap: isObject,
	list: Array.isArray,
	any: () => true,
};

const kind = (v) => (v === null ? "null" : Array.isArray(v) ? "list" : isText(v) ? "text" : typeof v);

// A key that is no plain name is quoted, as in the server's paths.
const step = (name) => (/^[A-Za-z0-9_]{1,60}$/.test(name) ? name : null);

export class Walk {
	findings = [];
	inCarousel = false;
	#table;
	#path = [];

	constructor(table) {
		this.#table = table;
	}

	found(finding) {
		this.findings.push({ path: this.#path.join(""), severity: "breach", ...finding });
	}

	// The limit that holds here, of a pair like max and carouselMax; 0 if there is none.
	limit(rule, name) {
		const inCarousel = rule[`carousel${name[0].toUpperCase()}${name.slice(1)}`];
		return (this.inCarousel && inCarousel) || rule[name] || 0;
	}

	atField(name, then) {
		const plain = step(name);
		this.#at(plain === null ? `[${JSON.stringify(name)}]` : this.#path.length ? `.${plain}` : plain, then);
	}

	atItem(i, then) {
		this.#at(`[${i}]`, then);
	}

	#at(part, then) {
		this.#path.push(part);
		then();
		this.#path.pop();
	}

	// Is the value of that type? It is said where it is not.
	typed(value, type, severity = "breach") {
		if (TYPES[type](value))
			return true;
		this.found({ fault: "type", severity, name: kind(value), other: type });
		return false;
	}

	#count(n, min, max) {
		if (n < (min ?? 0))
			this.found({ fault: "few", actual: n, limit: min });
		if (max && n > max)
			this.found({ fault: "many", actual: n, limit: max });
	}

	#list(rule, items, o) {
		const variant = rule.variants && isText(o[rule.by]) && Object.hasOwn(rule.variants, o[rule.by])
			? rule.variants[o[rule.by]] : null;
		const node = variant?.node ?? rule.node;
		const outside = this.inCarousel;
		this.#count(items.length, rule.min, variant ? variant.max : this.limit(rule, "max"));
		this.inCarousel ||= Boolean(rule.variants);
		if (node)
			items.forEach((item, i) => this.atItem(i, () => {
				if (this.typed(item, "object"))
					this.node(node, item);
			}));
		this.inCarousel = outside;
	}

	#value(rule, value, o) {
		if (!this.typed(value, rule.type))
			return;
		if (TYPES[rule.type] === isText)
			textFaults(this, rule, value);
		else if (rule.type === "object") {
			this.#count(Object.keys(value).length, 0, rule.max);
			if (rule.node)
				this.node(rule.node, value);
		} else if (rule.type === "list")
			this.#list(rule, value, o);
		else if (rule.type === "textMap")
			for (const [name, text] of Object.entries(value))
				this.atField(name, () => this.typed(text, "text", "advice"));
	}

	#field(rule, value, o) {
		if (value !== undefined && rule.need === "ignored")
			this.found({ fault: "ignored", severity: "advice" });
		else if (value !== undefined)
			this.#value(rule, value, o);
		else if (rule.need === "required")
			this.found({ fault: "missing" });
		else if (rule.need === "expected")
			this.found({ fault: "expected", severity: "advice" });
	}

	node(name, o) {
		const { fields, checks: across } = this.#table.nodes[name];
		for (const [field, rule] of Object.entries(fields))
			this.atField(field, () => this.#field(rule, member(o, field), o));
		checks(this, across ?? [], o);
		for (const field of Object.keys(o))
			if (!Object.hasOwn(fields, field))
				this.atField(field, () => this.found({ fault: "unknown", severity: "advice" }));
	}

	// The whole reply, of so many bytes.
	reply(value, bytes) {
		const { max, ours } = this.#table.bytes;
		if (bytes > max)
			this.found({ fault: "bytes", actual: bytes, limit: max });
		else if (bytes > ours)
			this.found({ fault: "bytes", severity: "advice", actual: bytes, limit: ours });
		if (this.typed(value, "object"))
			this.node(this.#table.root, value);
		return this.findings;
	}
}
