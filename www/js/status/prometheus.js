// Reads Prometheus's text format: what the charts need of /metrics.

const LINE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

// [{name, labels, value}]; lines that are none are passed over.
export function samples(text) {
	const found = [];
	for (const line of text.split("\n")) {
		const parts = LINE.exec(line);
		if (!parts)
			continue;
		const labels = Object.fromEntries([...(parts[2] ?? "").matchAll(LABEL)].map(([, name, value]) => [name, value]));
		found.push({ name: parts[1], labels, value: Number(parts[3]) });
	}
	return found;
}

// The buckets of a histogram, whatever its other labels: [{le, count}], each count without those of smaller bounds.
export function histogram(all, name) {
	const sums = new Map();
	for (const { name: n, labels, value } of all)
		if (n === `${name}_bucket`)
			sums.set(labels.le, (sums.get(labels.le) ?? 0) + value);
	let below = 0;
	return [...sums].map(([le, value]) => [le === "+Inf" ? Infinity : Number(le), value]).sort((a, b) => a[0] - b[0])
		.map(([le, value]) => {
			const count = value - below;
			below = value;
			return { le, count };
		});
}
