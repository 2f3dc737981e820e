#include "base/caution.h"

#include <sys/stat.h>

static bool is_open(const struct config *c)
{
	return !*c->access.header && c->access.networks.n == 0;
}

void caution_add(const struct config *c, const char *path, struct buf *out)
{
	struct stat st;
	if (path && c->holds_secret && !stat(path, &st) && (st.st_mode & S_IRWXO))
		buf_addf(
		    out, "%s: holds a secret but is open to everybody: chmod o= %s\n", path, path);
	if (c->server.socket_mode & S_IRWXO)
		buf_addf(out,
		    "[server] socket_mode is %04o: who may connect can stop the responder: 0660 "
		    "keeps it to the web server's group\n",
		    (unsigned)c->server.socket_mode);
	if (is_open(c))
		buf_adds(out, "[access] has neither header nor networks: whoever reaches the web "
			      "server gets in\n");
}

bool caution_opens(const struct config *old, const struct config *new)
{
	return is_open(new) && !is_open(old);
}
