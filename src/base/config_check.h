/* What no single value of a configuration shows, or its kind does not. */
#ifndef ARTISTBOT_BASE_CONFIG_CHECK_H
#define ARTISTBOT_BASE_CONFIG_CHECK_H

#include "base/config.h"

/* Adds a line for each thing that is wrong, without ever repeating a secret. path: the file that c
 * was read from, or NULL. */
void config_check(const struct config *c, const char *path, struct buf *errors);

#endif
