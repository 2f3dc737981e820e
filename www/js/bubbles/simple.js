// simpleText and simpleImage.

import { h, text } from "../dom.js";
import { picture } from "../pictures.js";
import { join } from "../paths.js";
import { t } from "../words.js";

// Beyond this many characters KakaoTalk folds a text behind "전체 보기".
const FOLD = 500;
const LINK = /https?:\/\/[^\s<>"']+/g;

// Text in which addresses can be tapped, as KakaoTalk makes them.
function withLinks(value) {
	const parts = [];
	let at = 0;
	for (const found of value.matchAll(LINK)) {
		parts.push(value.slice(at, found.index));
		parts.push(h("a", { href: found[0], target: "_blank", rel: "noopener noreferrer" }, found[0]));
		at = found.index + found[0].length;
	}
	return [...parts, value.slice(at)];
}

export function simpleText(content, path, act) {
	const value = text(content.text);
	const place = join(path, "text");
	if (value.length <= FOLD)
		return h("div", { class: "bubble", data: { path: place } }, withLinks(value));
	// Not within a character of two units.
	const end = FOLD - (/[\uD800-\uDBFF]/.test(value[FOLD - 1]) ? 1 : 0);
	return h("div", { class: "bubble folded", data: { path: place } },
		h("div", {}, withLinks(value.slice(0, end)), "…"),
		h("button", { class: "more", type: "button", onclick: () => act({ kind: "more", content: withLinks(value) }) }, t("more")));
}

export function simpleImage(content, path, act) {
	const image = picture(content.imageUrl, content.altText, "natural");
	return h("button", { class: "simple-image", type: "button", data: { path },
		"aria-label": text(content.altText) || t("picture"),
		onclick: () => act({ kind: "picture", url: text(content.imageUrl), alt: text(content.altText) }) }, image);
}
