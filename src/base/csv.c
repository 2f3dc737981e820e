#include "base/csv.h"

#include <string.h>
#include <strings.h>

void csv_begin(struct csv *c, FILE *in, size_t max)
{
	*c = (struct csv){.in = in, .next = 1};
	buf_init(&c->text, max);
}

void csv_free(struct csv *c)
{
	buf_free(&c->text);
}

/* One record's state: where its fields begin in the text, and what is wrong with it. */
struct record {
	size_t starts[CSV_FIELDS];
	int n;
	size_t start; /* of the field, kept or not */
	bool quoted;  /* the field stands in quotes … */
	bool inside;  /* … and they are still open */
	bool any;     /* there was anything at all */
};

static void broken(struct csv *c, const char *why)
{
	if (!c->why)
		c->why = why;
}

static void begin_field(struct csv *c, struct record *r)
{
	r->start = c->text.len;
	if (r->n < CSV_FIELDS)
		r->starts[r->n++] = r->start;
	r->quoted = false;
}

static void end_field(struct csv *c)
{
	buf_addc(&c->text, '\0');
}

static void add_byte(struct csv *c, int byte)
{
	if (!byte)
		broken(c, "a NUL byte");
	buf_addc(&c->text, (char)byte);
}

/* A quote outside of quotes begins a field, or is a slip. */
static void open_quote(struct csv *c, struct record *r)
{
	bool first = c->text.len == r->start && !r->quoted;
	if (!first)
		broken(c, "a quote within a field that has none around it");
	r->quoted |= first;
	r->inside = first;
}

/* Within quotes. False: the file is over. */
static bool take_quoted(struct csv *c, struct record *r, int byte)
{
	if (byte == EOF) {
		broken(c, "a quote that is never closed");
		return false;
	}
	if (byte == '"') {
		int after = getc(c->in);
		if (after == '"') {
			buf_addc(&c->text, '"');
		} else {
			r->inside = false;
			if (after != EOF)
				ungetc(after, c->in);
		}
		return true;
	}
	c->next += byte == '\n';
	add_byte(c, byte);
	return true;
}

/* Outside of quotes. False: the record is over. */
static bool take_plain(struct csv *c, struct record *r, int byte)
{
	if (byte == '\r') {
		int after = getc(c->in);
		if (after == '\n')
			byte = '\n';
		else if (after != EOF)
			ungetc(after, c->in);
	}
	if (byte == EOF || byte == '\n') {
		c->next += byte == '\n';
		return false;
	}
	r->any = true;
	if (byte == ',') {
		end_field(c);
		begin_field(c, r);
	} else if (byte == '"') {
		open_quote(c, r);
	} else {
		if (r->quoted)
			broken(c, "text behind a closing quote");
		add_byte(c, byte);
	}
	return true;
}

static void skip_byte_order_mark(struct csv *c)
{
	static const int mark[] = {0xef, 0xbb, 0xbf};
	for (int i = 0; i < 3; i++) {
		int byte = getc(c->in);
		if (byte == mark[i])
			continue;
		if (byte != EOF)
			ungetc(byte, c->in);
		return;
	}
}

/* Reads one line or more into the text. False: there was nothing more. */
static bool read_record(struct csv *c, struct record *r)
{
	buf_reset(&c->text, c->text.max);
	*r = (struct record){.n = 0};
	c->line = c->next;
	c->why = NULL;
	begin_field(c, r);
	int byte;
	do
		byte = getc(c->in);
	while (r->inside ? take_quoted(c, r, byte) : take_plain(c, r, byte));
	end_field(c);
	if (c->text.failed)
		broken(c, "longer than a record may be");
	return byte != EOF || r->any;
}

enum csv_status csv_next(struct csv *c)
{
	struct record r;
	if (c->next == 1)
		skip_byte_order_mark(c);
	do
		if (!read_record(c, &r))
			return CSV_END;
	while (!r.any);
	c->n = c->why ? 0 : r.n;
	for (int i = 0; i < c->n; i++)
		c->fields[i] = c->text.data + r.starts[i];
	return c->why ? CSV_BROKEN : CSV_RECORD;
}

int csv_column(const struct csv *header, const char *name)
{
	for (int i = 0; i < header->n; i++)
		if (!strcasecmp(header->fields[i], name))
			return i;
	return -1;
}

const char *csv_field(const struct csv *c, int column)
{
	return column >= 0 && column < c->n ? c->fields[column] : "";
}

void csv_add(struct buf *line, const char *field)
{
	bool quoted = strpbrk(field, ",\"\r\n") != NULL;
	if (line->len)
		buf_addc(line, ',');
	if (quoted)
		buf_addc(line, '"');
	for (; *field; field++) {
		if (*field == '"')
			buf_addc(line, '"');
		buf_addc(line, *field);
	}
	if (quoted)
		buf_addc(line, '"');
}
