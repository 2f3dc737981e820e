// The conversation itself, apart from how it looks: what was said and what came back. Whoever shows it listens.

import { Contexts } from "./contexts.js";
import { payload } from "./payload.js";
import { callbackAnswer, callbackUrl, hasRelay } from "./relay.js";
import { check } from "./rules.js";
import { object } from "./dom.js";
import { KAKAO_MS, send } from "./send.js";
import { settings } from "./store.js";

// Entries, in order: {kind: "mine", text, time}, {kind: "bot", turn, reply, byCallback, time}, {kind: "note", words, values}.
// A turn: {number, request (its text), url, said, result, findings, pasted, waits}.
export class Conversation extends EventTarget {
	entries = [];
	turns = [];
	waiting = null; // the turn that is asked about
	#contexts = new Contexts();
	#lastBlock = null;
	#age = 0; // how often it was started anew; what comes from before is not heard
	#saying = null; // the age in which a callbackUrl is being asked for, before anything is said

	// Is something being said or waited for?
	get busy() {
		return this.waiting !== null || this.#saying === this.#age;
	}

	#tell() {
		this.dispatchEvent(new Event("change"));
	}

	#add(entry) {
		this.entries.push({ time: new Date(), ...entry });
		this.#tell();
	}

	clear() {
		this.entries = [];
		this.turns = [];
		this.waiting = null;
		this.#contexts.clear();
		this.#lastBlock = null;
		this.#age++;
		this.#tell();
	}

	#turn(values) {
		const turn = { number: this.turns.length + 1, findings: [], ...values };
		this.turns.push(turn);
		return turn;
	}

	// Says something: typed words, or what a tap means. Only one question at a time, as people do.
	async say(said) {
		if (this.busy)
			return;
		const age = this.#saying = this.#age;
		const callback = await this.#callback();
		if (age !== this.#age)
			return;
		this.#saying = null;
		const past = { contexts: this.#contexts.take(), lastBlock: this.#lastBlock };
		const body = payload(settings, said, past, callback?.url);
		this.#lastBlock = body.userRequest.block;
		this.#add({ kind: "mine", text: said.text });
		await this.#ask(this.#turn({ request: JSON.stringify(body), said, callback }));
	}

	// Sends a request that was edited by hand.
	async sendRaw(request) {
		if (this.busy)
			return;
		let utterance = "";
		try {
			utterance = object(object(JSON.parse(request)).userRequest).utterance;
		} catch {
			// No JSON, and meant to be sent so.
		}
		this.#add({ kind: "mine", text: String(utterance ?? "").trim() || "…" });
		await this.#ask(this.#turn({ request, said: { text: String(utterance ?? "") }, callback: null }));
	}

	// The same question once more, after the key was given. Resolves when it was answered.
	async again(turn) {
		this.entries = this.entries.filter((e) => e.turn !== turn);
		await this.#ask(turn);
	}

	paste(body) {
		const reply = JSON.parse(body);
		const turn = this.#turn({ request: null, pasted: true, said: { text: "" },
			result: { status: 200, body, bytes: new TextEncoder().encode(body).length, reply } });
		this.#answered(turn, reply);
	}

	async #callback() {
		if (!settings.callback || settings.environment !== "live" || !hasRelay())
			return null;
		try {
			return await callbackUrl();
		} catch {
			return null; // the relay is gone; sending says so
		}
	}

	async #ask(turn) {
		const age = this.#age;
		turn.url = settings.url;
		turn.key = { header: settings.header, secret: settings.secret };
		turn.began = performance.now();
		this.waiting = turn;
		this.#tell();
		turn.result = await send(turn.url, turn.request, turn.key);
		if (age !== this.#age)
			return;
		this.waiting = null;
		const { error, reply, ms } = turn.result;
		if (error) {
			this.#add({ kind: "error", turn });
			return;
		}
		if (ms > KAKAO_MS)
			this.#add({ kind: "note", turn, words: "late", values: { seconds: (ms / 1000).toFixed(1) } });
		if (turn.result.status !== 200)
			this.#add({ kind: "note", turn, words: "status.other", values: { status: turn.result.status } });
		this.#answered(turn, reply);
		if (object(reply).useCallback === true)
			await this.#await(turn, age);
	}

	#answered(turn, reply, byCallback = false) {
		turn.findings = check(reply, turn.result.bytes);
		this.#contexts.apply(reply);
		this.#add({ kind: "bot", turn, reply, findings: turn.findings, byCallback });
	}

	async #await(turn, age) {
		if (!turn.callback) {
			this.#add({ kind: "note", turn, words: "callback.unexpected" });
			return;
		}
		turn.waits = true;
		this.#tell();
		const answer = await this.#callbackAnswer(turn, age);
		turn.waits = false;
		if (age !== this.#age)
			return;
		turn.called = true;
		if (answer.body === undefined) {
			this.#add({ kind: "note", turn, words: "callback.none" });
			return;
		}
		this.#called(turn, answer.body);
	}

	async #callbackAnswer(turn, age) {
		let answer = {};
		try {
			while (answer.body === undefined && !answer.expired && age === this.#age) {
				answer = await callbackAnswer(turn.callback.id);
				if (answer.refused !== undefined && age === this.#age)
					this.#add({ kind: "note", turn, words: "callback.refused", values: { body: answer.refused.slice(0, 60) } });
			}
		} catch {
			answer = { expired: true };
		}
		return answer;
	}

	#called(turn, body) {
		const ms = Math.round(performance.now() - turn.began);
		turn.result = { ...turn.result, body, bytes: new TextEncoder().encode(body).length, ms };
		try {
			const reply = JSON.parse(body);
			turn.result.reply = reply;
			this.#answered(turn, reply, true);
			if (object(reply).useCallback === true)
				this.#add({ kind: "note", turn, words: "callback.again" });
			this.#add({ kind: "note", turn, words: "callback.came", values: { seconds: (ms / 1000).toFixed(1) } });
		} catch (e) {
			turn.result = { ...turn.result, error: "json", detail: e.message };
			this.#add({ kind: "error", turn });
		}
	}
}
