// Which of Kakao's rules the reply breaks, and what may be shown otherwise than was meant.

import { h, icon } from "../dom.js";
import { errorWords } from "../errors.js";
import { t } from "../words.js";
import { explain, hasRules, onlyBreaches } from "../rules.js";

function table(kind, words, findings) {
	return findings.length ? [h("p", { class: `verdict ${kind}` }, icon("warning"), t(words, { n: findings.length })),
		h("ol", { class: "finding-table" }, findings.map((f) =>
			h("li", {}, h("code", {}, f.path || "reply"), h("span", {}, explain(f)))))] : null;
}

export function findingsPanel({ turn }) {
	if (!hasRules())
		return h("p", { class: "empty" }, t("rules.missing"));
	if (turn.result?.reply === undefined)
		return h("p", { class: "empty" }, turn.result ? errorWords(turn) : "…");
	const breaches = onlyBreaches(turn.findings);
	return [breaches.length ? table("bad", "breaches", breaches) : h("p", { class: "verdict good" }, t("breaches.none")),
		table("warn", "advices", turn.findings.filter((f) => f.severity === "advice"))];
}
