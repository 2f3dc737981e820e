/* Plain CGI: one request from the environment and standard input, one answer to standard output. */
#ifndef ARTISTBOT_RESPONDER_CGI_H
#define ARTISTBOT_RESPONDER_CGI_H

#include "base/config.h"
#include "skill/skill.h"
#include "store/store.h"

/* Serves the request of this process and closes standard output, so that the answer is on its way
 * before anything is written back. Returns the process's exit status. */
int cgi_serve(const struct config *c, const struct skill *skill, struct store *store);

#endif
