// Each component of a skill response as it is drawn, against a reviewed picture; what carousels and folded texts do.

import assert from "node:assert/strict";
import { samples } from "../../www/js/samples.js";
import { PAGE, pageTest, paste } from "./browser.mjs";
import { looksAs } from "./screens.mjs";

const SAMPLES = samples(PAGE);
const NUMBERS = Object.keys(SAMPLES);
// "03-simpleimage": names are not enough, some are in Korean.
const fileName = (name) => [String(NUMBERS.indexOf(name) + 1).padStart(2, "0"),
	...name.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean)].join("-");

// Draws a sample on an empty chat; its group of bubbles.
async function draw(page, name) {
	await page.locator("#restart").click();
	await paste(page, SAMPLES[name]);
	const group = page.locator(".said.bot");
	await group.waitFor();
	return group;
}

pageTest("each component looks as it was reviewed", { viewport: { width: 1180, height: 1100 } }, async (page) => {
	for (const name of NUMBERS) {
		const group = await draw(page, name);
		await looksAs(`light-${fileName(name)}`, group);
	}
});

pageTest("in the dark", { colorScheme: "dark" }, async (page) => {
	for (const name of ["simpleText", "basicCard 2:1", "listCard", "commerceCard", "itemCard", "carousel basicCard"])
		await looksAs(`dark-${fileName(name)}`, await draw(page, name));
});

pageTest("on a narrow phone the chat fills the screen, the inspector opens over it", { viewport: { width: 360, height: 640 } }, async (page) => {
	await page.getByRole("button", { name: "인스펙터 열기" }).click();
	await looksAs("narrow-inspector", page);
	await paste(page, SAMPLES["carousel basicCard"]);
	await page.getByRole("button", { name: "인스펙터 닫기" }).click();
	await looksAs("narrow-chat", page);
	assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
});

pageTest("on a phone on its side with its keyboard open, and at 400 %, bubbles are seen and the field is reached", { viewport: { width: 320, height: 256 } }, async (page) => {
	for (const [width, height] of [[320, 256], [640, 180], [1000, 260]]) {
		await page.setViewportSize({ width, height });
		assert.ok(await page.locator("#log").evaluate((e) => e.clientHeight) >= 80);
		assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
		await page.locator("#send").scrollIntoViewIfNeeded();
		const { y, height: own } = await page.locator("#send").boundingBox();
		assert.ok(y >= 0 && y + own <= height, `${width}×${height}: ${y}`);
	}
});

pageTest("where the system chooses the colours, bubbles and buttons have edges", { forcedColors: "active" }, async (page) => {
	await paste(page, SAMPLES.simpleText);
	await paste(page, SAMPLES.buttons);
	for (const what of [".bubble", ".card", ".card .button"])
		assert.notEqual(await page.locator(what).first().evaluate((e) => getComputedStyle(e).borderTopWidth), "0px", what);
	const line = (name) => page.getByRole("tab", { name }).evaluate((e) => getComputedStyle(e).borderBottomColor);
	assert.notEqual(await line("붙여넣기"), await line("설정"));
});

pageTest("eight letters fit on buttons side by side; letters that go from right to left do", {}, async (page) => {
	const button = (label) => ({ label, action: "message", messageText: label });
	const card = { title: "שלום!", thumbnail: { imageUrl: `${PAGE}/img/square.svg`, fixedRatio: true },
		buttons: [button("여덟글자버튼이름"), button("가나다라마바사아")] };
	await paste(page, { version: "2.0", template: { outputs: [{ basicCard: card }, { carousel: { type: "basicCard", items: [card, card] } }] } });
	for (const [whole, shown] of await page.locator(".button").evaluateAll((all) => all.map((e) => [e.scrollWidth, e.clientWidth])))
		assert.ok(whole <= shown, `${whole} > ${shown}`);
	// The exclamation mark ends the line, at its left.
	const [first, last] = await page.locator(".title").first().evaluate((e) => [0, 4].map((at) => {
		const range = document.createRange();
		range.setStart(e.firstChild, at);
		range.setEnd(e.firstChild, at + 1);
		return range.getBoundingClientRect().left;
	}));
	assert.ok(last < first);
	// Whichever script a text begins with.
	await paste(page, { version: "2.0", template: { outputs: [{ simpleText: { text: "Hello, عالم (test).\nمرحبا!" } }, { simpleText: { text: "שלום!\nhi" } }] } });
	const directions = await page.locator(".said.bot").last().locator(".bubble").evaluateAll((all) => all.map((e) => getComputedStyle(e).direction));
	assert.deepEqual(directions, ["ltr", "rtl"]);
});

