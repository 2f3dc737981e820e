// A whole conversation, once by mouse and once by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lastRequest, open, pageTest, say } from "./browser.mjs";

pageTest("by mouse: an example, a card, a chip or a button, a new start", {}, async (page) => {
	assert.match(await page.locator(".banner.standin").innerText(), /모의 서버/);
	await page.getByRole("button", { name: "아이유" }).click();
	await page.locator(".said.mine", { hasText: "아이유" }).waitFor();
	const card = page.locator(".basic-card");
	await card.waitFor();
	assert.equal(await card.locator(".title").innerText(), "아이유");
	assert.equal(await page.locator(".list-card .row").count() > 0, true);
	// Its picture comes from our own host.
	const picture = card.locator("img");
	assert.match(await picture.getAttribute("src"), /^\/images\//);
	await page.waitForFunction(() => document.querySelector(".basic-card img").naturalWidth > 0);
	const link = card.getByRole("link").last();
	assert.equal(await link.getAttribute("target"), "_blank");
	assert.match(await link.getAttribute("rel"), /noopener/);
	await page.getByRole("button", { name: "대화 새로 시작" }).click();
	await page.locator(".opening").waitFor();
	assert.equal(await page.locator(".said").count(), 0);
});

pageTest("by keyboard alone: from the skip link to an answer and its inspector", {}, async (page) => {
	const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
	await page.keyboard.press("Tab");
	assert.equal(await focused(), "skip");
	await page.keyboard.press("Enter");
	assert.equal(await focused(), "message");
	await page.keyboard.type("비틀즈");
	await page.keyboard.press("Shift+Enter");
	await page.keyboard.press("Backspace");
	await page.keyboard.press("Enter");
	await page.locator(".basic-card").waitFor();
	assert.match(await page.locator(".said.mine .bubble").innerText(), /^나:\s비틀즈$/);
	assert.equal(await page.locator("#message").inputValue(), "");
	// Tab goes on to the inspector's tabs, the arrows move among them.
	for (let i = 0; i < 8 && (await focused()) !== "tab-request"; i++)
		await page.keyboard.press("Tab");
	assert.equal(await focused(), "tab-request");
	await page.keyboard.press("ArrowRight");
	assert.equal(await focused(), "tab-reply");
	await page.locator(".panel .json").waitFor();
	await page.keyboard.press("End");
	assert.equal(await focused(), "tab-paste");
	await page.keyboard.press("Home");
	assert.equal((await lastRequest(page)).userRequest.utterance, "비틀즈");
	// A chip that was pressed goes, and leaves the focus in the field.
	await page.locator("#chips .chip").first().focus();
	await page.keyboard.press("Enter");
	await page.locator(".said.mine").nth(1).waitFor();
	assert.equal(await focused(), "message");
});

test("a browser that keeps nothing, or kept something odd, shows the page all the same", async () => {
	const forbidden = () => {
		for (const name of ["localStorage", "sessionStorage"])
			Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
	};
	const odd = () => localStorage.setItem("artistbot", '{"environment":"else","user":5,"params":null,"language":"xx","header":{}}');
	for (const before of [forbidden, odd]) {
		const { page, context, complaints } = await open({ before });
		await page.locator("#message").fill("아이유");
		await page.locator("#message").press("Enter");
		await page.locator(".said.bot .basic-card").waitFor();
		assert.deepEqual(complaints, []);
		await context.close();
	}
});

pageTest("the three places a request comes from differ as they do at Kakao", {}, async (page) => {
	const from = async (place) => {
		await page.getByRole("tab", { name: "설정" }).click();
		await page.getByLabel(place, { exact: true }).check({ force: true });
		await say(page, "아이유");
		return await lastRequest(page);
	};
	const live = await from("카카오톡");
	assert.equal(live.userRequest.params.surface, "Kakaotalk.plusfriend");
	assert.equal(live.userRequest.utterance, "아이유");
	assert.equal(live.flow.trigger.type, "TEXT_INPUT");
	assert.deepEqual(live.action.params, {});
	await page.getByRole("tab", { name: "설정" }).click();
	await page.getByLabel(/^파라미터/).fill("artist_name = {utterance}\n  가수=비틀즈 \nno value");
	const bottest = await from("봇테스트");
	assert.deepEqual(bottest.action.params, { artist_name: "아이유", 가수: "비틀즈" });
	assert.deepEqual(bottest.action.detailParams.가수, { origin: "비틀즈", value: "비틀즈", groupName: "" });
	assert.equal(bottest.userRequest.utterance, "아이유\n");
	assert.equal(bottest.userRequest.lang, "kr");
	assert.match(bottest.bot.id, /!$/);
	const skilltest = await from("스킬 테스트");
	assert.equal(skilltest.userRequest.lang, null);
	assert.equal(skilltest.userRequest.user.type, "accountId");
	assert.equal(skilltest.action.clientExtra, null);
	assert.equal("contexts" in skilltest, false);
});
