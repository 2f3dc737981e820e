// Screenshots against the reviewed ones in screens/. Compared are the means of small squares, so that another version of
// Chromium or of a font, which moves edges by a hair, is no difference, while a missing word is one.
//
// UPDATE_SCREENS=1 takes new ones; look at each before it is committed.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PNG } from "pngjs";

const KEPT = new URL("screens/", import.meta.url);
const SQUARE = 8; // pixels
const DIFFERENT = 28; // of 255, in the mean of a square
const SQUARES = 0.002; // of all may differ
const SIZE = 3; // pixels that the size may differ by

// The mean of each square: [red, green, blue].
function means({ data, width: row }, width, height) {
	const found = [];
	for (let y = 0; y + SQUARE <= height; y += SQUARE)
		for (let x = 0; x + SQUARE <= width; x += SQUARE) {
			const sum = [0, 0, 0];
			for (let dy = 0; dy < SQUARE; dy++)
				for (let dx = 0; dx < SQUARE; dx++)
					for (let c = 0; c < 3; c++)
						sum[c] += data[4 * ((y + dy) * row + x + dx) + c];
			found.push(sum.map((s) => s / SQUARE ** 2));
		}
	return found;
}

// What part of the squares differs; 1 where the sizes do.
function difference(a, b) {
	if (Math.abs(a.width - b.width) > SIZE || Math.abs(a.height - b.height) > SIZE)
		return 1;
	const width = Math.min(a.width, b.width), height = Math.min(a.height, b.height);
	const [ours, theirs] = [means(a, width, height), means(b, width, height)];
	return ours.filter((m, i) => m.some((v, c) => Math.abs(v - theirs[i][c]) > DIFFERENT)).length / ours.length;
}

// Holds a locator's picture, or a page's, against the one of that name.
export async function looksAs(name, what) {
	const page = what.page?.() ?? what;
	await page.evaluate(() => Promise.all([document.fonts.ready, ...[...document.images].map((i) => i.decode().catch(() => {}))]));
	await page.mouse.move(0, 0);
	const taken = await what.screenshot({ animations: "disabled", caret: "hide" });
	const file = new URL(`${name}.png`, KEPT);
	if (process.env.UPDATE_SCREENS) {
		writeFileSync(file, taken);
		return;
	}
	assert.ok(existsSync(file), `there is no screens/${name}.png`);
	const part = difference(PNG.sync.read(taken), PNG.sync.read(readFileSync(file)));
	if (part > SQUARES) {
		const folder = join(tmpdir(), "artistbot-screens");
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, `${name}.png`), taken);
		assert.fail(`${name}: ${(100 * part).toFixed(1)} % looks otherwise; see ${folder}/${name}.png`);
	}
}
