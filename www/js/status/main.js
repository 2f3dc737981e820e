// The status page: asks /status.json and /metrics every two seconds and draws what they say.

import { find } from "../dom.js";
import { loadOrigin } from "../origin.js";
import { onChange } from "../store.js";
import { topBar } from "../top.js";
import { t, translate } from "../words.js";
import { cards } from "./cards.js";
import { History } from "./history.js";
import { histogram, samples } from "./prometheus.js";

const EVERY_MS = 2000;
const PATIENCE_MS = 4000;
const FORBIDDEN = [401, 403, 404];

const history = new History();
let problem = null; // its words, while there is one

async function get(path) {
	const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
	if (!answer.ok)
		throw Object.assign(new Error(`HTTP ${answer.status}`), { status: answer.status });
	return answer;
}

// What is no JSON comes from something else than the responder, a proxy's page perhaps.
async function figures(answer) {
	try {
		const status = await answer.json();
		if (status?.process)
			return status;
	} catch {
		// Told below.
	}
	throw Object.assign(new Error("not the responder's figures"), { words: "status.garbled" });
}

async function poll() {
	try {
		const [status, metrics] = await Promise.all([get("/status.json"), get("/metrics")]);
		history.add({ at: performance.now(), status: await figures(status),
			buckets: histogram(samples(await metrics.text()), "artistbot_request_seconds") });
		problem = null;
	} catch (e) {
		problem = e.words ? e.words : FORBIDDEN.includes(e.status) ? "status.forbidden" : e.status ? "status.down" : "status.gone";
	}
	draw();
}

function uptime(seconds) {
	const [d, h, m] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
	return d ? t("uptime.days", { d, h }) : h ? t("uptime.hours", { h, m }) : t("uptime.minutes", { m, s: seconds % 60 });
}

function drawState(status) {
	const serving = !problem && status?.process?.state === "serving";
	const words = t(problem ? "status.bad" : serving ? "status.good" : "status.stopping");
	find("state").className = `state ${serving ? "good" : "bad"}`;
	// Told anew only when it changed, lest a screen reader says it every two seconds.
	if (find("state").textContent !== words)
		find("state").textContent = words;
}

function draw() {
	const status = history.last?.status;
	const words = problem ? t(problem) : "";
	find("problem").hidden = !problem;
	if (find("problem").textContent !== words)
		find("problem").textContent = words;
	drawState(status);
	find("cards").classList.toggle("old", problem !== null);
	if (!status)
		return;
	find("about").textContent = `artistbot ${status.versions?.artistbot ?? ""} · ${uptime(status.process?.uptime_s ?? 0)}`;
	find("cards").replaceChildren(...cards(history));
}

// A page that nobody looks at asks nothing.
async function run() {
	if (!document.hidden)
		await poll();
	setTimeout(run, EVERY_MS);
}

function speak() {
	translate();
	document.title = t("title.status");
}

onChange((names) => {
	if (!names.includes("language"))
		return;
	speak();
	draw();
});

topBar();
speak();
await loadOrigin();
await run();
document.documentElement.dataset.ready = "";
