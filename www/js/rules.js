// Kakao's rules as the page knows them: the server's own table, read once.

import { t } from "./words.js";
import { Walk } from "./rules/walk.js";

let table = null;

export async function loadRules() {
	try {
		const answer = await fetch("rules.json");
		table = answer.ok ? await answer.json() : null;
	} catch {
		table = null;
	}
}

// How large a reply may be, in bytes, to be safe.
export const replyBytes = () => table?.bytes.ours ?? Infinity;

export const hasRules = () => table !== null;

// What a reply of so many bytes breaks: {path, severity ("breach" or "advice"), fault, …} each, breaches first.
export function check(reply, bytes) {
	if (!table)
		return [];
	const findings = new Walk(table).reply(reply, bytes);
	return findings.sort((a, b) => (a.severity === "breach" ? 0 : 1) - (b.severity === "breach" ? 0 : 1));
}

export const onlyBreaches = (findings) => findings.filter((f) => f.severity === "breach");

// A finding in words.
export function explain(f) {
	const words = t(`fault.${f.fault}`, f);
	return f.fault === "missing" && f.name ? `${words} (${f.name})` : words;
}
