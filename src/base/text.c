#include "base/text.h"

#include <utf8proc.h>

/* Longer graphemes are piled-up marks. The longest emoji in use, a kissing couple with skin tones,
 * has 15 units; old Hangul and Tibetan stacks stay below that. */
enum { GRAPHEME_UNITS = 64 };

static const struct str ellipsis = {"…", sizeof "…" - 1};

size_t text_next(struct str s, int32_t *c)
{
	if (s.n == 0)
		return 0;
	unsigned char first = (unsigned char)s.p[0];
	if (first < 0x80) {
		*c = first;
		return 1;
	}
	utf8proc_ssize_t n = s.n < 4 ? (utf8proc_ssize_t)s.n : 4;
	n = utf8proc_iterate((const utf8proc_uint8_t *)s.p, n, c);
	if (n > 0)
		return (size_t)n;
	*c = -1;
	return 1;
}

static size_t units_of(int32_t c)
{
	return c > 0xffff ? 2 : 1;
}

/* How many bytes at the beginning are ASCII, in steps of eight. */
static size_t ascii_run(struct str s)
{
	const uint64_t high = 0x8080808080808080;
	size_t n = 0;
	for (uint64_t eight; n + sizeof eight <= s.n; n += sizeof eight) {
		memcpy(&eight, s.p + n, sizeof eight);
		if (eight & high)
			break;
	}
	return n;
}

int32_t text_hex4(struct str s)
{
	int32_t v = 0;
	for (size_t i = 0; i < 4; i++) {
		char c = i < s.n ? s.p[i] : '\0';
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;
		if (digit < 0)
			return -1;
		v = v * 16 + digit;
	}
	return v;
}

bool text_valid(struct str s)
{
	int32_t c;
	size_t n;
	do {
		s = str_from(s, ascii_run(s));
		n = text_next(s, &c);
		s = str_from(s, n);
	} while (n > 0 && c >= 0);
	return n == 0;
}

size_t text_units(struct str s)
{
	size_t units = 0;
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0; s = str_from(s, n))
		units += units_of(c);
	return units;
}

bool text_is_blank(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	       c == 0x205f || c == 0x3000;
}

static bool is_line_break(int32_t c)
{
	return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool is_control(int32_t c)
{
	return (c >= 0 && c < 0x20) || (c >= 0x7f && c < 0xa0);
}

/* What is worth nothing at the edge of a text. */
static bool is_margin(int32_t c)
{
	return text_is_blank(c) || is_control(c) || c == 0x200b || c == 0xfeff;
}

/* What is never shown to anybody. */
static bool is_dropped(int32_t c)
{
	bool bidi = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
	bool nonchar = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
	return c < 0 || is_control(c) || bidi || nonchar || c == 0xfeff || c == 0xfffd;
}

static bool is_visible(int32_t c)
{
	if (c > ' ' && c < 0x7f)
		return true;
	if (is_dropped(c) || text_is_blank(c) || c == 0x2800)
		return false;
	const utf8proc_property_t *property = utf8proc_get_property(c);
	switch (property->category) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
		return false;
	default:
		return !property->ignorable; /* Hangul fillers among others */
	}
}

bool text_visible(struct str s)
{
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0; s = str_from(s, n)) {
		if (is_visible(c))
			return true;
	}
	return false;
}

/* Decodes the last code point of s, as text_next does the first. */
static size_t last_of(struct str s, int32_t *c)
{
	for (size_t n = 1; n <= 4 && n <= s.n; n++) {
		struct str end = str_from(s, s.n - n);
		if (((unsigned char)end.p[0] & 0xc0) == 0x80)
			continue;
		if (text_next(end, c) == n)
			return n;
		break;
	}
	*c = -1;
	return s.n > 0;
}

struct str text_trim(struct str s)
{
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0 && is_margin(c);)
		s = str_from(s, n);
	for (size_t n; (n = last_of(s, &c)) > 0 && is_margin(c);)
		s.n -= n;
	return s;
}

/* Bytes of a code point at p that is printable ASCII, '\n' or a Hangul syllable: what most texts
 * consist of, each a grapheme of one unit. 0 for any other. */
static size_t plain_at(const char *p, size_t n)
{
	unsigned char a = (unsigned char)p[0];
	if (a < 0x80)
		return (a >= ' ' && a < 0x7f) || a == '\n';
	if (a < 0xea || a > 0xed || n < 3)
		return 0;
	unsigned char b = (unsigned char)p[1], c = (unsigned char)p[2];
	if ((b & 0xc0) != 0x80 || (c & 0xc0) != 0x80)
		return 0;
	unsigned bc = (unsigned)b << 8 | c;
	return (a == 0xea && b < 0xb0) || (a == 0xed && bc > 0x9ea3) ? 0 : 3;
}

/* Looks whether a trimmed text, as far as it fits, is plain and needs no cleaning. If so, keep is
 * what is to be appended, and cut tells whether `…` follows. */
static bool fit_plain(struct str s, size_t max, enum text_lines lines, struct str *keep, bool *cut)
{
	bool after_blank = false;
	size_t units = 0;
	*keep = s;
	*cut = false;
	for (size_t i = 0, n; i < s.n; i += n, units++) {
		n = plain_at(s.p + i, s.n - i);
		bool blank = s.p[i] == ' ' || s.p[i] == '\n';
		if (n == 0 || (blank && (after_blank || units >= max)) ||
		    (s.p[i] == '\n' && lines == TEXT_ONE_LINE))
			return false;
		if (units == max - 1)
			keep->n = i;
		if (units == max) {
			*keep = text_trim(*keep);
			*cut = true;
			return true;
		}
		after_blank = blank;
	}
	keep->n = s.n;
	return true;
}