pageTest("the English interface", { locale: "en-GB" }, async (page) => {
	await page.getByRole("tab", { name: "Settings" }).click();
	await page.getByLabel("User id").fill("0123456789abcdef");
	await page.locator("#message").focus();
	await looksAs("english", page.locator("#inspector"));
	await page.getByRole("button", { name: "한국어" }).click();
	await page.getByRole("tab", { name: "설정" }).waitFor();
	assert.equal(await page.title(), "채팅 · artistbot");
});

pageTest("a carousel moves by arrows, by arrow keys and by dragging", {}, async (page) => {
	const group = await draw(page, "carousel basicCard");
	const track = group.locator(".track");
	const left = () => track.evaluate((e) => e.scrollLeft);
	const settled = async (wanted) => {
		await page.waitForFunction(([e, w]) => Math.abs(e.scrollLeft - w) < 3, [await track.elementHandle(), wanted]);
	};
	const step = await track.evaluate((e) => e.children[1].offsetLeft - e.children[0].offsetLeft);
	assert.equal(await group.getByRole("button", { name: "이전 카드" }).isVisible(), false);
	await group.getByRole("button", { name: "다음 카드" }).click();
	await settled(step);
	await group.getByRole("button", { name: "이전 카드" }).click();
	await settled(0);
	await track.focus();
	await page.keyboard.press("ArrowRight");
	await settled(step);
	await page.keyboard.press("ArrowLeft");
	await settled(0);
	const box = await track.boundingBox();
	await page.mouse.move(box.x + 200, box.y + 60);
	await page.mouse.down();
	await page.mouse.move(box.x + 60, box.y + 60, { steps: 5 });
	await page.mouse.up();
	await page.waitForFunction((e) => e.scrollLeft > 100, await track.elementHandle());
	assert.ok(await left() > 100);
	assert.equal(await page.locator(".said.mine").count(), 0);
});

