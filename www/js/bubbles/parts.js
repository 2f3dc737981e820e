// What several kinds of cards have: pictures, links, texts, buttons.

import { h, text, list, object } from "../dom.js";
import { picture } from "../pictures.js";
import { join } from "../paths.js";
import { t } from "../words.js";

const TYPES = { vertical: "vertical", horizontal: "horizontal" };

// The one address of a Link that counts: web overrides the others, then the one for phones.
export function address(link) {
	const { web, mobile, pc } = object(link);
	return text(web) || text(mobile) || text(pc);
}

export function opens(url) {
	return /^https?:\/\//i.test(url) && URL.canParse(url);
}

// Text with a path, so that a breach can be shown at it. It goes the way its own letters do. Nothing where there is no text.
export function words(tag, className, value, path) {
	return text(value) ? h(tag, { class: className, dir: "auto", data: { path } }, text(value)) : null;
}

// Whatever follows a link: an <a> where KakaoTalk would open it, else a button that says why nothing opens.
export function linked(url, className, label, act, ...children) {
	if (opens(url))
		return h("a", { class: className, href: url, target: "_blank", rel: "noopener noreferrer",
			"aria-label": t("link.opens", { label }) }, children);
	return h("button", { class: className, type: "button", onclick: () => act({ kind: "badlink", url }) }, children);
}

// Thumbnail. fixedRatio shows the whole picture in a square, otherwise the middle of it, 2:1.
export function thumbnail(value, path, act, shape) {
	const { imageUrl, altText, link } = object(value);
	const image = picture(imageUrl, altText, shape);
	const url = address(link);
	const inside = url ? linked(url, "thumbnail-link", text(altText) || t("picture"), act, image) : image;
	return h("div", { class: "thumbnail", data: { path } }, inside);
}

export const ratio = (value) => (object(value).fixedRatio === true ? "square whole" : "wide");

function button(value, path, act) {
	const b = object(value);
	const label = text(b.label);
	const common = { class: "button", dir: "auto", data: { path } };
	if (b.action === "webLink" && opens(text(b.webLinkUrl))) {
		const link = linked(b.webLinkUrl, "button", label, act, label);
		link.dataset.path = path;
		link.dir = "auto";
		return link;
	}
	return h("button", { ...common, type: "button", onclick: () => act({ kind: "button", button: b }) }, label);
}

// Buttons stand one below the other, unless the layout says otherwise or the card shows a whole picture.
export function buttons(card, path, act, wholePicture = false) {
	const values = list(card.buttons);
	if (!values.length)
		return null;
	const layout = TYPES[card.buttonLayout] ?? (wholePicture ? "horizontal" : "vertical");
	const here = join(path, "buttons");
	return h("div", { class: `buttons ${layout}`, data: { path: here } },
		values.map((value, i) => button(value, join(here, i), act)));
}

// The card's frame. Its name for screen readers is its title.
export function card(kind, path, title, ...children) {
	return h("article", { class: `card ${kind}`, data: { path }, "aria-label": text(title) || t("card") }, children);
}
