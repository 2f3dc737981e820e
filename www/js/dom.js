// Making elements. Texts are only ever set as text: nothing in this page parses HTML.

const SVG = "http://www.w3.org/2000/svg";

function set(element, name, value) {
	if (value === null || value === undefined || value === false)
		return;
	if (name.startsWith("on"))
		element.addEventListener(name.slice(2), value);
	else if (name === "data")
		Object.assign(element.dataset, value);
	else
		element.setAttribute(name, value === true ? "" : value);
}

function append(element, children) {
	for (const child of children.flat(Infinity))
		if (child !== null && child !== undefined && child !== false)
			element.append(child);
	return element;
}

// An element; attributes that are null, undefined or false are left out, "onclick" and the like are listeners,
// "data" is an object for the data- attributes.
export function h(tag, attributes = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes ?? {}))
		set(element, name, value);
	return append(element, children);
}

export function svg(tag, attributes = {}, ...children) {
	const element = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attributes))
		set(element, name, value);
	return append(element, children);
}

export const find = (id) => document.getElementById(id);

const STROKES = {
	send: "M5 12h13M12 5l7 7-7 7",
	left: "M15 5l-7 7 7 7",
	right: "M9 5l7 7-7 7",
	close: "M6 6l12 12M18 6L6 18",
	share: "M12 15V4M8 8l4-4 4 4M6 12v7h12v-7",
	link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
	picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
	warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
	inspect: "M8 8l-4 4 4 4M16 8l4 4-4 4M13.5 6l-3 12",
	restart: "M5 12a7 7 0 1 0 2.5-5.4M5 4v4h4",
	theme: "M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8z",
	phone: "M6 4h4l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v4a2 2 0 0 1-2 2A15 15 0 0 1 4 6a2 2 0 0 1 2-2z",
};

export function icon(name) {
	return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: STROKES[name] }));
}

// A value of a reply that nobody has checked: what is of another type counts as absent.
export const text = (value) => (typeof value === "string" ? value : "");
export const list = (value) => (Array.isArray(value) ? value : []);
export const object = (value) => (value !== null && typeof value === "object" && !Array.isArray(value) ? value : {});
export const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
