// A button that copies a text and says that it did.

import { h } from "../dom.js";
import { t } from "../words.js";
import { copyText } from "../copy.js";

const SAID_MS = 1500;

export function copyButton(words, make) {
	const button = h("button", { class: "small-button", type: "button", onclick: async () => {
		const done = await copyText(make());
		button.textContent = t(done ? "copied" : "copy.failed");
		setTimeout(() => (button.textContent = t(words)), SAID_MS);
	} }, t(words));
	button.setAttribute("aria-live", "polite");
	return button;
}