/* A text being fitted, code point by code point. */
struct fit {
	struct buf *out;
	size_t max, units;   /* allowed; seen and not dropped */
	size_t start;        /* out->len before */
	size_t cut;          /* out->len after the last grapheme that leaves room for `…` */
	size_t at, at_units; /* where the grapheme under way begins */
	bool skipping;       /* it is too long and dropped */
	int32_t last, state; /* for utf8proc */
	size_t breaks;       /* line breaks and a blank seen, but not yet appended */
	bool blank;
	struct gap {
		size_t at, end, units; /* where it is, units before it */
		size_t breaks;         /* 0: it is a blank */
	} gap;                         /* the last that was appended */
};

/* Drops the grapheme under way. A gap before it waits again, to be one with a gap after it. */
static void fit_drop(struct fit *f)
{
	bool after_gap = f->at <= f->gap.end && f->gap.end > f->start;
	f->units = after_gap ? f->gap.units : f->at_units;
	f->breaks = after_gap ? f->gap.breaks : 0;
	f->blank = after_gap;
	buf_rewind(f->out, after_gap ? f->gap.at : f->at);
	if (f->cut > f->out->len)
		f->cut = f->out->len;
	f->skipping = true;
}

/* Appends a code point, if it still fits. False if the text is known to be too long: only at the
 * next grapheme, as one that overflows may yet turn out to be dropped. */
static bool fit_add(struct fit *f, bool starts, struct str bytes, size_t units)
{
	if (starts) {
		if (f->units > f->max)
			return false;
		if (f->units < f->max)
			f->cut = f->out->len;
		f->at = f->out->len;
		f->at_units = f->units;
		f->skipping = false;
	}
	if (f->skipping)
		return true;
	f->units += units;
	size_t longest = f->max < GRAPHEME_UNITS ? f->max : GRAPHEME_UNITS;
	if (f->units - f->at_units > longest) {
		fit_drop(f);
		return true;
	}
	return f->units > f->max || buf_add_str(f->out, bytes);
}

/* Appends what stands for the blanks and line breaks that wait; nothing at the start. */
static bool fit_gap(struct fit *f)
{
	size_t breaks = f->breaks;
	bool any = f->blank && f->out->len > f->start;
	f->blank = false;
	f->breaks = 0;
	if (!any)
		return true;
	f->gap = (struct gap){f->out->len, 0, f->units, breaks};
	bool good = breaks > 0 || fit_add(f, true, STR(" "), 1);
	for (; good && breaks > 0; breaks--)
		good = fit_add(f, true, STR("\n"), 1);
	f->gap.end = f->out->len;
	return good;
}

/* Appends a code point that is to be shown; after_blank: the one before was a blank. */
static bool fit_shown(struct fit *f, int32_t c, struct str bytes, bool after_blank)
{
	if (after_blank) {
		f->last = f->breaks > 0 ? '\n' : ' ';
		f->state = 0;
		if (!fit_gap(f))
			return false;
	}
	bool starts = f->last < 0 || utf8proc_grapheme_break_stateful(f->last, c, &f->state);
	f->last = c;
	/* One may wait since a grapheme was dropped. */
	if (starts && !fit_gap(f))
		return false;
	return fit_add(f, starts, bytes, units_of(c));
}

/* Appends s, cleaned, as far as it fits. False if it is too long. */
static bool fit_clean(struct fit *f, struct str s, enum text_lines lines)
{
	bool after_blank = false;
	int32_t c, before = -1;
	for (size_t n; (n = text_next(s, &c)) > 0; s = str_from(s, n)) {
		bool crlf = before == '\r' && c == '\n';
		before = c;
		if (text_is_blank(c)) {
			after_blank = f->blank = true;
			if (lines == TEXT_MANY_LINES && is_line_break(c) && !crlf)
				f->breaks++;
		} else if (!is_dropped(c) && (c != 0x200b || f->out->len > f->start)) {
			if (!fit_shown(f, c, (struct str){s.p, n}, after_blank))
				return false;
			after_blank = false;
		}
	}
	return f->units <= f->max;
}

/* Does fit_clean, then ends the text well. False if nothing visible came of it. */
static bool fit_any(struct buf *out, struct str s, size_t max, enum text_lines lines)
{
	struct fit f = {.out = out, .max = max, .start = out->len, .last = -1};
	f.cut = f.at = f.start;
	bool whole = fit_clean(&f, s, lines);
	if (out->failed)
		return false;
	size_t end = whole ? out->len : f.cut;
	struct str kept =
	    text_trim((struct str){out->len ? out->data + f.start : "", end - f.start});
	bool visible = text_visible(kept) || (!whole && kept.n == 0 && text_visible(s));
	buf_rewind(out, f.start + kept.n);
	return visible && (whole || buf_add_str(out, ellipsis));
}

bool text_fit(struct buf *out, struct str s, size_t max_units, enum text_lines lines)
{
	size_t start = out->len;
	s = text_trim(s);
	if (s.n == 0 || max_units == 0 || out->failed)
		return false;
	struct str keep;
	bool cut, done;
	if (fit_plain(s, max_units, lines, &keep, &cut))
		done = buf_add_str(out, keep) && (!cut || buf_add_str(out, ellipsis));
	else
		done = fit_any(out, s, max_units, lines);
	if (!done) {
		bool failed = out->failed;
		buf_rewind(out, start);
		out->failed = failed;
	}
	return done;
}
