// textCard, basicCard and listCard.

import { h, text, list, object } from "../dom.js";
import { picture } from "../pictures.js";
import { join } from "../paths.js";
import { address, buttons, card, linked, ratio, thumbnail, words } from "./parts.js";

function texts(content, path) {
	const title = words("h3", "title", content.title, join(path, "title"));
	const description = words("p", "description", content.description, join(path, "description"));
	return title || description ? h("div", { class: "texts" }, title, description) : null;
}

export function textCard(content, path, act) {
	return card("text-card", path, content.title, texts(content, path), buttons(content, path, act));
}

export function basicCard(content, path, act) {
	const whole = object(content.thumbnail).fixedRatio === true;
	return card("basic-card", path, content.title,
		thumbnail(content.thumbnail, join(path, "thumbnail"), act, ratio(content.thumbnail)),
		texts(content, path), buttons(content, path, act, whole));
}

function row(value, path, act) {
	const item = object(value);
	const inside = [
		h("span", { class: "row-texts" },
			words("span", "row-title", item.title, join(path, "title")),
			words("span", "row-description", item.description, join(path, "description"))),
		text(item.imageUrl) ? picture(item.imageUrl, "", "row-picture") : null,
	];
	const url = address(item.link);
	if (item.action === "block" || item.action === "message")
		return h("button", { class: "row", type: "button", onclick: () => act({ kind: "item", item }) }, inside);
	return url ? linked(url, "row", text(item.title), act, inside) : h("span", { class: "row" }, inside);
}

export function listCard(content, path, act) {
	const header = object(content.header);
	const items = join(path, "items");
	return card("list-card", path, header.title,
		words("h3", "list-header", header.title, join(join(path, "header"), "title")),
		h("ul", { class: "rows", data: { path: items } }, list(content.items).map((item, i) => {
			const here = join(items, i);
			return h("li", { data: { path: here } }, row(item, here, act));
		})),
		buttons(content, path, act));
}
