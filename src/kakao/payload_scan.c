#include "kakao/payload_scan.h"

#include "base/limits.h"
#include "base/text.h"

enum {
	MAX_DEPTH = 12,  /* of what is skipped; the tree's limit is LIMIT_PAYLOAD_DEPTH */
	MAX_DIGITS = 15, /* of a number: more need care */
	MAX_PARAMS = 24, /* of one kind; their names are held against each other */
};

struct scan {
	const char *p, *end;
	struct kakao_payload *payload;
	size_t unescaped; /* bytes used in payload->unescaped */
};

static char peek(const struct scan *s)
{
	return s->p < s->end ? *s->p : '\0';
}

static void skip_blanks(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
		s->p++;
}

/* Takes a character that must come next, blanks before it or not. */
static bool take(struct scan *s, char c)
{
	skip_blanks(s);
	if (peek(s) != c)
		return false;
	s->p++;
	return true;
}

/* --- strings --- */

/* The inside of the string at p, as it stands. *escaped: there are backslashes in it. No control
 * characters: strictly they may not be there, and the tree takes them. */
static bool take_raw(struct scan *s, struct str *inside, bool *escaped)
{
	if (!take(s, '"'))
		return false;
	const char *begin = s->p;
	*escaped = false;
	for (; s->p < s->end && *s->p != '"'; s->p++) {
		if ((unsigned char)*s->p < ' ')
			return false;
		if (*s->p == '\\') {
			*escaped = true;
			if (++s->p == s->end)
				return false;
		}
	}
	*inside = (struct str){begin, (size_t)(s->p - begin)};
	return take(s, '"');
}

/* What stands for itself or for a control character after a backslash; '\0' if neither. */
static char simple_escape(char c)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] : '\0';
}

