// The cards of the status page: each takes the latest figures and the history, and says what they mean.

import { h } from "../dom.js";
import { count, t } from "../words.js";
import { bars, line, meter, shares } from "./charts.js";
import { total } from "./history.js";

// What is worth a warning: a share of a limit.
const NEAR = 0.9;
const RATE_OVER = 5; // samples

const ms = (n) => (Number.isFinite(n) ? `${n >= 100 ? Math.round(n) : n} ms` : "–");
const figure = (n) => (Number.isFinite(n) ? count(n) : "–");
const rate = (n) => (n < 10 ? n.toFixed(1) : count(Math.round(n)));
const of = (n, limit) => `${figure(n)} / ${figure(limit)}`;

function card(title, big, ...content) {
	return h("section", { class: "status-card", "aria-label": t(title) }, h("h2", {}, t(title)),
		big === null ? null : h("p", { class: "big" }, big), content);
}

// [words, value, whether that is bad] each.
function rows(...all) {
	return h("dl", { class: "rows" }, all.map(([name, value, bad]) =>
		h("div", { class: bad ? "bad" : "" }, h("dt", {}, t(name)), h("dd", {}, value))));
}

// A name in words where there are any.
const known = (prefix) => (name) => {
	const words = t(`${prefix}.${name}`);
	return words === `${prefix}.${name}` ? name : words;
};

const nothing = () => h("p", { class: "none" }, t("status.nothing"));
const badge = (good, words) => h("span", { class: good ? "badge-good" : "badge-bad" }, words);
const mean = (values) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

function requests(s, history) {
	const rates = history.rates((v) => total(v.requests?.outcomes));
	const now = rate(mean(rates.slice(-RATE_OVER)));
	const { outcomes, late, refused } = s.requests ?? {};
	return card("status.requests", [now, h("small", {}, t("status.persecond"))],
		line(rates, t("status.requests.chart", { n: now })),
		rows(["status.total", figure(total(outcomes))], ["status.late", figure(late), late > 0], ["status.refused", figure(total(refused))]));
}

// Nine bounds are enough to see the shape; what lies between them is added to the next.
const BOUNDS = [0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 1, 3.8, Infinity];
const bound = (le) => (le === Infinity ? "∞" : le >= 1 ? `${le}s` : `${le * 1000}ms`);

function latency(s, history) {
	const buckets = history.buckets();
	const items = BOUNDS.map((le, i) => ({ name: bound(le), bad: le === Infinity,
		count: buckets.filter((b) => b.le <= le && b.le > (BOUNDS[i - 1] ?? 0)).reduce((n, b) => n + b.count, 0) }));
	const { at_once: once, waited } = s.requests ?? {};
	return card("status.latency", [ms(once?.p50_ms), h("small", {}, "p50")],
		bars(items, t("status.latency.chart", { p50: ms(once?.p50_ms), p99: ms(once?.p99_ms) })),
		rows(["status.atonce", `p95 ${ms(once?.p95_ms)} · p99 ${ms(once?.p99_ms)}`],
			["status.waited", waited?.count ? `p95 ${ms(waited.p95_ms)} · p99 ${ms(waited.p99_ms)}` : "–"]));
}

function outcomes(s) {
	const counts = s.requests?.outcomes ?? {};
	return card("status.outcomes", null, total(counts) ? shares(counts, known("outcome")) : nothing());
}

// What needed no call to Spotify.
function cache(s) {
	const { spotify: asked = 0, none = 0, ...ours } = s.requests?.sources ?? {};
	const hits = total(ours), all = hits + asked;
	return card("status.cache", all ? [`${Math.round((100 * hits) / all)}%`, h("small", {}, t("status.cache.hit"))] : "–",
		all ? shares({ ...ours, spotify: asked, none }, known("source")) : nothing());
}

function spotify(s) {
	const p = s.spotify ?? {};
	const calls = Object.entries(p.calls ?? {}).filter(([, results]) => total(results) > 0);
	const limited = p.budget_limit > 0;
	const gate = p.gate === "open" ? badge(true, t("gate.open"))
		: badge(false, p.gate === "probing" ? t("gate.probing") : t("gate.closed", { s: figure(Math.max(p.gate_closed_s, p.quiet_s)) }));
	return card("status.spotify", gate,
		limited ? meter(p.budget_used, p.budget_limit, t("status.budget.chart", { used: figure(p.budget_used), limit: figure(p.budget_limit) }), NEAR) : null,
		calls.length ? h("ul", { class: "calls" }, calls.map(([name, results]) => h("li", {}, h("span", {}, name),
			h("b", {}, Object.entries(results).map(([result, n]) => `${result} ${count(n)}`).join(" · "))))) : null,
		rows(["status.budget", limited ? of(p.budget_used, p.budget_limit) : figure(p.budget_used), limited && p.budget_used > NEAR * p.budget_limit],
			["status.calltime", p.times?.count ? `p50 ${ms(p.times.p50_ms)} · p99 ${ms(p.times.p99_ms)}` : "–"],
			["status.underway", figure(p.under_way)]));
}

function database(s, history) {
	const d = s.database ?? {};
	const rates = history.rates((v) => v.database?.calls ?? 0);
	const now = rate(mean(rates.slice(-RATE_OVER)));
	const good = d.breaker === "closed";
	return card("status.database", badge(good, t(good ? "breaker.closed" : "breaker.open")),
		line(rates, t("status.calls.chart", { n: now })),
		rows(["status.calls", `${now}${t("status.persecond")}`],
			["status.calltime", `p50 ${ms(d.times?.p50_ms)} · p99 ${ms(d.times?.p99_ms)}`],
			["status.errors", figure(total(d.errors)), total(d.errors) > 0],
			["status.connections", figure(d.connections)], ["status.server", s.versions?.database_server || "–"]));
}

function workers(s, history) {
	const w = s.workers ?? {}, p = s.parked ?? {}, c = s.connections ?? {};
	return card("status.workers", of(w.busy, w.total),
		line(history.values((v) => v.workers?.busy), t("status.workers.chart", { busy: figure(w.busy), total: figure(w.total) }), { floor: w.total || 1 }),
		rows(["status.parked", of(p.now, p.limit), p.now > NEAR * p.limit],
			["status.connections", of(c.open, c.limit), c.open > NEAR * c.limit], ["status.broken", figure(c.broken)]));
}

function writeback(s, history) {
	const w = s.writeback ?? {};
	return card("status.writeback", [figure(w.queued), h("small", {}, t("status.queued"))],
		line(history.values((v) => v.writeback?.queued), t("status.writeback.chart", { n: figure(w.queued) })),
		rows(["status.written", figure(w.written)], ["status.retried", figure(w.retried), w.retried > 0],
			["status.failed", figure(w.failed), w.failed > 0], ["status.dropped", figure(w.dropped), w.dropped > 0]));
}

const MIB = 1048576;
const mb = (n) => (Number.isFinite(n) ? `${(n / MIB).toFixed(1)} MB` : "–");

function process(s, history) {
	const p = s.process ?? {};
	return card("status.process", mb(p.rss_bytes),
		line(history.values((v) => (v.process?.rss_bytes ?? 0) / MIB), t("status.process.chart", { n: mb(p.rss_bytes) })),
		rows(["status.fds", of(p.fds, p.fds_limit), p.fds > NEAR * p.fds_limit], ["status.threads", figure(p.threads)]));
}

export function cards(history) {
	const { status } = history.last;
	return [requests, latency, outcomes, cache, spotify, database, workers, writeback, process].map((draw) => draw(status, history));
}
