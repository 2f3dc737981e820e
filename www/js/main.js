// Wires the chat page.

import { Chat } from "./chat.js";
import { composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { find } from "./dom.js";
import { Inspector } from "./inspector.js";
import { loadOrigin } from "./origin.js";
import { loadRules } from "./rules.js";
import { settings, onChange } from "./store.js";
import { topBar } from "./top.js";
import { t, translate } from "./words.js";

await Promise.all([loadOrigin(), loadRules()]);

const conversation = new Conversation();
const inspector = new Inspector(conversation);
const chat = new Chat(conversation, (turn) => inspector.pick(turn));

topBar();
composer(conversation);
find("restart").addEventListener("click", () => conversation.clear());
for (const [id, view] of [["show-inspector", "inspector"], ["show-chat", "chat"]])
	find(id).addEventListener("click", () => {
		document.body.dataset.view = view;
		find(view === "chat" ? "show-inspector" : "show-chat").focus();
	});

function showTarget() {
	find("target").hidden = !settings.url;
	find("target").textContent = settings.url ? t("target", { url: settings.url }) : "";
}

onChange((names) => {
	if (names.includes("url"))
		showTarget();
	if (!names.includes("language"))
		return;
	translate();
	document.title = t("title");
	chat.redraw();
	inspector.redraw();
	showTarget();
});

translate();
document.title = t("title");
showTarget();
document.documentElement.dataset.ready = "";
