// The interface in two languages. Static texts carry data-t (content) or data-t-label (aria-label); what scripts draw
// asks t() and is drawn again when the language changes.

import { settings } from "./store.js";
import ko from "./words/ko.js";
import en from "./words/en.js";

const LANGUAGES = { ko, en };

// The text of that name, {x} replaced by values.x.
export function t(name, values = {}) {
	const text = (LANGUAGES[settings.language] ?? en)[name] ?? en[name] ?? name;
	return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

export function translate(root = document) {
	document.documentElement.lang = settings.language;
	for (const element of root.querySelectorAll("[data-t]"))
		element.textContent = t(element.dataset.t);
	for (const element of root.querySelectorAll("[data-t-label]"))
		element.setAttribute("aria-label", t(element.dataset.tLabel));
	for (const element of root.querySelectorAll("[data-t-placeholder]"))
		element.setAttribute("placeholder", t(element.dataset.tPlaceholder));
}

const locale = () => (settings.language === "ko" ? "ko-KR" : "en-GB");

export const clock = (date) =>
	new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit", hour12: settings.language === "ko" }).format(date);
export const day = (date) => new Intl.DateTimeFormat(locale(), { dateStyle: "full" }).format(date);
export const count = (n) => new Intl.NumberFormat(locale()).format(n);
