#include "responder/access.h"

#include <ctype.h>
#include <fcgiapp.h>
#include <stdio.h>

/* Every byte of the secret is looked at, whether it matches or not. */
static bool same(const char *given, const char *secret)
{
	size_t n_given = strlen(given), n = strlen(secret);
	unsigned differ = n_given != n;
	for (size_t i = 0; i < n; i++)
		differ |= (unsigned char)secret[i] ^ (unsigned char)(i < n_given ? given[i] : 0);
	return differ == 0;
}

static bool from_allowed_network(const struct config_networks *c, char **envp)
{
	const char *address = FCGX_GetParam("REMOTE_ADDR", envp);
	for (int i = 0; address && i < c->n; i++)
		if (network_has(&c->items[i], address))
			return true;
	return c->n == 0;
}

static bool has_secret(const struct config_access *c, char **envp)
{
	char name[128];
	if (!*c->header)
		return true;
	int n = snprintf(name, sizeof name, "HTTP_%s", c->header);
	if (n < 0 || (size_t)n >= sizeof name)
		return false;
	for (char *p = name; *p; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
	const char *given = FCGX_GetParam(name, envp);
	bool allowed = false;
	for (int i = 0; i < c->secrets.n; i++)
		allowed |= same(given ? given : "", c->secrets.items[i]);
	return given && allowed;
}

bool access_allowed(const struct config_access *c, char **envp)
{
	return from_allowed_network(&c->networks, envp) && has_secret(c, envp);
}
