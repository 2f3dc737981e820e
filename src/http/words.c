/* What of the HTTP client needs no thread: words for results, texts for queries. */
#include "base/buf.h"
#include "http/http.h"

const char *http_outcome(const struct http_response *r)
{
	static const struct {
		long status;
		const char *name;
	} usual[] = {{200, "200"}, {400, "400"}, {401, "401"}, {403, "403"}, {404, "404"},
	    {429, "429"}, {500, "500"}, {502, "502"}, {503, "503"}, {504, "504"}};
	static const char *const unanswered[] = {
	    [HTTP_LATE] = "late",
	    [HTTP_TOO_BIG] = "too_big",
	    [HTTP_FAILED] = "failed",
	    [HTTP_STOPPED] = "stopped",
	};
	if (r->result != HTTP_ANSWERED)
		return unanswered[r->result];
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (usual[i].status == r->status)
			return usual[i].name;
	return "other";
}

void http_encode(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
		if (plain)
			buf_addc(out, (char)c);
		else
			buf_addf(out, "%%%02X", c);
	}
}
