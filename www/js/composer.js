// The field in which a message is written. Enter sends, Shift+Enter makes a line; the field grows with its text.

import { find } from "./dom.js";

export function composer(conversation) {
	const form = find("composer"), field = find("message"), button = find("send");
	const update = () => {
		field.style.height = "auto";
		field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
		button.disabled = !field.value.trim() || conversation.busy;
	};
	form.addEventListener("submit", (e) => {
		e.preventDefault();
		const text = field.value.trim();
		if (!text || conversation.busy)
			return;
		field.value = "";
		conversation.say({ text });
		update();
	});
	field.addEventListener("keydown", (e) => {
		// While a Hangul syllable is composed, Enter belongs to the input method.
		if (e.key !== "Enter" || e.shiftKey || e.isComposing)
			return;
		e.preventDefault();
		form.requestSubmit();
	});
	field.addEventListener("input", update);
	conversation.addEventListener("change", update);
	update();
}
