// From a skill response's outputs to bubbles. A reply may be anything: what cannot be drawn is said, nothing throws.

import { h, icon, list, object, text } from "../dom.js";
import { join } from "../paths.js";
import { t } from "../words.js";
import { simpleImage, simpleText } from "./simple.js";
import { basicCard, listCard, textCard } from "./cards.js";
import { commerceCard } from "./commerce.js";
import { itemCard } from "./item.js";
import { carousel } from "./carousel.js";

const KINDS = { simpleText, simpleImage, textCard, basicCard, commerceCard, listCard, itemCard, carousel };

function draw(kind, content, path, act, options = {}) {
	if (!Object.hasOwn(KINDS, kind) || (options.inCarousel && kind === "carousel"))
		return h("div", { class: "bubble unknown", data: { path } }, icon("warning"), t("unknown", { kind: kind || "?" }));
	return KINDS[kind](content, path, act, { ...options, draw });
}

// KakaoTalk offers to forward a bubble that asks for it, unless it has buttons, is a carousel, or a list that leads
// somewhere.
function forwards(kind, content) {
	const leads = list(content.items).some((item) => object(item).link || object(item).action);
	return content.forwardable === true && kind !== "carousel" && !list(content.buttons).length && !leads;
}

// One output, {kind: content}.
function output(value, path, act) {
	const kind = Object.keys(object(value))[0] ?? "";
	const place = join(path, kind);
	const content = object(object(value)[kind]);
	return h("div", { class: "output", data: { path, kind } },
		draw(kind, content, place, act),
		forwards(kind, content)
			? h("button", { class: "forward", type: "button", "aria-label": t("share.title"),
				onclick: () => act({ kind: "button", button: { action: "share" } }) }, icon("share"))
			: null);
}

export function outputs(reply, act) {
	const template = object(object(reply).template);
	return list(template.outputs).map((value, i) => output(value, join("template.outputs", i), act));
}

export function quickReplies(reply, act) {
	const template = object(object(reply).template);
	return list(template.quickReplies).map((value, i) => {
		const quick = object(value);
		return h("button", { class: "chip", type: "button", dir: "auto", data: { path: join("template.quickReplies", i) },
			onclick: () => act({ kind: "quick", quick }) }, text(quick.label));
	});
}
