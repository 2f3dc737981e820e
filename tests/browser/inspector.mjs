// The inspector: breaches where they are, other skills, callbacks, and what goes wrong on the way.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { samples } from "../../www/js/samples.js";
import { lastRequest, PAGE, pageTest, paste, say, tab } from "./browser.mjs";
import { looksAs } from "./screens.mjs";
import { skill, text } from "./skill.mjs";

const SAMPLES = samples(PAGE);
const REFUSED = [/Failed to load resource/];

// Beside a server of this process, which answers meanwhile.
const run = async (command) => (await promisify(execFile)("bash", ["-c", command])).stdout;

async function settings(page, values) {
	await tab(page, "설정");
	for (const [label, value] of Object.entries(values))
		await page.getByLabel(label).fill(value);
}

async function withSkill(answer, body) {
	const other = await skill(answer);
	try {
		await body(other);
	} finally {
		await other.end();
	}
}

pageTest("what breaks the rules is marked at its place, listed below its bubble and in the inspector", {}, async (page) => {
	await paste(page, SAMPLES["규칙을 어긴 응답"]);
	const bubble = page.locator(".output");
	assert.match(await bubble.locator(".findings.breach").innerText(), /title 64자예요\. 50자까지예요/);
	assert.equal(await bubble.locator(".title.broken").count(), 1);
	assert.equal(await bubble.locator(".button.broken").count(), 1);
	await page.getByRole("tab", { name: /규칙/ }).click();
	assert.match(await page.locator(".panel").innerText(), /template\.outputs\[0\]\.basicCard\.thumbnail\.imageUrl\s+http나 https/);
	await looksAs("inspector-rules", page);
	await tab(page, "응답");
	assert.equal(await page.locator(".json-line.broken").count(), 3);
	await looksAs("inspector-reply", page.locator("#inspector"));
	await paste(page, SAMPLES.listCard);
	await page.getByRole("tab", { name: "규칙", exact: true }).click();
	assert.match(await page.locator(".panel").innerText(), /모두 지켜요/);
});

pageTest("curl and scripts/ask are copied as they can be pasted; a request is edited and sent", {}, async (page) => {
	await say(page, "it's 아이유");
	await tab(page, "요청");
	await page.getByRole("button", { name: "curl로 복사" }).click();
	const curl = await page.evaluate(() => navigator.clipboard.readText());
	const reply = JSON.parse(execFileSync("bash", ["-c", curl], { encoding: "utf-8" }));
	assert.equal(reply.version, "2.0");
	await page.getByRole("button", { name: "scripts/ask로 복사" }).click();
	assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `scripts/ask -u '${PAGE}/skill/artist' -- 'it'\\''s 아이유'`);
	await page.getByRole("button", { name: "고쳐서 보내기" }).click();
	const area = page.getByLabel("고칠 요청 JSON");
	const request = JSON.parse(await area.inputValue());
	request.userRequest.utterance = "비틀즈";
	request.action.params = { artist_name: "비틀즈" };
	await area.fill(JSON.stringify(request));
	await page.getByRole("button", { name: "이대로 보내기" }).click();
	await page.locator(".said.mine", { hasText: "비틀즈" }).waitFor();
	await page.locator(".said.bot .basic-card").last().waitFor();
	assert.equal((await lastRequest(page)).userRequest.utterance, "비틀즈");
});

pageTest("another skill is asked through the relay, and wants its key", {}, async (page) => {
	const answer = ({ headers }) => (headers["x-skill-key"] === "비밀 없음" || headers["x-skill-key"] === "right" ? { body: text("반가워요") } : { status: 401, body: "{}" });
	await withSkill(answer, async ({ url, asked }) => {
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": url });
		assert.match(await page.locator("#target").innerText(), new RegExp(url));
		await page.locator("#message").fill("안녕");
		await page.locator("#message").press("Enter");
		const alert = page.locator(".note.error");
		assert.match(await alert.innerText(), /401/);
		await alert.getByRole("button", { name: "비밀 키" }).click();
		await page.locator("dialog").getByLabel("값").fill("right");
		await page.getByRole("button", { name: "저장하고 다시 보내기" }).click();
		await page.locator(".bubble", { hasText: "반가워요" }).waitFor();
		assert.equal(asked.length, 2);
		assert.equal(JSON.parse(asked[1].body).userRequest.utterance, "안녕");
		// The secret is in the tab's memory, not in what is kept for later.
		assert.doesNotMatch(await page.evaluate(() => JSON.stringify(localStorage)), /right/);
	});
});

