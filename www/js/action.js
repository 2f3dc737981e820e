// What a tap means in KakaoTalk: words that are said in the user's name, with the extra that comes back as clientExtra,
// or something that only a phone can do, which is then told.

import { object, text } from "./dom.js";
import { t } from "./words.js";
import { address, linked, opens } from "./bubbles/parts.js";
import { picture } from "./pictures.js";
import { h } from "./dom.js";
import { sheet } from "./sheet.js";

// label: what is said where the action has no words of its own.
function words(value, label, trigger) {
	const block = value.action === "block";
	return {
		text: text(value.messageText) || label,
		extra: value.extra === undefined ? undefined : object(value.extra),
		blockId: block ? text(value.blockId) : "",
		trigger: `${trigger}_${block ? "BLOCK" : "MESSAGE"}`,
	};
}

function pressed(value) {
	const label = text(value.label);
	switch (value.action) {
	case "message":
	case "block":
		return words(value, label, "CARD_BUTTON");
	case "phone":
		sheet(t("phone.title"), t("phone.text", { number: text(value.phoneNumber) || "?" }));
		return null;
	case "share":
		sheet(t("share.title"), t("share.text"));
		return null;
	case "operator":
		sheet(t("operator.title"), t("operator.text"));
		return null;
	case "webLink":
		refuse(text(value.webLinkUrl));
		return null;
	default:
		sheet(t("action.title"), t("action.unknown", { action: String(value.action) }));
		return null;
	}
}

function refuse(url) {
	sheet(t("action.title"), url ? t("link.refused", { url }) : t("link.none"));
}

// With block the title of the item is said.
function chosen(item) {
	const said = item.action === "block" ? { ...item, messageText: text(item.title) } : item;
	const url = address(item.link);
	if (item.action === "message" && !text(item.messageText) && opens(url)) {
		sheet(text(item.title), linked(url, "button", text(item.title), () => {}, url));
		return null;
	}
	return words(said, text(item.title), "LIST_ITEM");
}

// Handles a tap; returns what is to be said, or null.
export function tap(what) {
	switch (what.kind) {
	case "button":
		return pressed(what.button);
	case "item":
		return chosen(what.item);
	case "quick":
		return words(what.quick, text(what.quick.label), "QUICKREPLY_BUTTON");
	case "badlink":
		refuse(what.url);
		return null;
	case "more":
		sheet(t("more.title"), h("div", { class: "whole-text", dir: "auto" }, what.content));
		return null;
	case "picture":
		sheet(t("picture"), picture(what.url, what.alt, "natural large"));
		return null;
	default:
		return null;
	}
}
