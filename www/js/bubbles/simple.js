// simpleText and simpleImage.

import { h, text } from "../dom.js";
import { picture } from "../pictures.js";
import { join } from "../paths.js";
import { t } from "../words.js";
import { opens } from "./parts.js";

// Beyond this many characters KakaoTalk folds a text behind "전체 보기".
const FOLD = 500;
const LINK = /https?:\/\/[^\s<>"']+/gi;
// What ends a sentence is not part of the address in it; nor is a bracket that was opened before it.
const AFTER = /[.,;:!?…。、，]$/;
const BRACKETS = { ")": "(", "]": "[", "}": "{" };

function trimmed(address) {
	const count = (c) => address.split(c).length;
	const last = address.at(-1);
	return AFTER.test(address) || (BRACKETS[last] && count(last) > count(BRACKETS[last])) ? trimmed(address.slice(0, -1)) : address;
}

// Text in which addresses can be tapped, as KakaoTalk makes them.
function withLinks(value) {
	const parts = [];
	let at = 0;
	for (const found of value.matchAll(LINK)) {
		const url = trimmed(found[0]);
		if (!opens(url))
			continue;
		parts.push(value.slice(at, found.index));
		parts.push(h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, url));
		at = found.index + url.length;
	}
	return [...parts, value.slice(at)];
}

// Not within what people take for one character: a family, a flag, a letter with its accent.
function foldAt(value) {
	const near = value.slice(FOLD - 60, FOLD + 60);
	const { index } = new Intl.Segmenter().segment(near).containing(60);
	return FOLD - 60 + (index > 0 ? index : 60);
}

export function simpleText(content, path, act) {
	const value = text(content.text);
	const place = join(path, "text");
	if (value.length <= FOLD)
		return h("div", { class: "bubble", dir: "auto", data: { path: place } }, withLinks(value));
	const end = foldAt(value);
	return h("div", { class: "bubble folded", data: { path: place } },
		h("div", { dir: "auto" }, withLinks(value.slice(0, end)), "…"),
		h("button", { class: "more", type: "button", onclick: () => act({ kind: "more", content: withLinks(value) }) }, t("more")));
}

export function simpleImage(content, path, act) {
	const image = picture(content.imageUrl, content.altText, "natural");
	return h("button", { class: "simple-image", type: "button", data: { path },
		"aria-label": text(content.altText) || t("picture"),
		onclick: () => act({ kind: "picture", url: text(content.imageUrl), alt: text(content.altText) }) }, image);
}
