// A sheet that slides over the chat, with something to read and a button that closes it. A <dialog>: Escape closes it,
// the focus stays inside and goes back afterwards.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

let number = 0;

export function sheet(title, ...content) {
	const id = `sheet-${++number}`;
	const dialog = h("dialog", { class: "sheet", "aria-labelledby": id },
		h("header", { class: "sheet-head" },
			h("h2", { id }, title),
			h("button", { class: "icon-button", type: "button", "aria-label": t("close"), onclick: () => dialog.close() },
				icon("close"))),
		h("div", { class: "sheet-body", tabindex: "0", role: "group", "aria-labelledby": id }, content));
	dialog.addEventListener("click", (e) => {
		if (e.target === dialog)
			dialog.close();
	});
	dialog.addEventListener("close", () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
	return dialog;
}
