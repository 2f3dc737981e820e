#include "base/host.h"

enum { PORT_MAX = 65535 };

static bool parse_port(struct str digits, unsigned *port)
{
	*port = 0;
	if (!digits.n || digits.n > 5)
		return false;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		*port = *port * 10 + (unsigned)(digits.p[i] - '0');
	}
	return *port > 0 && *port <= PORT_MAX;
}

static bool take_name(struct host *out, struct str name)
{
	if (!name.n || name.n > HOST_NAME || memchr(name.p, '\0', name.n))
		return false;
	memcpy(out->name, name.p, name.n);
	out->name[name.n] = '\0';
	return true;
}

/* An address of IPv6 has colons of its own: with a port it stands in brackets. */
bool host_parse(struct host *out, struct str text, unsigned port)
{
	out->port = port;
	if (text.n && *text.p == '/') {
		out->port = 0;
		return take_name(out, text);
	}
	struct str name = text;
	const char *end = text.n && *text.p == '[' ? memchr(text.p, ']', text.n) : NULL;
	if (end)
		name = (struct str){text.p + 1, (size_t)(end - text.p) - 1};
	const char *from = end ? end + 1 : text.p;
	size_t n = text.n - (size_t)(from - text.p);
	const char *colon = n ? memchr(from, ':', n) : NULL;
	if (end ? colon != from && n > 0 : false)
		return false;
	size_t behind = colon ? n - (size_t)(colon - from) - 1 : 0;
	bool several = colon && !end && memchr(colon + 1, ':', behind);
	if (!colon || several)
		return take_name(out, name);
	if (!end)
		name.n = (size_t)(colon - text.p);
	return parse_port((struct str){colon + 1, behind}, &out->port) && take_name(out, name);
}