pageTest("the end stays in view: when pictures come late, and when the inspector was in front", { viewport: { width: 390, height: 640 } }, async (page) => {
	let picture = null;
	await page.route("**/late-*.svg", (route) => { picture = route; });
	const late = (n) => ({ version: "2.0", template: { outputs: [{ simpleText: { text: "가\n".repeat(20) } }, { simpleImage: { imageUrl: `${PAGE}/img/late-${n}.svg` } }] } });
	const log = page.locator("#log");
	const fromEnd = () => log.evaluate((e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop));
	const arrive = async () => {
		await picture.fulfill({ contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="300"/>' });
		await page.waitForFunction(() => [...document.querySelectorAll(".simple-image")].at(-1).offsetHeight > 400);
		await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
	};
	await page.getByRole("button", { name: "인스펙터 열기" }).click();
	await paste(page, late(1));
	await page.getByRole("button", { name: "인스펙터 닫기" }).click();
	await page.waitForFunction(() => document.getElementById("log").scrollTop > 100);
	assert.equal(await fromEnd(), 0);
	await arrive();
	assert.equal(await fromEnd(), 0);
	// Who reads what was said before is left in peace.
	await page.getByRole("button", { name: "인스펙터 열기" }).click();
	await paste(page, late(2));
	await page.getByRole("button", { name: "인스펙터 닫기" }).click();
	await page.waitForFunction(() => document.getElementById("log").scrollTop > 600);
	await log.hover();
	await page.mouse.wheel(0, -300);
	await page.waitForFunction(() => { const e = document.getElementById("log"); return e.scrollHeight - e.clientHeight - e.scrollTop > 250; });
	const top = await log.evaluate((e) => e.scrollTop);
	await arrive();
	assert.equal(await log.evaluate((e) => e.scrollTop), top);
});

pageTest("a long text is folded, and shown whole where one taps", {}, async (page) => {
	const group = await draw(page, "simpleText (전체 보기)");
	const whole = SAMPLES["simpleText (전체 보기)"].template.outputs[0].simpleText.text;
	assert.equal((await group.locator(".bubble > div").innerText()).length, 501);
	await group.getByRole("button", { name: "전체 보기" }).click();
	assert.equal(await page.locator("dialog .whole-text").innerText(), whole);
	await page.keyboard.press("Escape");
	await page.locator("dialog").waitFor({ state: "detached" });
	// 500 characters are not folded; nor is a character of two units cut in half.
	await paste(page, { version: "2.0", template: { outputs: [{ simpleText: { text: "가".repeat(500) } }, { simpleText: { text: `${"가".repeat(499)}😀끝` } },
		{ simpleText: { text: `${"가".repeat(496)}👨‍👩‍👧‍👦 끝` } }] } });
	const bubbles = page.locator(".said.bot").last().locator(".bubble");
	assert.equal(await bubbles.first().innerText(), "가".repeat(500));
	assert.match(await bubbles.nth(1).locator("> div").innerText(), /^가{499}…$/);
	assert.match(await bubbles.last().locator("> div").innerText(), /^가{496}…$/);
});

pageTest("addresses in a text end where their sentence goes on", {}, async (page) => {
	await paste(page, { version: "2.0", template: { outputs: [{ simpleText: { text: "(https://example.com/a) https://example.com/b_(c)? HTTPS://example.com/d. 없는 곳: https:// 와 http://example.com:99999/" } }] } });
	assert.deepEqual(await page.locator(".bubble a").allInnerTexts(), ["https://example.com/a", "https://example.com/b_(c)", "HTTPS://example.com/d"]);
});

pageTest("whatever comes is drawn or named, and nothing is taken for HTML", {}, async (page) => {
	const mark = '<img src=x onerror="document.title=1"><b>b</b>';
	for (const outputs of [null, {}, [null], [5], [{}], [{ what: {} }], [{ constructor: {} }], [{ simpleText: { text: 5 } }], [{ simpleText: null }],
		[{ basicCard: { title: {}, thumbnail: [], buttons: "x" } }], [{ listCard: { header: 1, items: [null, 3, { title: [] }] } }],
		[{ commerceCard: { price: "x", thumbnails: {} } }], [{ itemCard: { itemList: {}, head: 1, profile: 2 } }],
		[{ carousel: { type: "carousel", items: [{}] } }], [{ carousel: { type: 7, items: 7, header: [] } }],
		[{ simpleText: { text: mark } }, { textCard: { title: mark, description: mark, buttons: [{ label: mark, action: mark }] } }]])
		await paste(page, { version: "2.0", template: { outputs, quickReplies: [null, { label: mark }] } });
	await paste(page, `{"version":"2.0","data":{"deep":${"[".repeat(4000)}${"]".repeat(4000)}}}`);
	await page.getByRole("tab", { name: "응답" }).click();
	assert.match(await page.locator(".panel .json").innerText(), /…/);
	await paste(page, []);
	assert.equal(await page.locator("#log b").count(), 0);
	assert.equal(await page.title(), "채팅 · artistbot");
	assert.ok(await page.locator(".bubble.unknown").count() >= 6);
	await paste(page, "{");
	assert.match(await page.getByRole("alert").last().innerText(), /JSON이 아니에요/);
});
