// What breaks Kakao's rules, shown where it is: an outline at the very part, and words below its bubble.

import { h, icon } from "./dom.js";
import { join, within } from "./paths.js";
import { t } from "./words.js";
import { explain, onlyBreaches } from "./rules.js";

// Below a bubble its own path is known.
const short = (path, from) => (path.startsWith(from) ? path.slice(from.length).replace(/^\./, "") : path) || "reply";

function block(kind, words, findings, from) {
	return findings.length ? h("div", { class: `findings ${kind}` },
		h("p", { class: "findings-head" }, icon("warning"), t(words, { n: findings.length })),
		h("ul", {}, findings.map((f) => h("li", {}, h("code", {}, short(f.path, from)), " ", explain(f))))) : null;
}

// Breaches and advices, each in a block of its own.
export function findingBlocks(findings, from = "") {
	const breaches = onlyBreaches(findings);
	return [block("breach", "breaches", breaches, from),
		block("advice", "advices", findings.filter((f) => !breaches.includes(f)), from)]
		.filter(Boolean);
}

// The innermost element that stands for a place or for what holds it.
function elementAt(root, path) {
	let best = null;
	for (const element of root.querySelectorAll("[data-path]"))
		if (within(path, element.dataset.path) && (!best || element.dataset.path.length >= best.dataset.path.length))
			best = element;
	return best;
}

// Marks the findings within root. Lists those of each output below it, and returns those that belong to none.
export function markFindings(root, findings, listed = true) {
	const elsewhere = [];
	const outputs = new Map();
	for (const finding of findings) {
		const element = elementAt(root, finding.path);
		if (finding.severity === "breach")
			element?.classList.add("broken");
		const output = element?.closest(".output");
		if (output)
			outputs.set(output, [...(outputs.get(output) ?? []), finding]);
		else
			elsewhere.push(finding);
	}
	if (listed)
		for (const [output, own] of outputs)
			output.append(...findingBlocks(own, join(output.dataset.path, output.dataset.kind)));
	return elsewhere;
}
