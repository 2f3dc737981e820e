// commerceCard: a product, its price and what is off.

import { h, text, list, object, number } from "../dom.js";
import { picture } from "../pictures.js";
import { join } from "../paths.js";
import { count, t } from "../words.js";
import { buttons, card, ratio, thumbnail, words } from "./parts.js";

const won = (n) => t("won", { n: count(n) });

// What is paid, and what is told of the discount: discountedPrice wins over price and discount, discountRate is shown
// only together with it and in preference to discount.
export function pricing(content) {
	const price = number(content.price);
	const discounted = number(content.discountedPrice);
	const discount = number(content.discount);
	if (price === null)
		return null;
	if (discounted !== null) {
		const rate = number(content.discountRate);
		return { pay: discounted, was: price, off: rate === null ? null : `${rate}%` };
	}
	if (discount)
		return { pay: price - discount, was: price, off: `-${won(discount)}` };
	return { pay: price, was: null, off: null };
}

function price(content, path) {
	const p = pricing(content);
	if (!p)
		return null;
	return h("p", { class: "price", data: { path: join(path, "price") } },
		p.off ? h("span", { class: "price-off" }, p.off) : null,
		h("strong", { class: "price-pay" }, won(p.pay)),
		p.was === null || p.was === p.pay ? null : h("s", { class: "price-was" }, won(p.was)));
}

function profile(value, path) {
	const { nickname, imageUrl } = object(value);
	if (!text(nickname) && !text(imageUrl))
		return null;
	return h("div", { class: "seller", data: { path } },
		text(imageUrl) ? picture(imageUrl, "", "seller-picture") : null, h("span", { dir: "auto" }, text(nickname)));
}

export function commerceCard(content, path, act) {
	const first = list(content.thumbnails)[0];
	return card("commerce-card", path, content.title || content.description,
		thumbnail(first, join(join(path, "thumbnails"), 0), act, ratio(first)),
		h("div", { class: "texts" },
			profile(content.profile, join(path, "profile")),
			price(content, path),
			words("h3", "title", content.title, join(path, "title")),
			words("p", "description", content.description, join(path, "description"))),
		buttons(content, path, act));
}
