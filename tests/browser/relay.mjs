// The relay, asked as the page asks it, and as nobody may.

import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { skill, text } from "./skill.mjs";

const PAGE = new URL(process.env.PAGE);

// With any Host, which fetch would not let us set.
function ask(method, path, headers = {}, body = undefined) {
	return new Promise((done, failed) => {
		const request = http.request({ host: PAGE.hostname, port: PAGE.port, method, path,
			headers: { Host: PAGE.host, ...headers } }, async (answer) => {
			let text = "";
			for await (const piece of answer)
				text += piece;
			done({ status: answer.statusCode, headers: answer.headers, text, json: () => JSON.parse(text) });
		});
		request.on("error", failed);
		request.end(body);
	});
}

const { token, standin } = (await ask("GET", "/dev.json")).json();
const ours = { "X-Relay-Token": token, Origin: PAGE.origin, "Content-Type": "application/json" };
const relayed = async (wanted, headers = ours) => await ask("POST", "/dev/skill", headers, JSON.stringify(wanted));

test("dev.json tells the token and the stand-in, and may not be kept", async () => {
	assert.match(token, /^[\w-]{40,}$/);
	assert.deepEqual(standin, { pictures: "/images/" });
	assert.match((await ask("GET", "/dev.json")).headers["cache-control"], /no-store/);
});

test("another host's name, another origin, another site, no token: refused", async () => {
	const other = await skill(() => ({ body: text("안 돼요") }));
	const wanted = { url: other.url, body: "{}" };
	for (const [path, headers] of [["/dev.json", { Host: `evil.example:${PAGE.port}` }], ["/dev.json", { Host: "127.0.0.1.nip.io" }],
		["/dev.json", { Origin: "http://evil.example" }], ["/dev.json", { "Sec-Fetch-Site": "cross-site" }]])
		assert.equal((await ask("GET", path, headers)).status, 403, JSON.stringify(headers));
	for (const headers of [{ ...ours, "X-Relay-Token": "" }, { ...ours, "X-Relay-Token": `${token}x` }, { ...ours, Origin: "null" },
		{ ...ours, Origin: `http://127.0.0.1:1` }, { ...ours, Host: "evil.example" }, { ...ours, "Sec-Fetch-Site": "same-site" }])
		assert.equal((await relayed(wanted, headers)).status, 403, JSON.stringify(headers));
	assert.equal((await ask("POST", "/dev/callback", { Origin: PAGE.origin })).status, 403);
	assert.equal(other.asked.length, 0);
	await other.end();
});

test("a skill is asked with its key, and nothing else of the browser's", async () => {
	const other = await skill(() => ({ body: text("네") }));
	const answer = (await relayed({ url: `${other.url}?a=%20b`, header: "X-Skill-Key", secret: "s3cret", body: '{"가":1}' })).json();
	assert.equal(answer.status, 200);
	assert.equal(answer.body, text("네"));
	const [{ headers, body, url }] = other.asked;
	assert.equal(headers["x-skill-key"], "s3cret");
	assert.equal(body, '{"가":1}');
	assert.equal(url, "/skill?a=%20b");
	for (const name of ["x-relay-token", "origin", "cookie", "referer"])
		assert.equal(headers[name], undefined, name);
	await other.end();
});

test("a redirect is not followed, a large reply not read, a refusal and a silence told", async () => {
	const redirecting = await skill(() => ({ status: 302, headers: { Location: "http://127.0.0.1:1/" }, body: "" }));
	assert.equal((await relayed({ url: redirecting.url, body: "{}" })).json().status, 302);
	const large = await skill(() => ({ body: "x".repeat(2 ** 20 + 1) }));
	assert.deepEqual((await relayed({ url: large.url, body: "{}" })).json(), { error: "large" });
	assert.equal((await relayed({ url: "http://127.0.0.1:1/", body: "{}" })).json().error, "unreachable");
	const silent = await skill(() => null);
	const began = Date.now();
	assert.deepEqual((await relayed({ url: silent.url, body: "{}" })).json(), { error: "timeout" });
	assert.ok(Date.now() - began > 8000);
	await Promise.all([redirecting, large, silent].map((s) => s.end()));
});

test("what is no address or no header for a key is refused", async () => {
	for (const wanted of [{ url: "ftp://127.0.0.1/" }, { url: "file:///etc/passwd" }, { url: "http://user:pass@127.0.0.1/" },
		{ url: "http://127.0.0.1:99999/" }, { url: "http://127.0.0.1/ HTTP/1.1\r\nX: y" }, { url: 5 }, {},
		{ url: "http://127.0.0.1:1/", header: "Host", secret: "x" }, { url: "http://127.0.0.1:1/", header: "X: y\r\nZ", secret: "x" },
		{ url: "http://127.0.0.1:1/", header: "X-Key", secret: "a\r\nb" }, { url: "http://127.0.0.1:1/", header: "Transfer-Encoding", secret: "chunked" }])
		assert.equal((await relayed({ body: "{}", ...wanted })).status, 400, JSON.stringify(wanted));
	assert.equal((await ask("POST", "/dev/skill", ours, "[")).status, 400);
	assert.equal((await ask("POST", "/dev/skill", ours, "[]")).status, 400);
	assert.equal((await ask("GET", "/dev/skill", ours)).status, 404);
	assert.ok([400, 413].includes((await ask("POST", "/dev/skill", ours, "x".repeat(300 * 1024))).status));
});

test("a callback is received once, as Kakao receives it", async () => {
	const { id, url } = (await ask("POST", "/dev/callback", ours)).json();
	assert.ok(url.startsWith(`${PAGE.origin}/dev/callback/`));
	const waiting = () => ask("GET", `/dev/answer/${id}`, ours);
	const post = (body) => ask("POST", new URL(url).pathname, { "Content-Type": "application/json" }, body);
	const first = waiting();
	assert.equal((await post("no json")).json().status, "FAIL");
	assert.deepEqual((await first).json(), { refused: "no json" });
	const second = waiting();
	const done = (await post(text("왔어요"))).json();
	assert.equal(done.status, "SUCCESS");
	assert.match(done.taskId, /^[0-9a-f-]{36}$/);
	assert.deepEqual((await second).json(), { body: text("왔어요") });
	assert.match((await post(text("또"))).json().message, /Invalid callback token/);
	assert.match((await ask("POST", "/dev/callback/unknown", {}, text("x"))).json().message, /Invalid callback token/);
	assert.deepEqual((await ask("GET", `/dev/answer/${id}`, ours)).json(), { expired: true });
	assert.equal((await ask("GET", `/dev/answer/${id}`, {})).status, 403);
});
