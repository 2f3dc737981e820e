// The inspector beside the chat: what was sent, what came back, what breaks the rules, and who asks.

import { find, h } from "./dom.js";
import { t, translate } from "./words.js";
import { tabs } from "./inspector/tabs.js";
import { facts } from "./inspector/facts.js";
import { requestPanel } from "./inspector/request.js";
import { replyPanel } from "./inspector/reply.js";
import { findingsPanel } from "./inspector/findings.js";
import { settingsPanel } from "./inspector/settings.js";
import { onlyBreaches } from "./rules.js";
import { pastePanel } from "./inspector/paste.js";

const PANELS = { request: requestPanel, reply: replyPanel, findings: findingsPanel, settings: settingsPanel, paste: pastePanel };
const OF_TURN = ["request", "reply", "findings"];

export class Inspector {
	#conversation;
	#root = find("inspector");
	#turn = null;
	#tab = "request";
	#newest = null;
	#drawn = null; // what is shown: drawn again only when it changed

	constructor(conversation) {
		this.#conversation = conversation;
		conversation.addEventListener("change", () => this.#followed());
		this.redraw();
	}

	// The latest exchange is shown, unless it is being waited for.
	#followed() {
		const last = this.#conversation.turns.findLast((turn) => turn.result || turn === this.#conversation.waiting) ?? null;
		if (this.#newest !== last)
			this.#turn = last;
		this.#newest = last;
		const now = JSON.stringify([this.#turn?.number, this.#turn?.result?.bytes, this.#turn?.result?.ms,
			this.#conversation.turns.length]);
		if (now !== this.#drawn)
			this.#show();
		this.#drawn = now;
	}

	// What was written into the other panels is not drawn over.
	#show() {
		if (OF_TURN.includes(this.#tab))
			this.redraw();
		else
			this.#drawTabs();
	}

	pick(turn) {
		if (this.#turn === turn)
			return;
		this.#turn = turn;
		this.#show();
	}

	open(tab) {
		this.#tab = tab;
		this.redraw();
	}

	#picker() {
		const { turns } = this.#conversation;
		const select = h("select", { "aria-label": t("turn.label"), onchange: () =>
			this.pick(turns.find((turn) => turn.number === Number(select.value))) },
			turns.map((turn) => h("option", { value: turn.number, selected: turn === this.#turn },
				`${turn.number}. ${turn.pasted ? t("pasted") : turn.said.text.slice(0, 40)}`)));
		return select;
	}

	#panel() {
		if (!OF_TURN.includes(this.#tab))
			return PANELS[this.#tab]({ conversation: this.#conversation });
		if (!this.#turn)
			return h("p", { class: "empty" }, t("turn.none"));
		return [h("div", { class: "turn-head" }, this.#picker(), facts(this.#turn)),
			PANELS[this.#tab]({ conversation: this.#conversation, turn: this.#turn })];
	}

	#drawTabs() {
		const names = Object.keys(PANELS).map((id) => ({ id, label: t(`tab.${id}`),
			badge: id === "findings" ? onlyBreaches(this.#turn?.findings ?? []).length || null : null }));
		const row = find("tabs");
		const hadFocus = row.contains(document.activeElement);
		row.replaceChildren(tabs(names, this.#tab, (id) => this.open(id)));
		if (hadFocus)
			find(`tab-${this.#tab}`).focus();
	}

	redraw() {
		this.#drawTabs();
		const panel = find("panel");
		panel.setAttribute("aria-labelledby", `tab-${this.#tab}`);
		panel.replaceChildren(...[this.#panel()].flat(Infinity).filter(Boolean));
		translate(this.#root);
	}
}
