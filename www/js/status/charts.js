// Small charts without axes: a line, bars, a part of a whole, shares. Each says its content to screen readers.

import { h, svg } from "../dom.js";

const WIDTH = 240, HEIGHT = 44;
const COLOURS = 10;

// A line of values, the latest at the right; floor: what is shown at least as the top.
export function line(values, label, { floor = 1 } = {}) {
	const top = Math.max(floor, ...values) * 1.1;
	const step = WIDTH / Math.max(1, values.length - 1);
	const points = values.map((v, i) => `${(i * step).toFixed(1)},${(HEIGHT - (v / top) * (HEIGHT - 2) - 1).toFixed(1)}`);
	return svg("svg", { class: "chart line", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
		points.length > 1 ? [svg("polygon", { class: "area", points: `0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}` }),
			svg("polyline", { class: "stroke", points: points.join(" ") })] : []);
}

// Bars with a name below each.
export function bars(items, label) {
	const top = Math.max(1, ...items.map((i) => i.count));
	return h("div", { class: "chart bars", role: "img", "aria-label": label }, items.map(({ name, count, bad }) => {
		const bar = h("i", { class: bad ? "bar bad" : "bar" });
		bar.style.height = `${(100 * count) / top}%`;
		return h("span", { class: "bar-place" }, h("span", { class: "bar-room" }, bar), h("small", {}, name));
	}));
}

// A part of a whole; beyond the share that is too much it is drawn as bad.
export function meter(part, whole, label, tooMuch = 0.9) {
	const share = whole > 0 ? Math.min(1, part / whole) : 0;
	const bar = h("i", { class: share > tooMuch ? "bad" : "" });
	bar.style.width = `${100 * share}%`;
	return h("div", { class: "chart meter", role: "img", "aria-label": label }, bar);
}

// Counts by name as one striped bar, and a list that tells which stripe is which.
export function shares(counts, nameOf) {
	const all = Object.entries(counts).filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]);
	const strip = h("div", { class: "chart strip", "aria-hidden": "true" }, all.map(([, n], i) => {
		const part = h("i", { class: `colour-${i % COLOURS}` });
		part.style.flexGrow = String(n);
		return part;
	}));
	return [strip, h("ul", { class: "legend" }, all.map(([name, n], i) =>
		h("li", {}, h("i", { class: `colour-${i % COLOURS}`, "aria-hidden": "true" }), h("span", {}, nameOf(name)), h("b", {}, String(n)))))];
}
