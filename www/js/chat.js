// The chat as KakaoTalk shows it: bubbles left and right, names and times, chips, and what breaks the rules below their bubbles.

import { find, h, icon, list } from "./dom.js";
import { clock, day, t } from "./words.js";
import { outputs, quickReplies } from "./bubbles/index.js";
import { tap } from "./action.js";
import { dragByMouse, turnByWheel } from "./drag.js";
import { errorWords } from "./errors.js";
import { findingBlocks, markFindings } from "./findings.js";
import { settings } from "./store.js";
import { askKey } from "./key.js";
import { slowBar } from "./slow.js";

const EXAMPLES = ["아이유", "비틀즈 노래", "콜드플레이랑 비슷한 가수", "도움말"];

export class Chat {
	#conversation;
	#log = find("log");
	#chips = find("chips");
	#drawn = 0; // entries that are shown
	#slow = slowBar(find("slow"));
	#typing = null;
	#pick;
	#follows = true; // the end of the conversation is kept in view
	#growth = new ResizeObserver(() => this.#follow());

	// pick is called with a turn whose bubbles are looked at.
	constructor(conversation, pick) {
		this.#conversation = conversation;
		this.#pick = pick;
		conversation.addEventListener("change", () => this.#update());
		this.#watchEnd();
		dragByMouse(this.#chips);
		turnByWheel(this.#chips);
		this.redraw();
	}

	// Whoever scrolls back is left there; otherwise the end stays in view when pictures arrive, a keyboard opens, or the
	// chat comes back from behind the inspector.
	#watchEnd() {
		const log = this.#log;
		let top = 0;
		log.addEventListener("scroll", () => {
			const atEnd = log.scrollTop + log.clientHeight > log.scrollHeight - 8;
			if (atEnd || log.scrollTop < top)
				this.#follows = atEnd;
			top = log.scrollTop;
		}, { passive: true });
	}

	#follow() {
		if (this.#follows)
			this.#log.scrollTop = this.#log.scrollHeight;
	}

	#append(element) {
		this.#log.append(element);
		this.#growth.observe(element);
	}

	// Draws all of it anew, in today's language.
	redraw() {
		this.#log.replaceChildren();
		this.#growth.disconnect();
		this.#growth.observe(this.#log);
		this.#drawn = 0;
		this.#typing = null;
		this.#update();
	}

	#act = (what) => {
		const said = tap(what);
		if (said)
			this.#conversation.say(said);
	};

