// The bar that shows Kakao's five seconds running out. It comes only when an answer takes longer than people notice.

import { h } from "./dom.js";
import { t } from "./words.js";
import { KAKAO_MS } from "./send.js";

const SHOWN_AFTER_MS = 700;

// A function to be called with the turn that is waited for, or null.
export function slowBar(place) {
	let turn = null, timers = [];
	const stop = () => {
		timers.forEach(clearTimeout);
		timers = [];
		place.hidden = true;
		place.replaceChildren();
	};
	const show = () => {
		const bar = h("span", { class: "slow-bar" });
		const left = KAKAO_MS - (performance.now() - turn.began);
		place.replaceChildren(h("p", { class: "slow-words" }, t("slow")), h("span", { class: "slow-track" }, bar));
		place.hidden = false;
		bar.animate([{ transform: `scaleX(${left / KAKAO_MS})` }, { transform: "scaleX(0)" }], { duration: left, fill: "forwards" });
	};
	const over = () => {
		place.classList.add("over");
		place.querySelector(".slow-words").textContent = t("slow.over");
	};
	return (waiting) => {
		if (waiting === turn)
			return;
		stop();
		place.classList.remove("over");
		turn = waiting;
		if (turn)
			timers = [setTimeout(show, SHOWN_AFTER_MS), setTimeout(over, KAKAO_MS)];
	};
}
