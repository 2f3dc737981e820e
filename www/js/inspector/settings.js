// Who asks, from where, with which parameters, and whom.

import { h } from "../dom.js";
import { t } from "../words.js";
import { hasRelay } from "../relay.js";
import { change, ENVIRONMENTS, newUser, settings } from "../store.js";

function field(words, name, hint, attributes = {}) {
	const input = h("input", { type: "text", autocomplete: "off", spellcheck: "false", value: settings[name], ...attributes,
		oninput: () => change({ [name]: input.value.trim() }) });
	return [h("label", { class: "field" }, h("span", {}, t(words)), input), hint ? h("p", { class: "hint" }, t(hint)) : null];
}

function check(words, name, attributes = {}) {
	const input = h("input", { type: "checkbox", checked: settings[name], ...attributes,
		onchange: () => change({ [name]: input.checked }) });
	return h("label", { class: "check" }, input, h("span", {}, t(words)));
}

function environments() {
	const hint = h("p", { class: "hint" }, t(`set.${settings.environment}.hint`));
	return h("fieldset", {}, h("legend", {}, t("set.from")),
		h("div", { class: "segments" }, ENVIRONMENTS.map((name) => h("label", { class: "segment" },
			h("input", { type: "radio", name: "environment", value: name, checked: settings.environment === name,
				onchange: () => {
					change({ environment: name });
					hint.textContent = t(`set.${name}.hint`);
				} }), h("span", {}, t(`set.${name}`))))), hint);
}

function user() {
	const [label] = field("set.user", "user");
	const renew = h("button", { class: "small-button", type: "button", onclick: () => {
		change({ user: newUser() });
		label.querySelector("input").value = settings.user;
	} }, t("set.user.new"));
	return [label, h("div", { class: "actions" }, renew, check("set.friend", "friend"))];
}

function parameters() {
	const area = h("textarea", { rows: "2", spellcheck: "false", placeholder: "artist_name = {utterance}", oninput: () => change({ params: area.value }) });
	area.value = settings.params;
	return h("label", { class: "field" }, h("span", {}, t("set.params")), area);
}

export function settingsPanel() {
	const relay = hasRelay();
	return h("form", { class: "form", onsubmit: (e) => e.preventDefault() },
		environments(), user(), parameters(),
		h("div", { class: "pair-fields" }, field("set.block", "blockId"), field("set.blockname", "blockName")),
		check("set.callback", "callback", { disabled: !relay }), h("p", { class: "hint" }, t("set.callback.hint")),
		field("set.waiting", "waiting", null, { placeholder: t("callback.waiting") }),
		h("fieldset", {}, h("legend", {}, t("set.skill")),
			field("set.url", "url", relay ? "set.url.hint" : "set.url.none", { type: "url", inputmode: "url",
				placeholder: "https://example.com/skill", disabled: !relay }),
			h("div", { class: "pair-fields" }, field("set.header", "header", null, { placeholder: "X-Skill-Key" }),
				field("set.secret", "secret", null, { type: "password" }))));
}
