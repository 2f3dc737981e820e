/* What a configuration allows that may not be meant: no error, but worth a word. */
#ifndef ARTISTBOT_BASE_CAUTION_H
#define ARTISTBOT_BASE_CAUTION_H

#include "base/config.h"

/* Appends a line for each. path: the file that c was read from, or NULL. No line holds a secret. */
void caution_add(const struct config *c, const char *path, struct buf *out);

/* Does the new one let everybody in where the old one did not? A file that was cut short, by a full
 * disk or an editor at work, reads like that. */
bool caution_opens(const struct config *old, const struct config *new);

#endif
