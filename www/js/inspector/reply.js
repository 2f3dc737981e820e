// What came back, as laid out JSON where it is JSON; the lines that break a rule are marked.

import { h } from "../dom.js";
import { t } from "../words.js";
import { errorWords } from "../errors.js";
import { jsonView, present } from "../json_view.js";
import { onlyBreaches } from "../rules.js";
import { copyButton } from "./copy_button.js";

export function replyPanel({ turn }) {
	const { body, reply } = turn.result ?? {};
	if (body === undefined)
		return h("p", { class: "empty" }, turn.result ? errorWords(turn) : "…");
	const marked = onlyBreaches(turn.findings).map((f) => ({ path: present(reply, f.path) }));
	return [h("div", { class: "actions" }, copyButton("copy.json", () => body)),
		reply === undefined ? h("pre", { class: "json", tabindex: "0" }, body.slice(0, 20000))
			: jsonView(reply, t("tab.reply"), marked)];
}
