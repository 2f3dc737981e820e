#include "responder/figures.h"

#include <stdio.h>

void figures_begin(struct figures *f, enum figures_form form, struct buf *out)
{
	*f = (struct figures){.form = form, .json = json_to(out), .out = out};
	if (form == FIGURES_JSON)
		json_open(&f->json, '{');
}

void figures_end(struct figures *f)
{
	if (f->form != FIGURES_JSON)
		return;
	json_close(&f->json, '}');
	buf_addc(f->out, '\n');
}

static void open_key(struct figures *f, const char *key)
{
	json_key(&f->json, key);
	json_open(&f->json, '{');
}

void figures_open(struct figures *f, const char *group)
{
	f->group = group;
	if (f->form == FIGURES_JSON)
		open_key(f, group);
}

void figures_close(struct figures *f)
{
	if (f->form == FIGURES_JSON)
		json_close(&f->json, '}');
}

/* "# HELP" and "# TYPE", once for each metric. */
static void head(struct figures *f, const struct figure *what, const char *type)
{
	buf_addf(f->out, "# HELP artistbot_%s %s\n# TYPE artistbot_%s %s\n", what->metric,
	    what->help, what->metric, type);
}

static const char *type_of(const struct figure *what)
{
	return what->kind == FIGURES_COUNTER ? "counter" : "gauge";
}

static void line(struct figures *f, const char *key)
{
	buf_addf(f->out, "%s %s", f->group, key);
}

void figures_number(struct figures *f, const struct figure *what, int64_t value)
{
	if (f->form == FIGURES_JSON) {
		json_key(&f->json, what->key);
		json_int(&f->json, value);
	} else if (f->form == FIGURES_TEXT) {
		line(f, what->key);
		buf_addf(f->out, ": %lld\n", (long long)value);
	} else if (what->metric) {
		head(f, what, type_of(what));
		buf_addf(f->out, "artistbot_%s %lld\n", what->metric, (long long)value);
	}
}

void figures_text(struct figures *f, const char *key, struct str value)
{
	if (f->form == FIGURES_JSON) {
		json_key(&f->json, key);
		json_str(&f->json, value);
	} else if (f->form == FIGURES_TEXT) {
		line(f, key);
		buf_adds(f->out, ": ");
		buf_add_str(f->out, value);
		buf_addc(f->out, '\n');
	}
}

void figures_family(struct figures *f, const struct figure *what)
{
	f->metric = what->metric;
	f->key = what->key;
	if (f->form == FIGURES_JSON)
		open_key(f, what->key);
	else if (f->form == FIGURES_PROMETHEUS && what->metric)
		head(f, what, type_of(what));
}

void figures_family_end(struct figures *f)
{
	if (f->form == FIGURES_JSON)
		json_close(&f->json, '}');
	f->metric = f->key = NULL;
}

void figures_nest(struct figures *f, const char *name, const char *value)
{
	f->name = name;
	f->value = value;
	if (f->form == FIGURES_JSON)
		open_key(f, value);
}

void figures_nest_end(struct figures *f)
{
	f->name = f->value = NULL;
	if (f->form == FIGURES_JSON)
		json_close(&f->json, '}');
}

void figures_item(struct figures *f, const char *name, const char *value, int64_t n)
{
	if (f->form == FIGURES_JSON) {
		json_key(&f->json, value);
		json_int(&f->json, n);
	} else if (f->form == FIGURES_TEXT) {
		line(f, f->key);
		if (f->value)
			buf_addf(f->out, " %s", f->value);
		buf_addf(f->out, " %s: %lld\n", value, (long long)n);
	} else if (f->metric) {
		buf_addf(f->out, "artistbot_%s{", f->metric);
		if (f->value)
			buf_addf(f->out, "%s=\"%s\",", f->name, f->value);
		buf_addf(f->out, "%s=\"%s\"} %lld\n", name, value, (long long)n);
	}
}

void figures_names(struct figures *f, const char *name, const struct metric_names *counted)
{
	for (size_t i = 0; i < METRIC_NAMES; i++) {
		const char *value =
		    atomic_load_explicit(&counted->items[i].name, memory_order_acquire);
		if (!value)
			return;
		figures_item(f, name, value, metric_read(&counted->items[i].n));
	}
}

static void histogram(struct figures *f, const struct figure *what, const char *name,
    const char *value, const struct metric_times *t)
{
	char label[80] = "";
	int64_t n = 0;
	if (value)
		snprintf(label, sizeof label, "%s=\"%s\",", name, value);
	if (what->help)
		head(f, what, "histogram");
	for (size_t i = 0; i < METRIC_BOUNDS; i++) {
		n += metric_read(&t->buckets[i]);
		buf_addf(f->out, "artistbot_%s_bucket{%sle=\"%g\"} %lld\n", what->metric, label,
		    (double)metric_bounds_us[i] / 1e6, (long long)n);
	}
	n += metric_read(&t->buckets[METRIC_BOUNDS]);
	buf_addf(
	    f->out, "artistbot_%s_bucket{%sle=\"+Inf\"} %lld\n", what->metric, label, (long long)n);
	if (value)
		snprintf(label, sizeof label, "{%s=\"%s\"}", name, value);
	buf_addf(f->out, "artistbot_%s_sum%s %.6f\nartistbot_%s_count%s %lld\n", what->metric,
	    label, (double)metric_read(&t->sum_us) / 1e6, what->metric, label, (long long)n);
}

static void milliseconds(struct figures *f, const char *key, const char *which, int64_t us)
{
	char number[32];
	int n = snprintf(number, sizeof number, "%.1f", (double)us / 1000);
	if (f->form == FIGURES_JSON) {
		json_key(&f->json, which);
		json_raw(&f->json, (struct str){number, (size_t)n});
	} else {
		line(f, key);
		buf_addf(f->out, " %s: %s\n", which, number);
	}
}

void figures_times(struct figures *f, const struct figure *what, const char *name,
    const char *value, const struct metric_times *t)
{
	int64_t n = metric_times_count(t);
	if (f->form == FIGURES_PROMETHEUS) {
		histogram(f, what, name, value, t);
		return;
	}
	if (f->form == FIGURES_JSON) {
		open_key(f, what->key);
		json_key(&f->json, "count");
		json_int(&f->json, n);
	} else {
		line(f, what->key);
		buf_addf(f->out, " count: %lld\n", (long long)n);
	}
	milliseconds(f, what->key, "mean_ms", n ? metric_read(&t->sum_us) / n : 0);
	milliseconds(f, what->key, "p50_ms", metric_quantile_us(t, 0.5));
	milliseconds(f, what->key, "p95_ms", metric_quantile_us(t, 0.95));
	milliseconds(f, what->key, "p99_ms", metric_quantile_us(t, 0.99));
	milliseconds(f, what->key, "max_ms", metric_read(&t->max_us));
	if (f->form == FIGURES_JSON)
		json_close(&f->json, '}');
}
