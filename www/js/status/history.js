// The last minutes of what was polled: values and rates, for the charts.

const KEPT = 150;

// The sum of all numbers in an object of numbers or of such objects.
export const total = (family) => Object.values(family ?? {}).reduce((n, v) => n + (typeof v === "number" ? v : total(v)), 0);

function restarted(before, now) {
	return (now.process?.uptime_s ?? 0) < (before.process?.uptime_s ?? 0);
}

export class History {
	#samples = []; // {at (ms), status, buckets}

	add(sample) {
		const last = this.#samples.at(-1);
		// Another process answers: the past is not its own.
		if (last && restarted(last.status, sample.status))
			this.#samples = [];
		this.#samples.push(sample);
		if (this.#samples.length > KEPT)
			this.#samples.shift();
	}

	get last() {
		return this.#samples.at(-1) ?? null;
	}

	values(of) {
		return this.#samples.map((s) => of(s.status)).map((v) => (Number.isFinite(v) ? v : 0));
	}

	// What a counter grew by in a second, between each two samples.
	rates(of) {
		return this.#samples.slice(1).map((s, i) => {
			const before = this.#samples[i];
			return Math.max(0, (of(s.status) - of(before.status)) / Math.max(0.001, (s.at - before.at) / 1000)) || 0;
		});
	}

	// The histogram of what came since the first sample that is kept; the whole where nothing came.
	buckets() {
		const first = this.#samples[0]?.buckets ?? [], last = this.last?.buckets ?? [];
		const since = last.map((b, i) => ({ le: b.le, count: b.count - (first[i]?.count ?? 0) }));
		return since.some((b) => b.count > 0) ? since : last;
	}
}
