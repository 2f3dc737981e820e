// One question to a skill server, directly or through the relay, and all that can go wrong with it.

import { SKILL } from "./origin.js";
import { hasRelay, relaySkill } from "./relay.js";

// KakaoTalk waits 5 s; we look a little longer, to tell how late an answer was.
export const KAKAO_MS = 5000;
const PATIENCE_MS = 9000;
const MAX_BYTES = 1 << 20;

const bytesOf = (text) => new TextEncoder().encode(text).length;

// Reads a body up to the limit; null when there is more.
async function readBody(answer) {
	const reader = answer.body.getReader();
	const decoder = new TextDecoder();
	let text = "", size = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done)
			return text + decoder.decode();
		size += value.length;
		if (size > MAX_BYTES) {
			await reader.cancel();
			return null;
		}
		text += decoder.decode(value, { stream: true });
	}
}

async function direct(body, key, signal) {
	const headers = { "Content-Type": "application/json" };
	if (key.header && key.secret)
		headers[key.header] = key.secret;
	const answer = await fetch(SKILL, { method: "POST", headers, body, signal, cache: "no-store", credentials: "omit" });
	const text = await readBody(answer);
	return text === null ? { error: "large" } : { status: answer.status, body: text };
}

async function relayed(url, body, key, signal) {
	if (!hasRelay())
		return { error: "norelay" };
	const address = skillUrl(url);
	if (!address)
		return { error: "address" };
	return await relaySkill({ url: address, header: key.header, secret: key.secret, body }, signal);
}

// Kakao wants 200; bots that say 201, as some frameworks do for any POST, are reported to work.
export const isSuccess = (status) => status >= 200 && status < 300;

function parse(result) {
	if (!isSuccess(result.status))
		return { ...result, error: result.status === 401 ? "key" : "status" };
	if (!result.body.trim())
		return { ...result, error: "empty" };
	try {
		return { ...result, reply: JSON.parse(result.body) };
	} catch (e) {
		return { ...result, error: "json", detail: e.message };
	}
}

// A skill's URL as a browser would write it, with Korean and blanks encoded; null where it is none.
export function skillUrl(text) {
	let url;
	try {
		url = new URL(text);
	} catch {
		return null;
	}
	return ["http:", "https:"].includes(url.protocol) && !url.username && !url.password ? url.href : null;
}

// Sends the request's JSON text. The result has ms, and status, body, bytes, reply where they came, or error: "network",
// "unreachable", "timeout", "large", "norelay", "address", "relay", "key", "status", "empty" or "json", with detail.
export async function send(url, body, key) {
	const began = performance.now();
	const finish = (result) => ({ ms: Math.round(performance.now() - began), ...result,
		...(result.body === undefined ? {} : { bytes: bytesOf(result.body) }) });
	try {
		const signal = AbortSignal.timeout(PATIENCE_MS);
		const result = await (url ? relayed(url, body, key, signal) : direct(body, key, signal));
		return finish(result.error ? result : parse(result));
	} catch (e) {
		return finish(e.name === "TimeoutError" ? { error: "timeout" } : { error: "network", detail: e.message });
	}
}