pageTest("a callback: the waiting bubble, then the answer", {}, async (page) => {
	let callbackUrl;
	const answer = (request, body) => {
		callbackUrl = JSON.parse(body).userRequest.callbackUrl;
		return { body: JSON.stringify({ version: "2.0", useCallback: true, data: { text: "찾고 있어요" } }) };
	};
	await withSkill(answer, async ({ url }) => {
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": url });
		await page.getByLabel(/블록에서 콜백 켜기/).check();
		await say(page, "오래 걸리는 질문");
		assert.match(await page.locator(".said.bot").last().innerText(), /찾고 있어요[^]*콜백을 기다리는 중/);
		assert.equal((await (await fetch(callbackUrl, { method: "POST", body: "not json" })).json()).status, "FAIL");
		await page.locator(".note", { hasText: "JSON이 아닌 것이 왔어요. 카카오톡은 받지 않아요: not json" }).waitFor();
		const said = await fetch(callbackUrl, { method: "POST", body: text("드디어 왔어요") });
		assert.equal((await said.json()).status, "SUCCESS");
		await page.locator(".bubble", { hasText: "드디어 왔어요" }).waitFor();
		await page.locator(".note", { hasText: "뒤에 온 답" }).waitFor();
		assert.equal(await page.getByText("콜백을 기다리는 중").isVisible(), false);
		await page.getByRole("button", { name: "English" }).click();
		assert.match(await page.locator(".said.bot").first().innerText(), /찾고 있어요/);
		// An answer that wants to call back once more is not waited for.
		await page.getByRole("button", { name: "한국어" }).click();
		await say(page, "또 오래 걸리는 질문");
		await fetch(callbackUrl, { method: "POST", body: JSON.stringify({ version: "2.0", useCallback: true }) });
		await page.locator(".note", { hasText: "다시 기다리지 않아요" }).waitFor();
		assert.equal(await page.getByText("콜백을 기다리는 중").filter({ visible: true }).count(), 0);
	});
});

pageTest("while a callbackUrl is being made nothing else is said, and a new start forgets what was to be said", {}, async (page) => {
	let made;
	const making = () => new Promise((asked) => page.route("**/dev/callback", (route) => {
		made = () => route.continue();
		asked();
	}, { times: 1 }));
	await settings(page, {});
	await page.getByLabel(/블록에서 콜백 켜기/).check();
	const field = page.locator("#message");
	let asked = making();
	await field.fill("아이유");
	await field.press("Enter");
	await asked;
	await field.fill("비틀즈");
	await field.press("Enter");
	assert.equal(await field.inputValue(), "비틀즈");
	await made();
	await page.locator(".basic-card").waitFor();
	assert.equal(await page.locator(".said.mine").count(), 1);
	asked = making();
	await field.press("Enter");
	await asked;
	await page.getByRole("button", { name: "대화 새로 시작" }).click();
	const answered = page.waitForResponse("**/dev/callback");
	await made();
	await answered;
	await say(page, "콜드플레이");
	assert.equal(await page.locator(".said.mine").count(), 1);
});

pageTest("useCallback without a callbackUrl is told", {}, async (page) => {
	await withSkill(() => ({ body: JSON.stringify({ version: "2.0", useCallback: true }) }), async ({ url }) => {
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": url });
		await say(page, "안녕");
		await page.locator(".note", { hasText: "callbackUrl을 보내지 않았는데" }).waitFor();
	});
});

