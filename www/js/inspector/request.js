// What was sent, to be copied as a command or edited and sent again.

import { h } from "../dom.js";
import { t } from "../words.js";
import { asAsk, asCurl } from "../copy.js";
import { jsonView } from "../json_view.js";
import { copyButton } from "./copy_button.js";

function shown(request) {
	try {
		return jsonView(JSON.parse(request), t("tab.request"));
	} catch {
		return h("pre", { class: "json", tabindex: "0" }, request);
	}
}

function laidOut(request) {
	try {
		return JSON.stringify(JSON.parse(request), null, 2);
	} catch {
		return request;
	}
}

function editor(turn, conversation) {
	const area = h("textarea", { class: "code", rows: "22", spellcheck: "false", "aria-label": t("request.body") });
	area.value = laidOut(turn.request);
	return h("form", { class: "form", onsubmit: (e) => {
		e.preventDefault();
		conversation.sendRaw(area.value);
	} }, area, h("button", { class: "main-button", type: "submit" }, t("request.send")));
}

export function requestPanel({ conversation, turn }) {
	if (turn.request === null)
		return h("p", { class: "empty" }, t("request.none"));
	const place = h("div", {}, shown(turn.request));
	const edit = h("button", { class: "small-button", type: "button", onclick: () => {
		place.replaceChildren(editor(turn, conversation));
		place.querySelector("textarea").focus();
	} }, t("request.edit"));
	return [h("div", { class: "actions" }, edit, copyButton("copy.curl", () => asCurl(turn)),
		copyButton("copy.ask", () => asAsk(turn))), place];
}
