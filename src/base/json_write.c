#include "base/json_write.h"

#include "base/text.h"

#include <inttypes.h>

static void before_value(struct json_writer *w)
{
	if (w->comma)
		buf_addc(w->out, ',');
	w->comma = true;
}

void json_open(struct json_writer *w, char bracket)
{
	before_value(w);
	buf_addc(w->out, bracket);
	w->comma = false;
}

void json_close(struct json_writer *w, char bracket)
{
	buf_addc(w->out, bracket);
	w->comma = true;
}

void json_key(struct json_writer *w, const char *key)
{
	before_value(w);
	buf_addc(w->out, '"');
	buf_adds(w->out, key);
	buf_add_str(w->out, STR("\":"));
	w->comma = false;
}

void json_raw(struct json_writer *w, struct str json)
{
	before_value(w);
	buf_add_str(w->out, json);
}

void json_int(struct json_writer *w, int64_t value)
{
	before_value(w);
	buf_addf(w->out, "%" PRId64, value);
}

void json_boolean(struct json_writer *w, bool value)
{
	json_raw(w, value ? STR("true") : STR("false"));
}

/* What is written for a code point that cannot stand for itself. */
struct escape {
	size_t n; /* 0: it can */
	char text[6];
};

static struct escape escape_short(char letter)
{
	return (struct escape){2, {'\\', letter}};
}

static struct escape escape_of(int32_t c)
{
	static const char hex[] = "0123456789abcdef";
	switch (c) {
	case '"':
	case '\\':
		return escape_short((char)c);
	case '\b':
		return escape_short('b');
	case '\f':
		return escape_short('f');
	case '\n':
		return escape_short('n');
	case '\r':
		return escape_short('r');
	case '\t':
		return escape_short('t');
	case -1:
		return (struct escape){3, {'\xef', '\xbf', '\xbd'}};
	default:
		break;
	}
	if (c >= 0x20 && c != 0x7f && c != 0x2028 && c != 0x2029)
		return (struct escape){0};
	return (struct escape){
	    6, {'\\', 'u', hex[c >> 12 & 15], hex[c >> 8 & 15], hex[c >> 4 & 15], hex[c & 15]}};
}

/* Takes the next code point off s and returns how it is written. */
static struct escape next_escape(struct str *s, size_t *n)
{
	int32_t c = 0;
	*n = text_next(*s, &c);
	s->p += *n;
	s->n -= *n;
	return escape_of(c);
}

/* Bytes at the start of s that stand for themselves at a glance: most texts have no others, or
 * Hangul. */
static size_t plain(struct str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] >= ' ' && s.p[n] < 0x7f && s.p[n] != '"' && s.p[n] != '\\')
		n++;
	return n;
}

/* Bytes by which escaping makes s longer. */
static size_t growth(struct str s)
{
	size_t more = 0;
	while (s.n > 0) {
		size_t n = plain(s);
		s = (struct str){s.p + n, s.n - n};
		if (s.n == 0)
			break;
		struct escape e = next_escape(&s, &n);
		if (e.n > 0)
			more += e.n - n;
	}
	return more;
}

/* Moves the text to the end of its new room, then writes it escaped from the front: what is written
 * never overtakes what is still to be read. */
static void escape_in_place(struct buf *out, size_t at, size_t more)
{
	size_t len = out->len - at;
	char *to = out->data + at;
	struct str rest = {to + more, len};
	memmove(to + more, to, len);
	while (rest.n > 0) {
		const char *from = rest.p;
		size_t n;
		struct escape e = next_escape(&rest, &n);
		size_t size = e.n > 0 ? e.n : n;
		memmove(to, e.n > 0 ? e.text : from, size);
		to += size;
	}
	out->len += more;
	out->data[out->len] = '\0';
}

size_t json_str_begin(struct json_writer *w)
{
	before_value(w);
	buf_addc(w->out, '"');
	return w->out->len;
}

void json_str_end(struct json_writer *w, size_t at)
{
	struct buf *out = w->out;
	if (out->failed)
		return;
	size_t more = growth((struct str){out->data + at, out->len - at});
	if (more > 0 && !buf_room(out, more))
		return;
	if (more > 0)
		escape_in_place(out, at, more);
	buf_addc(out, '"');
}

void json_str(struct json_writer *w, struct str s)
{
	size_t at = json_str_begin(w);
	buf_add_str(w->out, s);
	json_str_end(w, at);
}
