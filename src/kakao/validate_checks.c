/* Checks across the fields of one object. */
#include "base/text.h"
#include "kakao/validate_walk.h"

#include <math.h>
#include <stdio.h>

enum { MAX_NAMES = 200 };

/* A finding that names the check's fields. */
static void found_of(
    struct walk *w, const struct rule_check *c, enum kakao_fault fault, long long actual, int limit)
{
	char names[MAX_NAMES];
	walk_found(w, &(struct kakao_finding){.fault = fault,
			  .severity = c->severity,
			  .actual = actual,
			  .limit = limit,
			  .other = walk_names(names, sizeof names, c->fields, RULE_CHECK_FIELDS),
			  .why = c->why});
}

static void found(
    struct walk *w, const struct rule_check *c, enum kakao_fault fault, long long actual, int limit)
{
	walk_found(w, &(struct kakao_finding){.fault = fault,
			  .severity = c->severity,
			  .actual = actual,
			  .limit = limit,
			  .why = c->why});
}

static struct str as_text(const cJSON *v)
{
	if (cJSON_IsBool(v))
		return cJSON_IsTrue(v) ? STR("true") : STR("false");
	return json_string(v);
}

static bool applies(const struct walk *w, const struct rule_check *c, const cJSON *o)
{
	const cJSON *v = c->when ? walk_member(o, c->when) : NULL;
	if ((c->in_carousel && !w->in_carousel) || (c->when && !v))
		return false;
	for (size_t i = 0; i < sizeof c->is / sizeof *c->is && c->is[i]; i++)
		if (str_eqs(as_text(v), c->is[i]))
			return true;
	return !c->is[0];
}

/* --- which fields are there --- */

static int count_there(const struct rule_check *c, const cJSON *o)
{
	int n = 0;
	for (size_t i = 0; i < RULE_CHECK_FIELDS && c->fields[i]; i++)
		n += walk_member(o, c->fields[i]) != NULL;
	return n;
}

static void check_each(struct walk *w, const struct rule_check *c, const cJSON *o, bool wanted)
{
	char name[MAX_NAMES];
	snprintf(name, sizeof name, "%s%s%s", c->when ? c->when : "", c->is[0] ? " " : "",
	    c->is[0] ? as_text(walk_member(o, c->when)).p : "");
	for (size_t i = 0; i < RULE_CHECK_FIELDS && c->fields[i]; i++) {
		if ((walk_member(o, c->fields[i]) != NULL) == wanted)
			continue;
		size_t path = walk_field(w, c->fields[i]);
		walk_found(
		    w, &(struct kakao_finding){.fault = wanted ? FAULT_MISSING : FAULT_NONE_OF,
			   .severity = c->severity,
			   .name = name,
			   .why = c->why});
		walk_back(w, path);
	}
}

/* --- texts together --- */

static void check_sum(struct walk *w, const struct rule_check *c, const cJSON *o)
{
	struct text_size sum = {0};
	const char *last = NULL;
	int max = walk_limit(w, c->max, c->carousel_max);
	for (size_t i = 0; i < RULE_CHECK_FIELDS && c->fields[i]; i++) {
		const cJSON *v = walk_member(o, c->fields[i]);
		if (!cJSON_IsString(v))
			continue;
		struct text_size size = text_measure(json_string(v));
		last = c->fields[i];
		sum.units += size.units;
		sum.lines += size.lines;
	}
	if (!last)
		return;
	size_t path = walk_field(w, last);
	if (sum.units > (size_t)max)
		found_of(w, c, FAULT_SUM, (long long)sum.units, max);
	if (c->lines > 0 && sum.lines > (size_t)c->lines)
		found_of(w, c, FAULT_SUM_LINES, (long long)sum.lines, c->lines);
	walk_back(w, path);
}

/* --- pictures and buttons --- */

/* The picture, or the first of a list of them. */
static const cJSON *picture_of(const cJSON *o, const char *field)
{
	const cJSON *v = field ? json_member(o, field) : NULL;
	return cJSON_IsArray(v) ? cJSON_GetArrayItem(v, 0) : v;
}

static bool is_whole(const cJSON *picture)
{
	const cJSON *v = json_member(picture, "fixedRatio");
	return cJSON_IsBool(v) && cJSON_IsTrue(v);
}

static bool is_horizontal(const struct rule_check *c, const cJSON *o)
{
	struct str layout = json_string(json_member(o, c->fields[1]));
	if (str_eqs(layout, "horizontal") || str_eqs(layout, "vertical"))
		return str_eqs(layout, "horizontal");
	return is_whole(picture_of(o, c->fields[2]));
}

static void check_label(struct walk *w, const struct rule_check *c, const cJSON *button)
{
	struct text_size size = text_measure(json_string(json_member(button, "label")));
	size_t max = (size_t)c->label, strict = size.units - size.blanks;
	struct kakao_finding f = {.limit = c->label, .why = c->why};
	if (size.units <= max)
		return;
	f.fault = strict > max ? FAULT_HORIZONTAL_LONG : FAULT_LONG_WITH_BLANKS;
	f.severity = strict > max ? c->severity : RULE_ADVICE;
	f.actual = (long long)(strict > max ? strict : size.units);
	size_t path = walk_field(w, "label");
	walk_found(w, &f);
	walk_back(w, path);
}

