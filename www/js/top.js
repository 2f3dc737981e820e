// What both pages have on top: language, light or dark.

import { find } from "./dom.js";
import { change, settings } from "./store.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

export function applyTheme() {
	if (settings.theme === "system")
		delete document.documentElement.dataset.theme;
	else
		document.documentElement.dataset.theme = settings.theme;
}

export function topBar() {
	applyTheme();
	find("theme").addEventListener("click", () => {
		const now = settings.theme === "system" ? (dark.matches ? "dark" : "light") : settings.theme;
		change({ theme: now === "dark" ? "light" : "dark" });
		applyTheme();
	});
	find("language").addEventListener("click", () => change({ language: settings.language === "ko" ? "en" : "ko" }));
}
