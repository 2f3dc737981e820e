#include "responder/settings.h"

#include "base/caution.h"
#include "base/log.h"

#include <stdlib.h>

static void hold(void *settings)
{
	settings_ref(settings);
}

static void let_go(void *settings)
{
	settings_unref(settings);
}

struct settings *settings_load(const char *path, struct buf *errors)
{
	struct settings *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	atomic_init(&s->references, 1);
	bool ok = config_load(&s->config, path, errors);
	s->wording =
	    ok ? wording_load(s->config.skill.language, s->config.skill.wording, errors) : NULL;
	s->skill = (struct skill){
	    .c = &s->config, .wording = s->wording, .owner = s, .hold = hold, .let_go = let_go};
	if (ok && s->wording)
		return s;
	settings_unref(s);
	return NULL;
}

/* A line of the log for each line. */
static void log_lines(enum log_level level, const char *msg, const char *p)
{
	while (p && *p) {
		size_t n = strcspn(p, "\n");
		log_event(level, msg, "%.*s", (int)n, p);
		p += n + (p[n] != '\0');
	}
}

void settings_log_cautions(const struct settings *s, const char *path)
{
	struct buf lines;
	buf_init(&lines, 4096);
	caution_add(&s->config, path, &lines);
	log_lines(LOG_WARN, "configuration: is that meant?", lines.data);
	buf_free(&lines);
}

static void log_taken(const struct settings *s, const struct settings *first)
{
	struct buf names;
	buf_init(&names, 4096);
	config_list_unapplied(&first->config, &s->config, &names);
	log_event(LOG_INFO, "configuration is read again", "%s",
	    names.len ? "but for what needs a restart" : "all of it holds from now on");
	if (names.len)
		log_event(LOG_WARN, "settings that need a restart", "%s", names.data);
	buf_free(&names);
}

struct settings *settings_reload(
    const char *path, const struct settings *first, const struct settings *now)
{
	struct buf errors;
	buf_init(&errors, 16 * 1024);
	struct settings *s = settings_load(path, &errors);
	if (s && caution_opens(&now->config, &s->config))
		buf_addf(&errors,
		    "%s: [access] has neither header nor networks any more: is the file whole? To "
		    "let everybody in, restart\n",
		    path ? path : "defaults");
	if (s && !errors.len && !errors.failed) {
		s->skill.finder = first->skill.finder;
		s->skill.cache = first->skill.cache;
		s->skill.later = first->skill.later;
		log_set_level(s->config.log.level);
		log_taken(s, first);
		settings_log_cautions(s, path);
	} else {
		log_lines(LOG_ERROR, "configuration is wrong, the old one stays",
		    errors.len ? errors.data : "out of memory");
		settings_unref(s);
		s = NULL;
	}
	buf_free(&errors);
	return s;
}

struct settings *settings_ref(struct settings *s)
{
	atomic_fetch_add_explicit(&s->references, 1, memory_order_relaxed);
	return s;
}

void settings_unref(struct settings *s)
{
	if (!s || atomic_fetch_sub_explicit(&s->references, 1, memory_order_acq_rel) != 1)
		return;
	wording_free(s->wording);
	config_free(&s->config);
	free(s);
}
