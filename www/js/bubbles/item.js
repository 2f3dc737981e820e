// itemCard: a ticket or a receipt, rows of a name and a value.

import { h, text, list, object, number } from "../dom.js";
import { picture } from "../pictures.js";
import { join } from "../paths.js";
import { buttons, card, thumbnail, words } from "./parts.js";

// 2:1 where width and height say so, otherwise 1:1; always 2:1 in a carousel.
function shape(value, inCarousel) {
	const { width, height } = object(value);
	const wide = number(width) !== null && number(height) !== null && width >= 1.5 * height;
	return inCarousel || wide ? "wide" : "square";
}

function profile(value, path) {
	const { title, imageUrl } = object(value);
	return h("div", { class: "item-profile", data: { path } },
		text(imageUrl) ? picture(imageUrl, "", "item-profile-picture") : null,
		words("span", "item-profile-title", title, join(path, "title")));
}

function imageTitle(value, path) {
	const { title, description, imageUrl } = object(value);
	return h("div", { class: "image-title", data: { path } },
		h("div", { class: "image-title-texts" },
			words("h3", "image-title-title", title, join(path, "title")),
			words("p", "image-title-description", description, join(path, "description"))),
		text(imageUrl) ? picture(imageUrl, "", "image-title-picture") : null);
}

function pair(value, path, kind = "") {
	const { title, description } = object(value);
	return h("div", { class: `pair ${kind}`, data: { path } },
		h("dt", { dir: "auto", data: { path: join(path, "title") } }, text(title)),
		h("dd", { dir: "auto", data: { path: join(path, "description") } }, text(description)));
}

function pairs(content, path) {
	const items = join(path, "itemList");
	const summary = content.itemListSummary;
	return h("dl", { class: `pairs ${content.itemListAlignment === "right" ? "right" : ""}`, data: { path: items } },
		list(content.itemList).map((value, i) => pair(value, join(items, i))),
		summary ? pair(summary, join(path, "itemListSummary"), "summary") : null);
}

export function itemCard(content, path, act, { inCarousel = false } = {}) {
	const { thumbnail: image, head, profile: who } = content;
	return card("item-card", path, object(head).title || object(who).title || object(content.imageTitle).title,
		head ? words("h3", "item-head", object(head).title, join(join(path, "head"), "title")) : null,
		who ? profile(who, join(path, "profile")) : null,
		image ? thumbnail(image, join(path, "thumbnail"), act, shape(image, inCarousel)) : null,
		content.imageTitle ? imageTitle(content.imageTitle, join(path, "imageTitle")) : null,
		pairs(content, path),
		text(content.title) || text(content.description) ? h("div", { class: "texts item-texts" },
			words("h3", "title", content.title, join(path, "title")),
			words("p", "description", content.description, join(path, "description"))) : null,
		buttons(content, path, act));
}
