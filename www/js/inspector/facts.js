// The figures of an exchange, each good or bad by what Kakao accepts.

import { h } from "../dom.js";
import { count, t } from "../words.js";
import { hasRules, onlyBreaches, replyBytes } from "../rules.js";
import { isSuccess, KAKAO_MS } from "../send.js";

function fact(name, value, good) {
	return h("div", { class: `fact ${good === null ? "" : good ? "good" : "bad"}` }, h("dt", {}, t(name)), h("dd", {}, value));
}

function rules(turn) {
	if (turn.result.reply === undefined)
		return null;
	if (!hasRules())
		return fact("fact.rules", t("rules.off"), null);
	const n = onlyBreaches(turn.findings).length;
	return fact("fact.rules", n ? t("fact.broken", { n }) : t("fact.ok"), n === 0);
}

export function facts(turn) {
	const r = turn.result;
	if (!r)
		return null;
	return h("dl", { class: "facts" },
		turn.pasted ? null : fact("fact.status", r.status ?? "–", r.status !== 200 && isSuccess(r.status) ? null : r.status === 200),
		turn.pasted ? null : fact("fact.time", `${count(r.ms)} ms`, r.ms < KAKAO_MS || Boolean(turn.called)),
		r.bytes === undefined ? null : fact("fact.size", t(hasRules() ? "size.of" : "size", { n: count(r.bytes), max: count(replyBytes()) }), r.bytes <= replyBytes()),
		rules(turn));
}
