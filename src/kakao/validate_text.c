/* Texts of a response: their length, what they hold, which values they may have. */
#include "base/text.h"
#include "kakao/amount.h"
#include "kakao/validate_walk.h"

#include <stdio.h>
#include <strings.h>

enum { MAX_SHOWN = 40 /* units of a value in a message */, MAX_NAMES = 200 };

struct text_size text_measure(struct str s)
{
	struct text_size size = {.lines = 1};
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0; s = (struct str){s.p + n, s.n - n}) {
		size.units += c > 0xffff ? 2 : 1;
		size.blanks += text_is_blank(c);
		size.lines += c == '\n';
	}
	return size;
}

static void found(
    struct walk *w, enum kakao_fault fault, enum rule_severity severity, size_t actual, int limit)
{
	walk_found(w,
	    &(struct kakao_finding){
		.fault = fault, .severity = severity, .actual = (long long)actual, .limit = limit});
}

static void check_length(struct walk *w, const struct rule_field *f, struct str s)
{
	struct text_size size = text_measure(s);
	size_t max = (size_t)walk_limit(w, f->max, f->carousel_max);
	size_t lines = (size_t)walk_limit(w, f->lines, f->carousel_lines);
	size_t strict = f->blanks_free ? size.units - size.blanks : size.units;
	size_t ours = f->type == RULE_URL ? s.n : size.units;
	if (max > 0 && strict > max)
		found(w, FAULT_LONG, RULE_BREACH, strict, (int)max);
	else if (max > 0 && size.units > max)
		found(w, FAULT_LONG_WITH_BLANKS, RULE_ADVICE, size.units, (int)max);
	if (f->ours > 0 && ours > (size_t)f->ours)
		found(w, FAULT_LONG_OURS, RULE_ADVICE, ours, f->ours);
	if (lines > 0 && size.lines > lines)
		found(w, FAULT_LINES, f->lines_severity, size.lines, (int)lines);
}

static bool listed(struct str s, const char *const *list)
{
	for (; list && *list; list++)
		if (str_eqs(s, *list))
			return true;
	return false;
}

static void check_value(struct walk *w, const struct rule_field *f, struct str s)
{
	char names[MAX_NAMES];
	struct buf shown;
	if (!f->values || listed(s, f->values))
		return;
	buf_init(&shown, MAX_NAMES);
	text_fit(&shown, s, MAX_SHOWN, TEXT_ONE_LINE);
	walk_found(w, &(struct kakao_finding){.fault = FAULT_VALUE,
			  .severity = listed(s, f->also_values) ? RULE_ADVICE : RULE_BREACH,
			  .name = buf_str(&shown).p,
			  .other = walk_names(names, sizeof names, f->values, SIZE_MAX)});
	buf_free(&shown);
}

/* The first character that is shown as nothing or as a box, or that turns the text; 0 if none. */
static int32_t first_odd(struct str s)
{
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0; s = (struct str){s.p + n, s.n - n}) {
		bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
			       (c >= 0x7f && c < 0xa0) || c == 0xfffd;
		bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
		if (control || turns)
			return c ? c : 0xfffd;
	}
	return 0;
}

static void check_characters(struct walk *w, struct str s)
{
	char name[16];
	int32_t c = first_odd(s);
	if (c != 0) {
		snprintf(name, sizeof name, "U+%04X", (unsigned)c);
		walk_found(
		    w, &(struct kakao_finding){
			   .fault = FAULT_CHARACTERS, .severity = RULE_ADVICE, .name = name});
	}
	if (text_trim(s).n == 0)
		found(w, FAULT_BLANK, RULE_ADVICE, 0, 0);
}

/* Scheme and a host, perhaps behind a user's name, whatever the rest. */
static bool is_web_address(struct str s)
{
	size_t scheme = s.n > 7 && strncasecmp(s.p, "http://", 7) == 0    ? 7
			: s.n > 8 && strncasecmp(s.p, "https://", 8) == 0 ? 8
									  : 0;
	size_t host = scheme, i = scheme;
	for (; i < s.n && !strchr("/?#", s.p[i]); i++) {
		if ((unsigned char)s.p[i] <= ' ')
			return false;
		if (s.p[i] == '@')
			host = i + 1;
	}
	return scheme > 0 && host < i && s.p[host] > ' ' && s.p[host] != ':';
}

static bool has_odd_url_bytes(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
			return true;
	}
	return false;
}

static void check_url(struct walk *w, struct str s)
{
	if (!is_web_address(text_trim(s)))
		found(w, FAULT_URL, RULE_BREACH, 0, 0);
	else if (has_odd_url_bytes(s))
		found(w, FAULT_URL_CHARACTERS, RULE_ADVICE, 0, 0);
}

static size_t count_digits(struct str s)
{
	size_t digits = 0;
	for (size_t i = 0; i < s.n; i++)
		digits += s.p[i] >= '0' && s.p[i] <= '9';
	return digits;
}

static void check_phone(struct walk *w, struct str s)
{
	bool good = count_digits(s) > 0;
	for (size_t i = 0; i < s.n; i++)
		good = good && s.p[i] != '\0' && strchr("0123456789+-().*# ", s.p[i]);
	if (!good)
		found(w, FAULT_PHONE, RULE_ADVICE, 0, 0);
}

static void check_amount(struct walk *w, struct str s)
{
	enum kakao_amount amount = kakao_amount_read(s);
	if (amount != KAKAO_AMOUNT_GOOD)
		found(
		    w, FAULT_AMOUNT, amount == KAKAO_AMOUNT_BAD ? RULE_BREACH : RULE_ADVICE, 0, 0);
}

void validate_text(struct walk *w, const struct rule_field *f, struct str s)
{
	check_length(w, f, s);
	check_value(w, f, s);
	switch (f->type) {
	case RULE_URL:
		check_url(w, s);
		return;
	case RULE_PHONE:
		check_phone(w, s);
		return;
	case RULE_AMOUNT:
		check_amount(w, s);
		break;
	default:
		break;
	}
	check_characters(w, s);
}
