// JSON laid out in lines, coloured, each line knowing which place of the value it shows.

import { h } from "./dom.js";
import { join, within } from "./paths.js";

const COMMA = ",";
const DEEPEST = 100; // no reply is; one that means harm may be

function scalar(value) {
	const kind = value === null ? "null" : typeof value;
	return h("span", { class: `json-${kind}` }, JSON.stringify(value));
}

function lines(value, path, depth, head, tail, out) {
	const add = (...parts) => out.push({ path, depth, parts });
	const many = value !== null && typeof value === "object";
	const entries = many ? Object.entries(value) : [];
	const [open, shut] = Array.isArray(value) ? "[]" : "{}";
	if (!many)
		add(head, scalar(value), tail);
	else if (depth >= DEEPEST)
		add(head, "…", tail);
	else if (!entries.length)
		add(head, open + shut, tail);
	else {
		add(head, open);
		entries.forEach(([key, inner], i) => {
			const array = Array.isArray(value);
			const name = array ? "" : [h("span", { class: "json-key" }, JSON.stringify(key)), ": "];
			lines(inner, join(path, array ? Number(key) : key), depth + 1, name, i < entries.length - 1 ? COMMA : "", out);
		});
		out.push({ path, depth, parts: [shut, tail], end: true });
	}
	return out;
}

// The value as a <pre>; the lines where a breach is are marked.
export function jsonView(value, label, breaches = []) {
	const rows = lines(value, "", 0, "", "", []).map(({ path, depth, parts, end }) => {
		const broken = !end && breaches.some((b) => b.path === path);
		return h("span", { class: broken ? "json-line broken" : "json-line", data: { depth: Math.min(depth, 12) } }, parts);
	});
	return h("pre", { class: "json", tabindex: "0", role: "group", "aria-label": label }, rows);
}

// The path of a breach may name something that is absent: then the place that should have held it.
export function present(value, path) {
	const paths = lines(value, "", 0, "", "", []).map((l) => l.path);
	return paths.filter((p) => within(path, p)).sort((a, b) => b.length - a.length)[0] ?? "";
}
