// What the tests of the page share: Debian's Chromium, and pages that fail a test when they complain in the console or
// ask another host.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { chromium } from "playwright-core";

export const PAGE = process.env.PAGE;

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
	"--force-color-profile=srgb"];
// A morning in Seoul, for pictures that are the same tomorrow.
const NOW = new Date("2026-03-14T09:26:00+09:00");

let browser;
after(() => browser?.close());

// A page of our own host in a browser without a past, with what it complained of. options: Playwright's for a context, and url, the page to open;
// allowed: what may be complained of in the console; before: a function that runs in the page before its scripts.
export async function open({ url = "/", allowed = [], before = null, ...options } = {}) {
	browser ??= await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
	const context = await browser.newContext({ locale: "ko-KR", timezoneId: "Asia/Seoul", viewport: { width: 1180, height: 860 },
		reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"], ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(60000); // a busy machine takes long
	const complaints = [];
	page.on("console", (m) => {
		if (["error", "warning"].includes(m.type()) && !allowed.some((a) => m.text().match(a)))
			complaints.push(`${m.type()}: ${m.text()}`);
	});
	page.on("pageerror", (e) => complaints.push(`uncaught: ${e.message}`));
	page.on("request", (r) => {
		if (new URL(r.url()).origin !== PAGE)
			complaints.push(`asked another host: ${r.url()}`);
	});
	await page.clock.setFixedTime(NOW);
	if (before)
		await page.addInitScript(before);
	await page.goto(PAGE + url);
	await page.waitForSelector("html[data-ready]");
	return { page, context, complaints };
}

// A test that is given an open page.
export function pageTest(name, options, body) {
	test(name, async () => {
		const { page, context, complaints } = await open(options);
		try {
			await body(page);
			assert.deepEqual(complaints, []);
		} finally {
			await context.close();
		}
	});
}

// Types a message and waits until it was answered.
export async function say(page, text) {
	const answers = await page.locator(".said.bot").count();
	await page.locator("#message").fill(text);
	await page.locator("#message").press("Enter");
	await page.locator(`.said.bot >> nth=${answers}`).locator(".output, .note").first().waitFor();
}

export const tab = (page, name) => page.getByRole("tab", { name }).click();

// Draws a reply, given as an object or as text.
export async function paste(page, reply) {
	await tab(page, "붙여넣기");
	await page.getByLabel("스킬 응답 JSON").fill(typeof reply === "string" ? reply : JSON.stringify(reply));
	await page.getByRole("button", { name: "그려 보기" }).click();
}

// The request that was sent last, from the inspector.
export async function lastRequest(page) {
	await tab(page, "요청");
	return JSON.parse(await page.locator(".panel .json").innerText());
}
