// carousel: cards of one kind side by side, swiped, scrolled, or moved by arrows and arrow keys.

import { h, icon, text, list, object } from "../dom.js";
import { dragByMouse } from "../drag.js";
import { picture } from "../pictures.js";
import { join } from "../paths.js";
import { t } from "../words.js";
import { words } from "./parts.js";

// The first slide: title and description upon a darkened picture.
function headerSlide(value, path) {
	const { title, description, thumbnail } = object(value);
	return h("article", { class: "card carousel-header", data: { path }, "aria-label": text(title) || t("card") },
		picture(object(thumbnail).imageUrl, "", "cover"),
		h("div", { class: "carousel-header-texts" },
			words("h3", "title", title, join(path, "title")),
			words("p", "description", description, join(path, "description"))));
}

function arrow(track, direction) {
	const name = direction < 0 ? "previous" : "next";
	return h("button", { class: `arrow ${name}`, type: "button", "aria-label": t(`carousel.${name}`),
		onclick: () => step(track, direction) }, icon(direction < 0 ? "left" : "right"));
}

function step(track, direction) {
	const slide = track.firstElementChild;
	const width = slide ? slide.offsetWidth + parseFloat(getComputedStyle(track).columnGap) : 0;
	track.scrollBy({ left: direction * (width || track.clientWidth) });
}

export function carousel(content, path, act, { draw }) {
	const items = join(path, "items");
	const slides = list(content.items).map((item, i) => draw(text(content.type), object(item), join(items, i), act,
		{ inCarousel: true }));
	if (content.header)
		slides.unshift(headerSlide(content.header, join(path, "header")));
	const track = h("ul", { class: `track ${text(content.type)}`, tabindex: "0", "aria-label": t("carousel", { n: slides.length }) },
		slides.map((slide, i) => h("li", { "aria-label": t("carousel.card", { i: i + 1, n: slides.length }) }, slide)));
	track.addEventListener("keydown", (e) => {
		const direction = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
		if (direction && e.target === track) {
			e.preventDefault();
			step(track, direction);
		}
	});
	dragByMouse(track);
	const previous = arrow(track, -1), next = arrow(track, 1);
	const atEnds = () => {
		previous.hidden = track.scrollLeft < 4;
		next.hidden = track.scrollLeft + track.clientWidth > track.scrollWidth - 4;
	};
	track.addEventListener("scroll", atEnds, { passive: true });
	new ResizeObserver(atEnds).observe(track);
	return h("div", { class: "carousel", data: { path } }, track, previous, next);
}
