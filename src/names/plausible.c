#include "names/plausible.h"

#include "base/text.h"

#include <utf8proc.h>

/* More digits are a phone number, not The 1975. */
enum { MAX_DIGITS = 5 };

static bool is_jamo(int32_t c)
{
	return (c >= 0x1100 && c <= 0x11ff) || (c >= 0x3130 && c <= 0x318f) ||
	       (c >= 0xa960 && c <= 0xa97f) || (c >= 0xd7b0 && c <= 0xd7ff);
}

/* AC/DC and will.i.am are names; a.b/c is not. */
static bool is_link(const char *name)
{
	const char *dot = strchr(name, '.'), *slash = strrchr(name, '/'), *at = strchr(name, '@');
	if (strstr(name, "://") || !strncmp(name, "www.", 4))
		return true;
	if (strchr(name, ' ') || !dot)
		return false;
	return (slash && slash > dot) || (at && at > name && strchr(at, '.'));
}

bool name_plausible(const char *name, const char *key)
{
	struct str rest = str_of(key);
	int letters = 0, digits = 0;
	int32_t c;
	for (size_t n; (n = text_next(rest, &c)); rest.p += n, rest.n -= n) {
		utf8proc_category_t kind = utf8proc_category(c);
		if (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO)
			letters += !is_jamo(c);
		else if (kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO)
			digits++;
	}
	return (letters || (digits && digits <= MAX_DIGITS)) && !is_link(name);
}
