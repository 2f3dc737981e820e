/* Configuration and wording as they are at one time.
 *
 * A snapshot never changes. Each request holds the one it began with until its end; reading the
 * files again makes another one. Who drops the last reference frees it. */
#ifndef ARTISTBOT_RESPONDER_SETTINGS_H
#define ARTISTBOT_RESPONDER_SETTINGS_H

#include "base/config.h"
#include "skill/skill.h"

#include <stdatomic.h>

struct settings {
	atomic_int references; /* the settings' own */
	struct config config;
	struct wording *wording;
	struct skill skill; /* over these two */
};

/* Reads the files. NULL if the configuration is wrong or memory is short; what is wrong, in the
 * wording too, is added to errors. The skill has no finder yet. The caller gets the reference. */
struct settings *settings_load(const char *path, struct buf *errors);

/* Reads the files again, for the same finder, and logs what came of it. NULL if anything is wrong
 * with them, or if they let everybody in where those of now do not: the old ones stay then. first:
 * those that the process started with. */
struct settings *settings_reload(
    const char *path, const struct settings *first, const struct settings *now);

/* Logs what they allow that may not be meant. path: the file they were read from, or NULL. */
void settings_log_cautions(const struct settings *s, const char *path);

/* From any thread. */
struct settings *settings_ref(struct settings *s);
void settings_unref(struct settings *s); /* NULL is welcome */

#endif
