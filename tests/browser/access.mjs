// Usable by everybody: axe finds nothing on any view of either page, light and dark, wide and narrow.

import assert from "node:assert/strict";
import axe from "axe-core";
import { samples } from "../../www/js/samples.js";
import { PAGE, pageTest, paste, say, tab } from "./browser.mjs";

const SAMPLES = samples(PAGE);

// In light and in dark. within: a part of the page, where the rest was looked at before.
async function clean(page, view, within = "html") {
	for (const colorScheme of ["light", "dark"]) {
		await page.emulateMedia({ colorScheme });
		await page.evaluate(axe.source);
		const { violations } = await page.evaluate((part) => globalThis.axe.run(part, { resultTypes: ["violations"] }), within);
		assert.deepEqual(violations.map((v) => `${view}, ${colorScheme}: ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).slice(0, 3).join(" | ")}`), []);
	}
}

pageTest("chat and inspector", {}, async (page) => {
	await clean(page, "open");
	for (const name of Object.keys(SAMPLES))
		await paste(page, SAMPLES[name]);
	await clean(page, "paste");
	await say(page, "아이유");
	for (const name of ["요청", "응답", "규칙", "설정"]) {
		await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
		await clean(page, name, "#inspector");
	}
	await page.getByRole("button", { name: "전체 보기" }).click();
	await clean(page, "sheet", "dialog");
});

pageTest("narrow, and in English", { viewport: { width: 360, height: 640 }, locale: "en-GB" }, async (page) => {
	await say(page, "비틀즈");
	await clean(page, "chat");
	await page.getByRole("button", { name: "Open the inspector" }).click();
	await clean(page, "inspector");
});

pageTest("status", { url: "/status.html" }, async (page) => {
	await clean(page, "status");
});
