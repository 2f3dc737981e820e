// The page's reader of the rules and the server's validator say the same of good replies and of replies broken in many
// ways. RULES_ROUNDS asks for more of them than the usual, SEED for others.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { samples } from "../../www/js/samples.js";
import { Walk } from "../../www/js/rules/walk.js";

const TABLE = JSON.parse(readFileSync(new URL("../../www/rules.json", import.meta.url)));
const ROUNDS = Number(process.env.RULES_ROUNDS ?? 12); // broken replies made of each good one
const AT_ONCE = 4;
const GOOD = Object.values(samples("http://127.0.0.1"));

function server(body) {
	return new Promise((done, failed) => {
		const child = execFile(process.env.ARTISTBOTCTL, ["validate-reply", "--json"], { maxBuffer: 1 << 24 }, (error, out) => {
			if (error && error.code !== 1)
				failed(new Error(`${error.message}\n${body}`));
			else
				done(JSON.parse(out).findings);
		});
		child.stdin.end(body);
	});
}

const page = (body) => new Walk(TABLE).reply(JSON.parse(body), Buffer.byteLength(body));

const told = (findings) => findings.map(({ severity, path, fault, actual, limit }) =>
	[severity, path, fault, ...(limit > 0 ? [actual, limit] : [])].join(" ")).sort();

// The same numbers from the same seed, on every machine.
function randomly(seed) {
	let state = seed;
	return (n) => {
		state = (state + 0x6d2b79f5) | 0;
		let x = Math.imul(state ^ (state >>> 15), 1 | state);
		x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
		return ((x ^ (x >>> 14)) >>> 0) % n;
	};
}

// Every place of a value: the object or list that holds it, and its key there.
function places(value, found = []) {
	if (value && typeof value === "object")
		for (const key of Object.keys(value)) {
			found.push([value, key]);
			places(value[key], found);
		}
	return found;
}

const TEXTS = ["", " ", "\u200b", "가", "😀".repeat(20), "가 ".repeat(30), "x".repeat(15), "가나다라마바사", "한 줄\n두 줄\n세 줄\n네 줄",
	"y".repeat(51), "긴".repeat(131), "z".repeat(401), "w".repeat(1001), "\u0007", "\u202eabc", "\ud800", "http://", "http://a b", "HTTPS://Example.com/", "https://store.example/", "http://k.example/", "https://Åland.example/", "httpx://a", "http://?a", "http:///a",
	" https://example.com/", "https://예시.kr/", "mailto:a@example.com", "https://example.com/<>", "010-1234", "+82 (0)2*1#", "abc", "1,234.567원", "$4,032.54",
	"horizontal", "vertical", "block", "message", "Message", "webLink", "phone", "share", "addChannel", "textCard", "listCard", "won", "2.0", "u".repeat(1001)];
const OTHERS = [null, true, false, 0, -1, 1.5, 2.0, 1e300, [], {}, [null], ["a"], [{}], { a: 1 }, 800, 400];
const FIELDS = ["title", "description", "header", "head", "profile", "thumbnail", "fixedRatio", "buttons", "buttonLayout", "label", "action", "extra", "link",
	"width", "height", "altText", "items", "type", "template", "useCallback", "context", "unknown", "이름", "a b", "ttl", "lifeSpan", "discountRate", "outputs"];

const CHANGES = [
	(random, holder, key) => Array.isArray(holder) ? holder.splice(key, 1) : delete holder[key],
	(random, holder, key) => (holder[key] = TEXTS[random(TEXTS.length)]),
	(random, holder, key) => (holder[key] = TEXTS[random(TEXTS.length)]),
	(random, holder, key) => (holder[key] = structuredClone(OTHERS[random(OTHERS.length)])),
	(random, holder, key) => {
		if (Array.isArray(holder[key]))
			for (let n = random(12); n > 0 && holder[key].length; n--)
				holder[key].push(structuredClone(holder[key][0]));
		else if (holder[key] && typeof holder[key] === "object")
			holder[key][FIELDS[random(FIELDS.length)]] = random(2) ? TEXTS[random(TEXTS.length)] : structuredClone(OTHERS[random(OTHERS.length)]);
	},
	(random, holder, key) => {
		if (holder[key] && typeof holder[key] === "object" && !Array.isArray(holder[key]))
			holder[key][FIELDS[random(FIELDS.length)]] = { fixedRatio: true, imageUrl: "https://example.com/a.png", title: "제목" };
	},
];

function broken(random, good) {
	const reply = structuredClone(good);
	for (let n = 1 + random(4); n > 0; n--) {
		const all = places(reply);
		if (all.length)
			CHANGES[random(CHANGES.length)](random, ...all[random(all.length)]);
	}
	return JSON.stringify(reply);
}

async function same(bodies) {
	let at = 0, findings = 0;
	await Promise.all(Array.from({ length: AT_ONCE }, async () => {
		while (at < bodies.length) {
			const body = bodies[at++];
			const [theirs, ours] = [told(await server(body)), told(page(body))];
			assert.deepEqual(ours, theirs, body);
			findings += theirs.length;
		}
	}));
	return findings;
}

test("good replies: both find nothing, but in the one that is meant to be wrong", async () => {
	const bodies = GOOD.map((reply) => JSON.stringify(reply));
	assert.ok(await same(bodies) > 0);
	for (const body of bodies.slice(0, -1))
		assert.deepEqual(page(body), [], body);
});

test("broken replies: both find the same", async (t) => {
	const random = randomly(Number(process.env.SEED ?? 20261125));
	const bodies = GOOD.flatMap((good) => Array.from({ length: ROUNDS }, () => broken(random, good)));
	// Too large in all, and just not.
	for (const n of [29000, 29990, 30600, 30700, 31000])
		bodies.push(JSON.stringify({ version: "2.0", data: { text: "a".repeat(n) } }));
	const findings = await same(bodies);
	t.diagnostic(`${bodies.length} replies, ${findings} findings`);
	assert.ok(findings > bodies.length);
});
