// Contexts that replies set: each lives for some of the user's messages and is sent with them.

import { list, number, object, text } from "./dom.js";

export class Contexts {
	#all = new Map();

	// For the next request; each of them has one message less to live then.
	take() {
		const sent = [...this.#all.values()].map((c) => structuredClone(c));
		for (const c of this.#all.values())
			if (--c.lifespan <= 0)
				this.#all.delete(c.name);
		return sent;
	}

	// Takes over what a reply says. lifeSpan 0 ends a context.
	apply(reply) {
		for (const value of list(object(object(reply).context).values)) {
			const { name, lifeSpan, ttl, params } = object(value);
			if (!text(name))
				continue;
			this.#all.delete(name);
			if (number(lifeSpan) > 0)
				this.#all.set(name, { name, lifespan: lifeSpan, ...(number(ttl) === null ? {} : { ttl }),
					params: Object.fromEntries(Object.entries(object(params)).map(([k, v]) =>
						[k, { value: String(v), resolvedValue: String(v) }])) });
		}
	}

	clear() {
		this.#all.clear();
	}
}
