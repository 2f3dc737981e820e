/* Who may ask: a secret in a header, as Kakao's skill settings can send one. */
#ifndef ARTISTBOT_RESPONDER_ACCESS_H
#define ARTISTBOT_RESPONDER_ACCESS_H

#include "base/config.h"

/* Does a request with these CGI variables carry one of the secrets? True if none is configured.
 * Takes the same time whatever the header holds, so that nobody learns a secret bit by bit. */
bool access_allowed(const struct config_access *c, char **envp);

#endif
