/* Figures in three forms: lines to read, JSON, and Prometheus's text format.
 *
 * Whoever shows figures names each once, and the form that was asked for comes out. Groups hold
 * figures; a family is one figure by label. In JSON both are objects; for Prometheus a figure is
 * artistbot_METRIC, and one without a metric's name is left out. Texts and keys are fixed ones of
 * the program's, but for the values of figure_text.
 * Source of the format: prometheus.io, "Exposition formats", version 0.0.4. */
#ifndef ARTISTBOT_RESPONDER_FIGURES_H
#define ARTISTBOT_RESPONDER_FIGURES_H

#include "base/json_write.h"
#include "base/metrics.h"

enum figures_form { FIGURES_TEXT, FIGURES_JSON, FIGURES_PROMETHEUS };

/* A counter only grows; a gauge is how it is now. */
enum figures_kind { FIGURES_COUNTER, FIGURES_GAUGE };

/* The fields are the writer's own. */
struct figures {
	enum figures_form form;
	struct json_writer json;
	struct buf *out;
	const char *group;
	const char *metric;       /* of the family under way */
	const char *name, *value; /* a label that all items of a nest bear; NULL: none */
	const char *key;          /* of the family */
};

/* What a figure is called and means. metric: NULL where Prometheus does not get it. */
struct figure {
	const char *key;    /* in JSON and text */
	const char *metric; /* without "artistbot_" */
	const char *help;   /* a sentence for Prometheus */
	enum figures_kind kind;
};

/* Starts; out is borrowed until the end. Failures are out's. */
void figures_begin(struct figures *f, enum figures_form form, struct buf *out);
void figures_end(struct figures *f);

void figures_open(struct figures *f, const char *group);
void figures_close(struct figures *f);

void figures_number(struct figures *f, const struct figure *what, int64_t value);
void figures_text(struct figures *f, const char *key, struct str value);

/* A figure by label: items between the two. */
void figures_family(struct figures *f, const struct figure *what);
void figures_item(struct figures *f, const char *name, const char *value, int64_t n);
void figures_family_end(struct figures *f);

/* Inside a family, a label before that of the items. */
void figures_nest(struct figures *f, const char *name, const char *value);
void figures_nest_end(struct figures *f);

/* All names that were counted, as items. */
void figures_names(struct figures *f, const char *name, const struct metric_names *counted);

/* Times: a histogram in seconds for Prometheus, else how many, mean and quantiles. metric and help
 * as above; with more than one label value for a metric, only the first bears the help. */
void figures_times(struct figures *f, const struct figure *what, const char *name,
    const char *value, const struct metric_times *t);

#endif