static void check_horizontal(struct walk *w, const struct rule_check *c, const cJSON *o)
{
	const cJSON *buttons = json_member(o, c->fields[0]);
	if (!cJSON_IsArray(buttons) || !is_horizontal(c, o))
		return;
	size_t n = json_length(buttons), i = 0;
	size_t path = walk_field(w, c->fields[0]);
	const cJSON *button;
	if (n > (size_t)c->max)
		found(w, c, FAULT_HORIZONTAL_MANY, (long long)n, c->max);
	cJSON_ArrayForEach(button, buttons)
	{
		size_t item = walk_item(w, i++);
		if (n > 1)
			check_label(w, c, button);
		walk_back(w, item);
	}
	walk_back(w, path);
}

/* 0 for what is no number, and for one that is no picture's: its type is a breach, and nothing else
 * is said of it. */
static int64_t number_of(const cJSON *v)
{
	bool fits = cJSON_IsNumber(v) && fabs(v->valuedouble) < 1e15;
	return fits ? (int64_t)v->valuedouble : 0;
}

static void check_ratio(struct walk *w, const struct rule_check *c, const cJSON *o)
{
	char name[64], names[MAX_NAMES];
	const char *const *ratios =
	    w->in_carousel && c->carousel_ratios ? c->carousel_ratios : c->ratios;
	int64_t width = number_of(json_member(o, c->fields[0]));
	int64_t height = number_of(json_member(o, c->fields[1]));
	if (width <= 0 || height <= 0)
		return;
	for (const char *const *r = ratios; *r; r++) {
		double of = (double)((*r)[0] - '0') / (double)((*r)[2] - '0');
		if ((double)width == of * (double)height)
			return;
	}
	snprintf(name, sizeof name, "%lld:%lld", (long long)width, (long long)height);
	walk_found(w, &(struct kakao_finding){.fault = FAULT_RATIO,
			  .severity = c->severity,
			  .name = name,
			  .other = walk_names(names, sizeof names, ratios, SIZE_MAX),
			  .why = c->why});
}

static void check_same_ratio(struct walk *w, const struct rule_check *c, const cJSON *items)
{
	int first = -1;
	const cJSON *item;
	cJSON_ArrayForEach(item, items)
	{
		const cJSON *p = picture_of(item, c->fields[1]);
		if (p && first >= 0 && is_whole(p) != (first > 0)) {
			found(w, c, FAULT_SAME_RATIO, 0, 0);
			return;
		}
		if (p)
			first = is_whole(p);
	}
}

static void check_alike(struct walk *w, const struct rule_check *c, const cJSON *items)
{
	size_t n = json_length(items);
	for (size_t k = 1; k < RULE_CHECK_FIELDS && c->fields[k]; k++) {
		size_t there = 0;
		const cJSON *item;
		cJSON_ArrayForEach(item, items)
		{
			there += walk_member(item, c->fields[k]) != NULL;
		}
		if (there > 0 && there < n)
			walk_found(w, &(struct kakao_finding){.fault = FAULT_ALIKE,
					  .severity = c->severity,
					  .name = c->fields[k],
					  .actual = (long long)there,
					  .limit = (long long)n,
					  .why = c->why});
	}
}

static void check_items(struct walk *w, const struct rule_check *c, const cJSON *o)
{
	const cJSON *items = json_member(o, c->fields[0]);
	if (!cJSON_IsArray(items))
		return;
	size_t path = walk_field(w, c->fields[0]);
	if (c->kind == RULE_ALIKE)
		check_alike(w, c, items);
	else
		check_same_ratio(w, c, items);
	walk_back(w, path);
}

static void validate_check(struct walk *w, const struct rule_check *c, const cJSON *o)
{
	int there = count_there(c, o);
	switch (c->kind) {
	case RULE_ALL_OF:
	case RULE_NONE_OF:
		check_each(w, c, o, c->kind == RULE_ALL_OF);
		break;
	case RULE_ANY_OF:
		if (there == 0)
			found_of(w, c, FAULT_ANY_OF, there, 1);
		break;
	case RULE_ONE_OF:
		if (there != 1)
			found_of(w, c, FAULT_ONE_OF, there, 1);
		break;
	case RULE_AT_MOST_ONE:
		if (there > 1)
			found_of(w, c, FAULT_AT_MOST_ONE, there, 1);
		break;
	case RULE_SUM:
		check_sum(w, c, o);
		break;
	case RULE_HORIZONTAL:
		check_horizontal(w, c, o);
		break;
	case RULE_RATIO:
		check_ratio(w, c, o);
		break;
	default:
		check_items(w, c, o);
		break;
	}
}

void validate_checks(struct walk *w, const struct rule_check *checks, const cJSON *o)
{
	for (const struct rule_check *c = checks; c->kind != RULE_NO_CHECK; c++)
		if (applies(w, c, o))
			validate_check(w, c, o);
}