	#update() {
		const { entries, waiting } = this.#conversation;
		const byKeyboard = document.activeElement?.matches(".chip:focus-visible");
		if (this.#drawn > entries.length) {
			this.redraw();
			return;
		}
		this.#typing?.remove();
		this.#typing = null;
		if (this.#drawn === 0)
			this.#log.replaceChildren(...this.#opening());
		for (; this.#drawn < entries.length; this.#drawn++)
			this.#append(this.#entry(entries[this.#drawn]));
		for (const words of this.#log.querySelectorAll(".callback-wait"))
			words.hidden = !this.#conversation.turns.find((turn) => turn.number === Number(words.dataset.turn))?.waits;
		if (waiting)
			this.#log.append(this.#typing = this.#writing());
		this.#slow(waiting);
		this.#drawChips(entries, waiting);
		this.#follows = true;
		this.#follow();
		// The chip that was pressed is gone; without this the focus were nowhere.
		if (byKeyboard && !document.activeElement?.matches(".chip"))
			find("message").focus();
	}

	#opening() {
		const date = h("p", { class: "day" }, h("span", {}, day(new Date())));
		const examples = EXAMPLES.map((text) => h("button", { class: "chip", type: "button",
			onclick: () => this.#conversation.say({ text }) }, text));
		return [date, ...(this.#conversation.entries.length ? [] : [h("div", { class: "opening" },
			h("img", { src: "img/avatar.svg", alt: "", width: "72", height: "72" }),
			h("p", {}, t("chat.empty")),
			h("div", { class: "examples", role: "group", "aria-label": t("chat.try") }, examples))])];
	}

	#entry(entry) {
		switch (entry.kind) {
		case "mine":
			return this.#mine(entry);
		case "bot":
			return this.#bot(entry);
		case "error":
			return this.#error(entry);
		default:
			return note(t(entry.words, entry.values));
		}
	}

	#mine(entry) {
		if (this.#drawn === 0)
			this.#log.querySelector(".opening")?.remove();
		return h("div", { class: "said mine" }, time(entry), h("div", { class: "bubble" },
			h("span", { class: "hidden" }, `${t("chat.mine")}: `), h("span", { dir: "auto" }, entry.text)));
	}

	#bot(entry) {
		this.#log.querySelector(".opening")?.remove();
		// What comes by callback is shown itself, whatever it says.
		const waits = entry.reply?.useCallback === true && !entry.byCallback;
		const drawn = waits ? [waitingBubble(entry)] : outputs(entry.reply, this.#act);
		const bubbles = h("div", { class: "bubbles" }, drawn.length ? drawn : note(emptyWords(entry.reply)));
		if (waits && entry.turn.callback)
			bubbles.append(h("p", { class: "callback-wait", data: { turn: entry.turn.number }, hidden: !entry.turn.waits }, t("callback.wait")));
		const elsewhere = markFindings(bubbles, list(entry.findings));
		if (elsewhere.length)
			bubbles.append(...findingBlocks(elsewhere));
		placeTime(bubbles, entry);
		const group = h("div", { class: "said bot", role: "group", "aria-label": t("chat.name") },
			h("img", { class: "avatar", src: "img/avatar.svg", alt: "", width: "40", height: "40" }),
			h("p", { class: "name" }, t("chat.name"), entry.turn.pasted ? h("span", { class: "tag" }, t("pasted")) : null),
			bubbles);
		group.addEventListener("pointerdown", () => this.#pick(entry.turn));
		group.addEventListener("focusin", () => this.#pick(entry.turn));
		return group;
	}

	#writing() {
		return h("div", { class: "said bot", role: "group", "aria-label": t("chat.typing") },
			h("img", { class: "avatar", src: "img/avatar.svg", alt: "", width: "40", height: "40" }),
			h("p", { class: "name" }, t("chat.name")),
			h("div", { class: "bubbles" }, h("div", { class: "bubble typing" }, h("i"), h("i"), h("i"))));
	}

	#error({ turn }) {
		return h("div", { class: "note error", role: "alert" }, icon("warning"), h("span", {}, errorWords(turn)),
			turn.result.error === "key" ? h("button", { class: "small-button", type: "button",
				onclick: () => askKey(() => this.#retry(turn)) }, t("key.title")) : null);
	}

	#retry(turn) {
		this.#conversation.again(turn);
		this.redraw();
	}

	#drawChips(entries, waiting) {
		const last = entries.findLast((e) => e.kind !== "note");
		const shown = !waiting && last?.kind === "bot" && (last.reply?.useCallback !== true || last.byCallback)
			? quickReplies(last.reply, this.#act) : [];
		this.#chips.hidden = !shown.length;
		this.#chips.replaceChildren(...shown);
		this.#chips.scrollLeft = 0;
		if (shown.length)
			markFindings(this.#chips, list(last.findings), false);
	}
}

function time({ time }) {
	return h("time", { class: "time", datetime: time.toISOString() }, clock(time));
}

// Beside the last bubble where there is room, below a carousel.
function placeTime(bubbles, entry) {
	const last = [...bubbles.querySelectorAll(":scope > .output")].at(-1);
	if (!last || last.dataset.kind === "carousel")
		bubbles.append(time(entry));
	else
		last.insertBefore(time(entry), last.querySelector(":scope > .findings"));
}

function note(words) {
	return h("p", { class: "note" }, h("span", {}, words));
}

const emptyWords = (reply) => t(reply?.template ? "reply.none" : "reply.data");

// Kakao shows the block's waiting message meanwhile, into which data.text may have been put.
function waitingBubble({ reply }) {
	const said = typeof reply.data?.text === "string" ? reply.data.text : settings.waiting || t("callback.waiting");
	return h("div", { class: "output", data: { path: "data" } }, h("div", { class: "bubble" }, said));
}
