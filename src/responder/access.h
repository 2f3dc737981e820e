/* Who may ask: by a secret in a header, as Kakao's skill settings can send one, and by the network
 * that the request came from. */
#ifndef ARTISTBOT_RESPONDER_ACCESS_H
#define ARTISTBOT_RESPONDER_ACCESS_H

#include "base/config.h"

/* Does a request with these CGI variables come from one of the networks (REMOTE_ADDR) and carry one
 * of the secrets? What is not configured is not asked for. Takes the same time whatever the header
 * holds, so that nobody learns a secret bit by bit. */
bool access_allowed(const struct config_access *c, char **envp);

#endif
