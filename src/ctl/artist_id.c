#include "ctl/artist_id.h"

#include <ctype.h>
#include <string.h>

bool artist_id_read(char id[static ARTIST_ID_CHARS + 1], const char *text)
{
	for (const char *p; (p = strpbrk(text, "/:"));)
		text = p + 1;
	size_t n = strcspn(text, "?#");
	bool good = n == ARTIST_ID_CHARS;
	for (size_t i = 0; i < n && good; i++)
		good = isalnum((unsigned char)text[i]);
	if (good)
		memcpy(id, text, n);
	id[good ? n : 0] = '\0';
	return good;
}
