#include "responder/records.h"

#include "base/limits.h"

#include <stdint.h>

/* Section 8 of the specification. */
enum { VERSION = 1, BEGIN_REQUEST = 1, PARAMS = 4, STDIN = 5, RESPONDER = 1, HEADER = 8 };

struct record {
	unsigned type, id;
	struct str content;
};

/* Names and values, which may be spread over records in any way. */
struct pairs {
	size_t seen;      /* bytes so far */
	size_t skip;      /* bytes of the name and value under way that are still to come */
	uint32_t length;  /* under way */
	unsigned missing; /* bytes of that length that are still to come */
	bool has_name;    /* the next length is a value's */
};

static void end_length(struct pairs *p)
{
	p->skip += p->length;
	p->has_name = !p->has_name;
}

/* One byte of a length: one with the top bit set begins a length of four. */
static void take_length(struct pairs *p, unsigned char byte)
{
	if (p->missing) {
		p->length = p->length << 8 | byte;
		if (--p->missing == 0)
			end_length(p);
	} else if (byte & 0x80) {
		p->length = byte & 0x7fU;
		p->missing = 3;
	} else {
		p->length = byte;
		end_length(p);
	}
}

/* False if there are too many bytes, or are to be. */
static bool take_pairs(struct pairs *p, struct str content)
{
	while (content.n && p->seen + p->skip <= LIMIT_PARAMS) {
		if (p->missing || p->has_name || !p->skip) {
			take_length(p, (unsigned char)content.p[0]);
			p->seen++;
			content.p++;
			content.n--;
			continue;
		}
		size_t n = p->skip < content.n ? p->skip : content.n;
		p->skip -= n;
		p->seen += n;
		content.p += n;
		content.n -= n;
	}
	return p->seen + p->skip <= LIMIT_PARAMS;
}

static bool pairs_ended(const struct pairs *p)
{
	return !p->missing && !p->has_name && !p->skip;
}

/* Takes one record off, as much as is there. MORE: it is not complete; its header may be looked at
 * if r->type is not 0. */
static enum records take_record(struct str *bytes, struct record *r)
{
	const unsigned char *p = (const unsigned char *)bytes->p;
	r->type = 0;
	if ((bytes->n && p[0] != VERSION) || (bytes->n > 1 && p[1] == 0))
		return RECORDS_BAD;
	if (bytes->n < HEADER)
		return RECORDS_MORE;
	size_t content = (size_t)p[4] << 8 | p[5], whole = HEADER + content + p[6];
	r->type = p[1];
	r->id = (unsigned)p[2] << 8 | p[3];
	r->content = (struct str){bytes->p + HEADER, content};
	if (bytes->n < whole) {
		if (r->content.n > bytes->n - HEADER)
			r->content.n = bytes->n - HEADER;
		return RECORDS_MORE;
	}
	bytes->p += whole;
	bytes->n -= whole;
	return RECORDS_WHOLE;
}

static bool begins_request(const struct record *r)
{
	const unsigned char *p = (const unsigned char *)r->content.p;
	return r->type == BEGIN_REQUEST && r->id != 0 && r->content.n == 8 &&
	       ((unsigned)p[0] << 8 | p[1]) == RESPONDER;
}

enum records records_check(struct str bytes)
{
	struct record r;
	struct pairs pairs = {0};
	enum records got = take_record(&bytes, &r);
	if (got == RECORDS_MORE && r.type && r.type != BEGIN_REQUEST)
		return RECORDS_BAD;
	if (got != RECORDS_WHOLE)
		return got;
	if (!begins_request(&r))
		return RECORDS_BAD;
	unsigned id = r.id, expected = PARAMS;
	for (;;) {
		got = take_record(&bytes, &r);
		if (got == RECORDS_BAD || (r.type && (r.type != expected || r.id != id)))
			return RECORDS_BAD;
		if (r.type == PARAMS && !take_pairs(&pairs, r.content))
			return RECORDS_BAD;
		if (got == RECORDS_MORE)
			return RECORDS_MORE;
		if (r.content.n)
			continue;
		if (expected == STDIN)
			return RECORDS_WHOLE;
		if (!pairs_ended(&pairs))
			return RECORDS_BAD;
		expected = STDIN;
	}
}
