// What a tap does: the words, the extra and the block of the next request; links; and what only a phone can do.

import assert from "node:assert/strict";
import { samples } from "../../www/js/samples.js";
import { lastRequest, PAGE, pageTest, paste } from "./browser.mjs";

const SAMPLES = samples(PAGE);

// Taps something and returns the request that went out.
async function tapped(page, what) {
	const before = await page.locator(".said.bot").count();
	await what.click();
	await page.waitForFunction((n) => document.querySelectorAll(".said.bot .output").length > 0 &&
		document.querySelectorAll(".said.bot").length > n && !document.querySelector(".typing"), before);
	return await lastRequest(page);
}

const last = (page) => page.locator(".said.bot").last();

pageTest("buttons: message and block, with extra", {}, async (page) => {
	await paste(page, SAMPLES.buttons);
	let request = await tapped(page, last(page).getByRole("button", { name: "블록 부르기" }));
	assert.equal(request.userRequest.utterance, "블록");
	assert.deepEqual(request.action.clientExtra, { from: "button" });
	assert.equal(request.intent.id, "65f000000000000000000004");
	assert.equal(request.userRequest.block.id, "65f000000000000000000004");
	assert.equal(request.flow.trigger.type, "CARD_BUTTON_BLOCK");
	assert.deepEqual(request.action.params, {});
	await paste(page, SAMPLES.textCard);
	request = await tapped(page, last(page).getByRole("button", { name: "다른 추천" }));
	assert.equal(request.userRequest.utterance, "다른 추천");
	assert.deepEqual(request.action.clientExtra, {});
	assert.equal(request.flow.trigger.type, "CARD_BUTTON_MESSAGE");
	assert.equal(request.flow.lastBlock.id, "65f000000000000000000004");
});

pageTest("list items: a block is called with the title, a message is sent, a link is a link", {}, async (page) => {
	await paste(page, SAMPLES.listCard);
	const link = last(page).getByRole("link", { name: /^언덕의 노래/ });
	assert.equal(await link.getAttribute("href"), "https://example.com/1");
	assert.equal(await link.getAttribute("target"), "_blank");
	let request = await tapped(page, last(page).getByRole("button", { name: /저녁 바람/ }));
	assert.equal(request.userRequest.utterance, "저녁 바람");
	assert.deepEqual(request.action.clientExtra, { song: 2 });
	assert.equal(request.flow.trigger.type, "LIST_ITEM_BLOCK");
	await paste(page, SAMPLES.listCard);
	request = await tapped(page, last(page).getByRole("button", { name: /푸른 새벽/ }));
	assert.equal(request.userRequest.utterance, "푸른 새벽 들려줘");
	assert.equal(request.flow.trigger.type, "LIST_ITEM_MESSAGE");
});

pageTest("quick replies stand above the field, and go with the next message", {}, async (page) => {
	await paste(page, SAMPLES.simpleText);
	const chips = page.getByRole("group", { name: "바로가기 응답" });
	assert.deepEqual(await chips.getByRole("button").allInnerTexts(), ["아이유", "비틀즈", "도움말"]);
	const request = await tapped(page, chips.getByRole("button", { name: "도움말" }));
	assert.equal(request.userRequest.utterance, "도움말");
	assert.deepEqual(request.action.clientExtra, { topic: "help" });
	assert.equal(request.flow.trigger.type, "QUICKREPLY_BUTTON_BLOCK");
	assert.equal(await page.locator("#chips .chip", { hasText: "비틀즈" }).count() === 1 && await chips.isVisible(), await chips.isVisible());
});

pageTest("ten quick replies are reached by a mouse's wheel and by dragging, which presses none", {}, async (page) => {
	const quickReplies = Array.from({ length: 10 }, (_, i) => ({ label: `바로가기 응답 ${i + 1}`, action: "message", messageText: "아이유" }));
	await paste(page, { version: "2.0", template: { outputs: [{ simpleText: { text: "골라 보세요" } }], quickReplies } });
	const chips = page.locator("#chips");
	const box = await chips.boundingBox();
	await page.mouse.move(box.x + 300, box.y + 20);
	await page.mouse.wheel(0, 100);
	await page.waitForFunction(() => document.getElementById("chips").scrollLeft > 50);
	const left = await chips.evaluate((e) => e.scrollLeft);
	await page.mouse.down();
	await page.mouse.move(box.x + 100, box.y + 20, { steps: 4 });
	await page.mouse.up();
	await page.waitForFunction((before) => document.getElementById("chips").scrollLeft > before + 50, left);
	assert.equal(await page.locator(".said.mine").count(), 0);
	await chips.getByRole("button", { name: "응답 10" }).click();
	await page.locator(".said.mine").waitFor();
});

pageTest("phone, share, operator and what KakaoTalk would not open are told", {}, async (page) => {
	const tell = async (name, words) => {
		await last(page).getByRole("button", { name }).click();
		assert.match(await page.locator("dialog").innerText(), words);
		await page.getByRole("button", { name: "닫기" }).click();
		await page.locator("dialog").waitFor({ state: "detached" });
	};
	await paste(page, SAMPLES.buttons);
	await tell("전화하기", /02-000-0000/);
	await tell("상담원 연결", /상담톡/);
	await paste(page, SAMPLES["basicCard 2:1"]);
	await tell("공유하기", /친구/);
	await paste(page, { version: "2.0", template: { outputs: [{ textCard: { title: "가", buttons: [
		{ label: "메일", action: "webLink", webLinkUrl: "mailto:a@example.com" }, { label: "스크립트", action: "webLink", webLinkUrl: "javascript:alert(1)" }, { label: "모름", action: "addChannel" }] } }] } });
	await tell("메일", /http와 https/);
	await tell("스크립트", /http와 https/);
	await tell("모름", /addChannel/);
	assert.equal(await page.locator('a[href^="javascript"], a[href^="mailto"]').count(), 0);
	assert.equal(await page.locator(".said.mine").count(), 0);
});

pageTest("contexts of a reply come back with the next messages, as long as they live", {}, async (page) => {
	await paste(page, { ...SAMPLES.context, template: SAMPLES.simpleText.template });
	const chip = () => page.locator("#chips").getByRole("button", { name: "비틀즈" });
	const lifespans = [];
	for (let i = 0; i < 4; i++) {
		const request = await tapped(page, chip());
		lifespans.push(request.contexts[0]?.lifespan);
		if (i === 0)
			assert.deepEqual(request.contexts[0].params, { name: { value: "아이유", resolvedValue: "아이유" } });
		await paste(page, SAMPLES.simpleText);
	}
	assert.deepEqual(lifespans, [3, 2, 1, undefined]);
});