pageTest("what goes wrong is told in words", { allowed: REFUSED }, async (page) => {
	const replies = [{ status: 500, body: "oops" }, { body: "<html>" }, { body: "x".repeat(2 ** 20 + 5) }];
	await withSkill(() => replies.shift(), async ({ url }) => {
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": url });
		for (const words of [/HTTP 500/, /JSON이 아닌 답/, /1MB/]) {
			const before = await page.locator(".note.error").count();
			await page.locator("#message").fill("안녕");
			await page.locator("#message").press("Enter");
			const alert = page.locator(`.note.error >> nth=${before}`);
			await alert.waitFor();
			assert.match(await alert.innerText(), words);
			await page.getByRole("tab", { name: "규칙", exact: true }).click();
			assert.match(await page.locator(".panel .empty").innerText(), words);
		}
		await tab(page, "응답");
		assert.match(await page.locator(".panel .empty").innerText(), /1MB/);
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": "http://127.0.0.1:1/" });
		await page.locator("#message").fill("안녕");
		await page.locator("#message").press("Enter");
		await page.locator(".note.error", { hasText: "http://127.0.0.1:1/에 닿지 못했어요" }).waitFor();
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": "" });
		await page.context().setOffline(true);
		await page.locator("#message").fill("안녕");
		await page.locator("#message").press("Enter");
		await page.locator(".note.error", { hasText: "서버에 닿지 못했어요" }).waitFor();
	});
});

pageTest("an address is taken as people write it; what is none is told, and nobody is asked", {}, async (page) => {
	await withSkill(() => ({ body: text("네") }), async ({ url, asked }) => {
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": `${url}/한글 길?이름=값` });
		await say(page, "안녕");
		await tab(page, "요청");
		await page.getByRole("button", { name: "curl로 복사" }).click();
		assert.match(await run(await page.evaluate(() => navigator.clipboard.readText())), /네/);
		assert.deepEqual(asked.map((a) => decodeURI(a.url)), ["/skill/한글 길?이름=값", "/skill/한글 길?이름=값"]);
		for (const wrong of ["127.0.0.1:8080/skill", "example.com/skill", "ftp://example.com/", "http://me:secret@127.0.0.1/"]) {
			const before = await page.locator(".note.error").count();
			await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": wrong });
			await page.locator("#message").fill("안녕");
			await page.locator("#message").press("Enter");
			const alert = page.locator(`.note.error >> nth=${before}`);
			await alert.waitFor();
			assert.match(await alert.innerText(), /스킬 URL이 아니에요/);
		}
		assert.equal(asked.length, 2);
	});
});

pageTest("201 is drawn with a word about it; an empty answer is called so", {}, async (page) => {
	const replies = [{ status: 201, body: text("만들었어요") }, { status: 204, body: "" }, { body: " \n" }];
	await withSkill(() => replies.shift(), async ({ url }) => {
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": url });
		await say(page, "안녕");
		assert.equal(await page.locator(".said.bot .bubble").innerText(), "만들었어요");
		assert.match(await page.locator(".note").innerText(), /HTTP 201.*200이어야/);
		for (const [i, status] of [204, 200].entries()) {
			await page.locator("#message").fill("안녕");
			await page.locator("#message").press("Enter");
			const alert = page.locator(`.note.error >> nth=${i}`);
			await alert.waitFor();
			assert.match(await alert.innerText(), new RegExp(`빈 답이 왔어요 \\(HTTP ${status}\\)`));
		}
	});
});

pageTest("a slow skill: the five seconds run out before one's eyes", {}, async (page) => {
	let answer;
	const late = new Promise((done) => { answer = () => done({ body: text("늦었어요") }); });
	await withSkill(() => late, async ({ url }) => {
		await settings(page, { "스킬 URL (비우면 이 서버의 스킬)": url });
		await page.locator("#message").fill("안녕");
		await page.locator("#message").press("Enter");
		await page.locator(".typing").waitFor();
		await page.locator("#slow .slow-bar").waitFor();
		await page.locator("#slow", { hasText: "5초가 지났어요" }).waitFor();
		answer();
		await page.locator(".bubble", { hasText: "늦었어요" }).waitFor();
		assert.match(await page.locator(".note").last().innerText(), /5초에서 끊/);
		assert.equal(await page.locator("#slow").isVisible(), false);
	});
});