static size_t put_utf8(char *to, int32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	to[0] = (char)(0xe0 | c >> 12);
	to[1] = (char)(0x80 | (c >> 6 & 0x3f));
	to[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

/* Undoes escapes into the payload's own room. Surrogates and NUL are left to the tree. */
static bool unescape(struct scan *s, struct str inside, struct str *text)
{
	char *to = s->payload->unescaped + s->unescaped, *begin = to;
	if (inside.n > sizeof s->payload->unescaped - s->unescaped)
		return false; /* it gets shorter, never longer */
	for (size_t i = 0; i < inside.n; i++) {
		char c = inside.p[i];
		if (c != '\\') {
			*to++ = c;
			continue;
		}
		c = inside.p[++i];
		if (c == 'u') {
			int32_t point = text_hex4((struct str){inside.p + i + 1, inside.n - i - 1});
			if (point <= 0 || (point >= 0xd800 && point <= 0xdfff))
				return false;
			to += put_utf8(to, point);
			i += 4;
		} else if ((c = simple_escape(c))) {
			*to++ = c;
		} else {
			return false;
		}
	}
	s->unescaped += (size_t)(to - begin);
	*text = (struct str){begin, (size_t)(to - begin)};
	return true;
}

static bool take_text(struct scan *s, struct str *text)
{
	bool escaped;
	return take_raw(s, text, &escaped) && (!escaped || unescape(s, *text, text));
}

/* A string that nobody wants; its escapes must be right all the same. */
static bool skip_string(struct scan *s)
{
	struct str inside;
	bool escaped;
	size_t used = s->unescaped;
	if (!take_raw(s, &inside, &escaped))
		return false;
	bool right = !escaped || unescape(s, inside, &inside);
	s->unescaped = used;
	return right;
}

/* A member's name and its colon. Names with escapes are left to the tree. */
static bool take_name(struct scan *s, struct str *name)
{
	bool escaped;
	return take_raw(s, name, &escaped) && !escaped && take(s, ':');
}

/* --- values that nobody wants --- */

/* Whole numbers, null, true and false, up to what may come behind a value. */
static bool skip_word(struct scan *s)
{
	const char *begin = s->p;
	while (s->p < s->end && !strchr(",]} \n\r\t", *s->p))
		s->p++;
	struct str word = {begin, (size_t)(s->p - begin)};
	if (str_eqs(word, "null") || str_eqs(word, "true") || str_eqs(word, "false"))
		return true;
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < '0' || word.p[i] > '9')
			return false;
	return word.n == 1 || (word.n > 1 && word.n <= MAX_DIGITS && word.p[0] != '0');
}

/* Any value. depth: how many more may be inside one another. */
static bool skip_value(struct scan *s, int depth) // NOLINT(misc-no-recursion): bounded by depth
{
	struct str name;
	skip_blanks(s);
	char open = peek(s);
	if (open == '"')
		return skip_string(s);
	if (open != '{' && open != '[')
		return skip_word(s);
	if (depth == 0)
		return false;
	s->p++;
	if (take(s, open == '{' ? '}' : ']'))
		return true;
	do {
		if (open == '{' && !take_name(s, &name))
			return false;
		if (!skip_value(s, depth - 1))
			return false;
	} while (take(s, ','));
	return take(s, open == '{' ? '}' : ']');
}

/* --- values that are wanted --- */

/* Begins an object. False if the next value is none. */
static bool enter(struct scan *s, bool *empty)
{
	if (!take(s, '{'))
		return false;
	*empty = take(s, '}');
	return true;
}

/* A text; empty for what is no string. A number counts as its text: that is the tree's. */
static bool scan_text(struct scan *s, struct str *to)
{
	skip_blanks(s);
	char c = peek(s);
	*to = STR("");
	if (c == '"')
		return take_text(s, to);
	return c != '-' && !(c >= '0' && c <= '9') && skip_value(s, MAX_DEPTH);
}

/* A text, or a boolean as one. */
static bool scan_word(struct scan *s, struct str *to)
{
	skip_blanks(s);
	struct str word = {s->p, 0};
	if (peek(s) != 't' && peek(s) != 'f')
		return scan_text(s, to);
	if (!skip_word(s))
		return false;
	word.n = (size_t)(s->p - word.p);
	*to = word;
	return true;
}

/* An empty list, null or another that holds nothing; one with something in it is the tree's. */
static bool scan_no_list(struct scan *s)
{
	skip_blanks(s);
	if (peek(s) != '[')
		return skip_value(s, MAX_DEPTH);
	s->p++;
	return take(s, ']');
}

/* Value and origin of one entry of detailParams; empty where it is no object. */
static bool scan_detail(struct scan *s, struct kakao_param *p)
{
	unsigned seen = 0;
	bool empty;
	skip_blanks(s);
	if (!enter(s, &empty))
		return skip_value(s, MAX_DEPTH);
	if (empty)
		return true;
	do {
		struct str name;
		if (!take_name(s, &name))
			return false;
		unsigned which = str_eqs(name, "value") ? 1 : str_eqs(name, "origin") ? 2 : 0;
		if (seen & which)
			return false; /* twice */
		seen |= which;
		if (which ? !scan_text(s, which == 1 ? &p->value : &p->origin)
			  : !skip_value(s, MAX_DEPTH))
			return false;
	} while (take(s, ','));
	return take(s, '}');
}

static bool scan_params(struct scan *s, struct kakao_params *to, bool detailed)
{
	struct str names[MAX_PARAMS];
	int n = 0;
	bool empty;
	skip_blanks(s);
	if (!enter(s, &empty))
		return skip_value(s, MAX_DEPTH);
	if (empty)
		return true;
	do {
		struct kakao_param p = {.value = STR(""), .origin = STR("")};
		if (n == MAX_PARAMS || !take_name(s, &p.name))
			return false;
		for (int i = 0; i < n; i++)
			if (str_eq(names[i], p.name))
				return false; /* twice */
		names[n++] = p.name;
		if (detailed ? !scan_detail(s, &p) : !scan_text(s, &p.value))
			return false;
		if (p.value.n || p.origin.n)
			to->items[to->n++] = p;
	} while (take(s, ','));
	return take(s, '}');
}

static bool scan_fields(struct scan *s, const struct payload_field *fields);

static bool scan_field(struct scan *s, const struct payload_field *f) // NOLINT(misc-no-recursion)
{
	void *to = (char *)s->payload + f->at;
	switch (f->kind) {
	case PAYLOAD_TEXT:
		return scan_text(s, to);
	case PAYLOAD_OBJECT:
		skip_blanks(s);
		return peek(s) == '{' ? scan_fields(s, f->members) : skip_value(s, MAX_DEPTH);
	case PAYLOAD_PARAMS:
		return scan_params(s, to, false);
	case PAYLOAD_DETAIL:
		return scan_params(s, to, true);
	case PAYLOAD_WORD:
		return scan_word(s, to);
	case PAYLOAD_CONTEXTS:
	case PAYLOAD_KNOWLEDGE:
		return scan_no_list(s);
	}
	return false;
}

/* An object, member by member. As deep as the table of fields is. */
static bool scan_fields(
    struct scan *s, const struct payload_field *fields) // NOLINT(misc-no-recursion)
{
	unsigned seen = 0;
	bool empty;
	if (!enter(s, &empty))
		return false;
	if (empty)
		return true;
	do {
		struct str name;
		if (!take_name(s, &name))
			return false;
		const struct payload_field *f = fields;
		while (f->name && !str_eqs(name, f->name))
			f++;
		unsigned bit = f->name ? 1u << (f - fields) : 0;
		if (seen & bit)
			return false; /* twice */
		seen |= bit;
		if (f->name ? !scan_field(s, f) : !skip_value(s, MAX_DEPTH))
			return false;
	} while (take(s, ','));
	return take(s, '}');
}

bool payload_scan(struct kakao_payload *p, struct str body)
{
	struct scan s = {.p = body.p, .end = body.p + body.n, .payload = p};
	if (body.n > LIMIT_BODY || !scan_fields(&s, payload_fields))
		return false;
	skip_blanks(&s);
	return s.p == s.end && text_valid(body);
}
