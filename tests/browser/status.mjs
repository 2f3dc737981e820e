// The status page shows what the responder counts, and says so when it cannot.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import ko from "../../www/js/words/ko.js";
import { histogram, samples } from "../../www/js/status/prometheus.js";
import { PAGE, pageTest } from "./browser.mjs";

async function ask(name) {
	const body = JSON.stringify({ userRequest: { utterance: name, user: { id: "status" } }, action: { params: { artist_name: name } } });
	const answer = await fetch(`${PAGE}/skill/artist`, { method: "POST", body });
	assert.equal(answer.status, 200);
}

const card = (page, name) => page.getByRole("region", { name, exact: true });
const shows = (locator, words) => locator.filter({ hasText: words }).waitFor();

pageTest("figures rise as the bot is asked", { url: "/status.html" }, async (page) => {
	await shows(page.locator("#state"), "정상");
	assert.match(await page.locator("#about").innerText(), /^artistbot \d+\.\d+/);
	const before = Number((await card(page, "요청").locator("dd").first().innerText()).replace(",", ""));
	await ask("아이유");
	await ask("아이유");
	await page.waitForFunction((n) => Number(document.querySelector(".status-card dd").textContent.replace(",", "")) >= n + 2, before);
	await shows(card(page, "답의 종류"), "찾음");
	await shows(card(page, "캐시"), "Spotify에 묻지 않음");
	await shows(card(page, "Spotify"), "search");
	await shows(card(page, "MySQL"), "연결됨");
	assert.equal(await page.locator(".status-card").count(), 9);
	assert.match(await page.locator(".banner.standin").innerText(), /모의 서버/);
});

pageTest("a server that is gone is told, and asked again", { url: "/status.html", allowed: [/Failed to load resource/] }, async (page) => {
	await shows(page.locator("#state"), "정상");
	await page.context().setOffline(true);
	await shows(page.locator("#problem"), "닿지 못했어요");
	await page.context().setOffline(false);
	await shows(page.locator("#state"), "정상");
});

pageTest("what is not the responder's is told as that", { url: "/status.html" }, async (page) => {
	for (const body of ["<h1>It works!</h1>", "null", "{}"]) {
		await page.route("**/status.json", (route) => route.fulfill({ status: 200, contentType: "text/html", body }));
		await shows(page.locator("#problem"), "응답기가 보낸 것이 아닌 답");
		await page.unroute("**/status.json");
		await shows(page.locator("#state"), "정상");
	}
});

test("every outcome that the skill counts has words of its own in Korean", () => {
	const folder = new URL("../../src/skill/", import.meta.url);
	const source = readdirSync(folder).filter((name) => name.endsWith(".c")).map((name) => readFileSync(new URL(name, folder), "utf-8")).join();
	const names = [...source.matchAll(/(?:outcome = |OFFER_\w+,\s*|\[VIEW_\w+\] = )"(\w+)"/g)].map((m) => m[1]);
	assert.ok(names.length >= 15, names.join());
	assert.deepEqual(names.filter((name) => !ko[`outcome.${name}`]), []);
});

test("Prometheus's text is read, with buckets of several labels added up", () => {
	const all = samples('# HELP x y\nx_bucket{a="1",le="0.1"} 2\nx_bucket{a="1",le="+Inf"} 5\nx_bucket{a="2",le="0.1"} 1\nx_bucket{a="2",le="+Inf"} 1\nx 3\n');
	assert.deepEqual(histogram(all, "x"), [{ le: 0.1, count: 3 }, { le: Infinity, count: 3 }]);
	assert.deepEqual(all.at(-1), { name: "x", labels: {}, value: 3 });
});
