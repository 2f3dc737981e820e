// Asks for the header and the secret that a skill wants, when it answered 401.

import { h } from "./dom.js";
import { sheet } from "./sheet.js";
import { change, settings } from "./store.js";
import { t } from "./words.js";

function field(label, value, type) {
	const input = h("input", { type, value, autocomplete: "off", spellcheck: "false", required: true });
	return [input, h("label", { class: "field" }, h("span", {}, label), input)];
}

// Calls done() once both are given; they are in the settings then.
export function askKey(done) {
	const [header, headerField] = field(t("key.header"), settings.header || "X-Skill-Key", "text");
	const [secret, secretField] = field(t("key.secret"), settings.secret, "password");
	const form = h("form", { class: "form" }, h("p", {}, t("key.text")), headerField, secretField,
		h("button", { class: "main-button", type: "submit" }, t("key.save")));
	const dialog = sheet(t("key.title"), form);
	form.addEventListener("submit", (e) => {
		e.preventDefault();
		change({ header: header.value.trim(), secret: secret.value.trim() });
		dialog.close();
		done();
	});
	(header.value ? secret : header).focus();
}
