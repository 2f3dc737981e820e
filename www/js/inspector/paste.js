// Any reply, drawn and checked: pasted, or one of the examples.

import { h } from "../dom.js";
import { t } from "../words.js";
import { samples } from "../samples.js";

let kept = "";

export function pastePanel({ conversation }) {
	const area = h("textarea", { class: "code", rows: "18", spellcheck: "false", placeholder: '{"version": "2.0", "template": …',
		oninput: () => (kept = area.value) });
	area.value = kept;
	const error = h("p", { class: "form-error", role: "alert", hidden: true });
	const all = samples(location.origin);
	const choose = h("select", { "aria-label": t("paste.samples"), onchange: () => {
		if (!choose.value)
			return;
		kept = area.value = JSON.stringify(all[choose.value], null, 2);
		draw();
	} }, h("option", { value: "" }, t("paste.sample")), Object.keys(all).map((name) => h("option", { value: name }, name)));
	function draw() {
		error.hidden = true;
		try {
			conversation.paste(area.value);
		} catch (e) {
			error.textContent = t("paste.bad", { detail: e.message });
			error.hidden = false;
		}
	}
	return h("form", { class: "form", onsubmit: (e) => {
		e.preventDefault();
		draw();
	} }, h("p", { class: "hint" }, t("paste.hint")), choose,
		h("label", { class: "field" }, h("span", {}, t("paste.label")), area), error,
		h("button", { class: "main-button", type: "submit" }, t("paste.draw")));
}
