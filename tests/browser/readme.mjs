// Takes the four pictures of the README from a running page:
//   scripts/run --detach && PAGE=http://127.0.0.1:8080 node tests/browser/readme.mjs
import { fileURLToPath } from "node:url";
import { samples } from "../../www/js/samples.js";
import { open, PAGE, paste, say } from "./browser.mjs";

const picture = (name) => ({ path: fileURLToPath(new URL(`screens/readme-${name}.png`, import.meta.url)), animations: "disabled", caret: "hide" });

// All pictures there, the first bubble in sight, no field marked.
async function settle(page) {
	await page.evaluate(async () => {
		await Promise.all([...document.images].map((i) => i.decode()));
		document.activeElement.blur();
		document.getElementById("log").scrollTop = 0;
	});
}

async function chat() {
	const { page, context } = await open({ viewport: { width: 390, height: 820 } });
	await say(page, "아이유");
	await settle(page);
	await page.screenshot(picture("chat"));
	await context.close();
}

async function dark() {
	const { page, context } = await open({ viewport: { width: 390, height: 820 }, colorScheme: "dark" });
	await say(page, "콜드플레이랑 비슷한 가수");
	await settle(page);
	await page.screenshot(picture("dark"));
	await context.close();
}

async function rules() {
	const { page, context } = await open({ viewport: { width: 390, height: 820 } });
	await page.getByRole("button", { name: "인스펙터 열기" }).click();
	await paste(page, samples(PAGE)["규칙을 어긴 응답"]);
	await page.getByRole("button", { name: "인스펙터 닫기" }).click();
	await settle(page);
	await page.screenshot(picture("rules"));
	await context.close();
}

async function status() {
	const { page, context } = await open({ url: "/status.html", viewport: { width: 760, height: 620 } });
	const names = ["아이유", "비틀즈", "콜드플레이", "아이유", "뉴진스", "zzzz", "아이유 노래", "the beatles"];
	for (let i = 0; i < 40; i++) {
		const name = names[i % names.length];
		await fetch(`${PAGE}/skill/artist`, { method: "POST", body: JSON.stringify({ userRequest: { utterance: name, user: { id: "readme" } } }) });
		await new Promise((done) => setTimeout(done, i % 8 ? 150 : 1500));
	}
	await page.screenshot(picture("status"));
	await context.close();
}

for (const take of [chat, dark, rules, status])
	await take();
process.exit(0);
