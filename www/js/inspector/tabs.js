// A row of tabs, moved through with the arrow keys.

import { h } from "../dom.js";
import { t } from "../words.js";

export function tabs(names, current, choose) {
	const move = (e) => {
		const at = names.findIndex(({ id }) => id === current);
		const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: names.length - 1 }[e.key];
		if (to === undefined)
			return;
		e.preventDefault();
		choose(names[(to + names.length) % names.length].id);
	};
	return h("div", { class: "tabs", role: "tablist", "aria-label": t("inspector"), onkeydown: move },
		names.map(({ id, label, badge }) => h("button", { class: "tab", type: "button", role: "tab", id: `tab-${id}`,
			"aria-selected": String(id === current), "aria-controls": "panel", tabindex: id === current ? "0" : "-1",
			onclick: () => choose(id) }, label, badge ? h("span", { class: "badge" }, badge) : null)));
}
