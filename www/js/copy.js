// A turn's request as a command line, and what puts texts on the clipboard.

import { SKILL } from "./origin.js";
import { skillUrl } from "./send.js";

// In single quotes, as a shell takes everything but a single quote.
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

const address = (turn) => (turn.url ? skillUrl(turn.url) ?? turn.url : `${location.origin}${SKILL}`);
const keyOf = ({ key }) => (key?.header && key.secret ? `${key.header}: ${key.secret}` : "");

export function asCurl(turn) {
	const key = keyOf(turn);
	return ["curl -sS", ...(key ? [`-H ${quote(key)}`] : []), "-H 'Content-Type: application/json'",
		`--data-raw ${quote(turn.request)}`, quote(address(turn))].join(" ");
}

// scripts/ask makes a payload of its own from the words.
export function asAsk(turn) {
	const key = keyOf(turn);
	return ["scripts/ask", `-u ${quote(address(turn))}`, ...(key ? [`-k ${quote(key)}`] : []), "--",
		quote(turn.said.text)].join(" ");
}

export async function copyText(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return false;
	}
}
