// Pictures of replies. The page may show its own host's pictures and https; KakaoTalk fetches http ones too, so these
// are asked for over https. The stand-in's are reached through our own host (origin.js).

import { h, icon, text } from "./dom.js";
import { t } from "./words.js";
import { origin } from "./origin.js";

// The address to load a picture from; null where it is no address of a picture.
export function source(address) {
	let url;
	try {
		url = new URL(address);
	} catch {
		return null;
	}
	if (origin.standin && url.hostname === "127.0.0.1" && url.pathname.startsWith(origin.standin.pictures))
		return url.pathname;
	if (url.origin === location.origin)
		return url.href;
	if (url.protocol === "http:")
		url.protocol = "https:";
	return url.protocol === "https:" ? url.href : null;
}

function missing(words) {
	return h("span", { class: "picture-missing" }, icon("picture"), h("span", {}, t(words)));
}

// The picture, or what stands in its place when there is none or it does not load.
export function picture(address, description, className) {
	const frame = h("span", { class: `picture ${className}` });
	const from = source(text(address));
	if (!from) {
		frame.append(missing(text(address) ? "picture.broken" : "picture.none"));
		return frame;
	}
	const image = h("img", { alt: text(description), referrerpolicy: "no-referrer", decoding: "async", draggable: "false" });
	image.addEventListener("error", () => frame.replaceChildren(missing("picture.broken")), { once: true });
	image.src = from;
	frame.append(image);
	return frame;
}
