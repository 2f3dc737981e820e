// Checks across the fields of one object.

import { measure } from "./texts.js";
import { member, names } from "./walk.js";

const asText = (v) => (typeof v === "boolean" ? String(v) : typeof v === "string" ? v : "");

function applies(walk, check, o) {
	const value = check.when ? member(o, check.when) : undefined;
	if ((check.inCarousel && !walk.inCarousel) || (check.when && value === undefined))
		return false;
	return !check.is || check.is.includes(asText(value));
}

const there = (check, o) => check.fields.filter((field) => member(o, field) !== undefined).length;

// Every field is to be there, or none.
const each = (wanted) => (walk, check, o) => {
	const name = check.when ? check.when + (check.is ? ` ${asText(member(o, check.when))}` : "") : "";
	for (const field of check.fields)
		if ((member(o, field) !== undefined) !== wanted)
			walk.atField(field, () => walk.found({ fault: wanted ? "missing" : "none-of", severity: check.severity, name, why: check.why }));
};

const counted = (fault, good) => (walk, check, o) => {
	const n = there(check, o);
	if (!good(n))
		walk.found({ fault, severity: check.severity, actual: n, limit: 1, other: names(check.fields), why: check.why });
};

function sum(walk, check, o) {
	const texts = check.fields.filter((field) => typeof member(o, field) === "string");
	if (!texts.length)
		return;
	const sizes = texts.map((field) => measure(o[field]));
	const units = sizes.reduce((n, s) => n + s.units, 0), lines = sizes.reduce((n, s) => n + s.lines, 0);
	const max = walk.limit(check, "max");
	const common = { severity: check.severity, other: names(check.fields), why: check.why };
	walk.atField(texts.at(-1), () => {
		if (units > max)
			walk.found({ fault: "sum", actual: units, limit: max, ...common });
		if (check.lines && lines > check.lines)
			walk.found({ fault: "sum-lines", actual: lines, limit: check.lines, ...common });
	});
}

// The picture, or the first of a list of them.
function pictureOf(o, field) {
	const picture = field ? member(o, field) : undefined;
	return Array.isArray(picture) ? picture[0] ?? undefined : picture;
}

const isWhole = (picture) => member(picture, "fixedRatio") === true;

function label(walk, check, button) {
	const text = member(button, "label");
	const { units, blanks } = measure(typeof text === "string" ? text : "");
	if (units <= check.label)
		return;
	const breach = units - blanks > check.label;
	walk.atField("label", () => walk.found({ fault: breach ? "horizontal-long" : "long-with-blanks",
		severity: breach ? check.severity : "advice", actual: breach ? units - blanks : units, limit: check.label, why: check.why }));
}

function horizontal(walk, check, o) {
	const [list, layout, picture] = check.fields;
	const buttons = member(o, list), said = member(o, layout);
	const beside = said === "horizontal" || (said !== "vertical" && isWhole(pictureOf(o, picture)));
	if (!Array.isArray(buttons) || !beside)
		return;
	walk.atField(list, () => {
		if (buttons.length > check.max)
			walk.found({ fault: "horizontal-many", severity: check.severity, actual: buttons.length, limit: check.max, why: check.why });
		if (buttons.length > 1)
			buttons.forEach((button, i) => walk.atItem(i, () => label(walk, check, button)));
	});
}

function ratio(walk, check, o) {
	// What is no number is a breach of its type, and nothing else is said of it.
	const [width, height] = check.fields.map((field) => member(o, field)).map((v) => (typeof v === "number" ? Math.trunc(v) : 0));
	const ratios = (walk.inCarousel && check.carouselRatios) || check.ratios;
	if (width <= 0 || height <= 0)
		return;
	const good = ratios.map((r) => r.split(":").map(Number)).some(([w, h]) => width === (w / h) * height);
	if (!good)
		walk.found({ fault: "ratio", severity: check.severity, name: `${width}:${height}`, other: names(ratios), why: check.why });
}

const ofItems = (look) => (walk, check, o) => {
	const items = member(o, check.fields[0]);
	if (Array.isArray(items))
		walk.atField(check.fields[0], () => look(walk, check, items));
};

function sameRatio(walk, check, items) {
	const wholes = items.map((item) => pictureOf(item, check.fields[1])).filter((p) => p !== undefined).map(isWhole);
	if (new Set(wholes).size > 1)
		walk.found({ fault: "same-ratio", severity: check.severity, why: check.why });
}

function alike(walk, check, items) {
	for (const field of check.fields.slice(1)) {
		const n = items.filter((item) => member(item, field) !== undefined).length;
		if (n > 0 && n < items.length)
			walk.found({ fault: "alike", severity: check.severity, name: field, actual: n, limit: items.length, why: check.why });
	}
}

const KINDS = {
	allOf: each(true), noneOf: each(false),
	anyOf: counted("any-of", (n) => n > 0), oneOf: counted("one-of", (n) => n === 1),
	atMostOne: counted("at-most-one", (n) => n < 2),
	sum, horizontal, ratio, sameRatio: ofItems(sameRatio), alike: ofItems(alike),
};

export function checks(walk, all, o) {
	for (const check of all)
		if (applies(walk, check, o))
			KINDS[check.check](walk, check, o);
}
