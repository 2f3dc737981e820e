// Texts of a reply: their length, what they hold, which values they may have.

import { names } from "./walk.js";

const BLANK = /\p{White_Space}/gu;
// What is worth nothing at the edge of a text.
const TRIM = /^[\p{White_Space}\p{Cc}\u200B\uFEFF]+|[\p{White_Space}\p{Cc}\u200B\uFEFF]+$/gu;
const SHOWN = 40; // units of a value in a message
// What is shown as nothing or as a box, or turns the text around.
const ODD = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/u;
// Not with the flag i: with u it would fold U+017F and U+212A, which the class names, into s and k.
const ADDRESS = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/(?:[^/?#\u0000-\u0020]*@)?[^/?#@:\u0000-\u0020\u0080-\u{10FFFF}][^/?#@\u0000-\u0020]*(?:[/?#]|$)/u;
const ODD_IN_URL = /[^\u0021-\u007E]|["<>\\^`{|}]/u;
const ODD_IN_AMOUNT = /[^\p{L}\p{M}\p{Sc}\p{White_Space}0-9,.]/u;

const trim = (text) => text.replace(TRIM, "");

// Lengths in UTF-16 code units, of which so many are blanks; lines are the line breaks and one.
export function measure(text) {
	let blanks = 0;
	for (const [blank] of text.matchAll(BLANK))
		blanks += blank.length;
	return { units: text.length, blanks, lines: text.split("\n").length };
}

function length(walk, rule, text) {
	const size = measure(text);
	const max = walk.limit(rule, "max"), lines = walk.limit(rule, "lines");
	const strict = rule.blanksFree ? size.units - size.blanks : size.units;
	const ours = rule.type === "url" ? new TextEncoder().encode(text).length : size.units;
	if (max && strict > max)
		walk.found({ fault: "long", actual: strict, limit: max });
	else if (max && size.units > max)
		walk.found({ fault: "long-with-blanks", severity: "advice", actual: size.units, limit: max });
	if (rule.ours && ours > rule.ours)
		walk.found({ fault: "long-ours", severity: "advice", actual: ours, limit: rule.ours });
	if (lines && size.lines > lines)
		walk.found({ fault: "lines", severity: rule.linesSeverity ?? "breach", actual: size.lines, limit: lines });
}

function value(walk, rule, text) {
	if (!rule.values || rule.values.includes(text))
		return;
	walk.found({ fault: "value", severity: rule.alsoValues?.includes(text) ? "advice" : "breach",
		name: text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text, other: names(rule.values) });
}

function address(walk, text) {
	if (!ADDRESS.test(trim(text)))
		walk.found({ fault: "url" });
	else if (ODD_IN_URL.test(text))
		walk.found({ fault: "url-characters", severity: "advice" });
}

function characters(walk, text) {
	const odd = ODD.exec(text);
	if (odd) {
		const point = odd[0].codePointAt(0);
		const shown = point === 0 || (point >= 0xd800 && point < 0xe000) ? 0xfffd : point;
		walk.found({ fault: "characters", severity: "advice", name: `U+${shown.toString(16).toUpperCase().padStart(4, "0")}` });
	}
	if (!trim(text))
		walk.found({ fault: "blank", severity: "advice" });
}

export function textFaults(walk, rule, text) {
	length(walk, rule, text);
	value(walk, rule, text);
	if (rule.type === "url") {
		address(walk, text);
		return;
	}
	if (rule.type === "phone") {
		if (!/^[0-9+\-().*# ]*[0-9][0-9+\-().*# ]*$/.test(text))
			walk.found({ fault: "phone", severity: "advice" });
		return;
	}
	if (rule.type === "amount" && (ODD_IN_AMOUNT.test(text) || /\.[0-9]{3}/.test(text)))
		walk.found({ fault: "amount" });
	else if (rule.type === "amount" && !/[0-9]/.test(text))
		walk.found({ fault: "amount", severity: "advice" });
	characters(walk, text);
}
