// The relay that scripts/run starts beside the web server: it asks skill servers elsewhere and receives callbacks. Each
// call carries the token from dev.json, which no other page can read.

import { origin } from "./origin.js";

export const hasRelay = () => origin.token !== null;

function call(path, options = {}) {
	return fetch(path, { cache: "no-store", ...options, headers: { ...options.headers, "X-Relay-Token": origin.token } });
}

// Has the relay POST a body to a skill. What it answers is {status, body, ms} or {error, detail}.
export async function relaySkill(request, signal) {
	const answer = await call("/dev/skill", { method: "POST", signal, headers: { "Content-Type": "application/json" },
		body: JSON.stringify(request) });
	return await answer.json();
}

// A callbackUrl of our own, {id, url}. It is good for a minute.
export async function callbackUrl() {
	const answer = await call("/dev/callback", { method: "POST" });
	return await answer.json();
}

// Waits for what is POSTed to the callbackUrl: {body}, {expired: true}, {} when nothing came yet, or {refused}, what came
// and was no JSON: Kakao does not take it either.
export async function callbackAnswer(id) {
	const answer = await call(`/dev/answer/${encodeURIComponent(id)}`);
	return await answer.json();
}
