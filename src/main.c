/* artistbot.fcgi: the responder. Wires the floors together; what each does is in its folder. */
#include "base/clock.h"
#include "base/log.h"
#include "base/version.h"
#include "http/http.h"
#include "music/finder.h"
#include "responder/cgi.h"
#include "responder/listen.h"
#include "responder/server.h"
#include "responder/settings.h"
#include "skill/later.h"
#include "store/store.h"

#include <fcgiapp.h>
#include <fcntl.h>
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	EXIT_USAGE = 2,
	/* What is still to be written when the process is told to end. */
	WRITE_BACK_MS = 3000,
	/* Answers that are promised by then. */
	CALLBACK_MS = 2500,
	/* How often connections that keep silent are looked for. */
	SWEEP_MS = 250,
	DESCRIPTORS = 16384,
};

static const char usage[] =
    "usage: artistbot.fcgi [--config FILE] [--socket PATH]\n"
    "\n"
    "Answers KakaoTalk skill requests with artists. With a listening socket (--socket, or handed\n"
    "over by spawn-fcgi or systemd) it is a FastCGI responder; without one it answers one CGI "
    "request:\n"
    "the body from standard input, the variables from the environment, the answer to standard "
    "output.\n"
    "\n"
    "  -c, --config FILE   settings; else $ARTISTBOT_CONFIG, else /etc/artistbot/artistbot.conf\n"
    "  -s, --socket PATH   listen on a unix socket there\n"
    "  -h, --help          this text\n"
    "  -v, --version       the version of artistbot\n"
    "\n"
    "SIGTERM and SIGINT let it finish what it is doing and end; SIGHUP lets it read settings and\n"
    "wording again. It logs to standard error.\n";

struct options {
	const char *config, *socket;
};

/* Returns -1 to go on, else the exit status. */
static int read_options(struct options *o, int argc, char **argv)
{
	static const struct option known[] = {
	    {"config", required_argument, NULL, 'c'},
	    {"help", no_argument, NULL, 'h'},
	    {"socket", required_argument, NULL, 's'},
	    {"version", no_argument, NULL, 'v'},
	    {0},
	};
	int c;
	*o = (struct options){.config = config_default_path()};
	while ((c = getopt_long(argc, argv, "c:hs:v", known, NULL)) != -1)
		switch (c) {
		case 'c':
			o->config = optarg;
			break;
		case 's':
			o->socket = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		case 'v':
			puts("artistbot.fcgi " ARTISTBOT_VERSION);
			return EXIT_SUCCESS;
		default:
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
	if (optind == argc)
		return -1;
	fprintf(stderr, "artistbot.fcgi: %s: no such argument\n%s", argv[optind], usage);
	return EXIT_USAGE;
}

/* Descriptors 0 to 2 must be taken, lest a socket become standard error. */
static void fill_standard_descriptors(void)
{
	int fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO)
		fd = dup(fd);
	if (fd >= 0)
		close(fd);
}

/* Every parked request may need two descriptors. */
static void raise_descriptors(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
	setrlimit(RLIMIT_NOFILE, &limit); /* it was a wish */
}

/* Heaps of several threads, which glibc makes by default, keep what the others could use. One is as
 * fast here (a hit allocates next to nothing) and two MiB smaller. What the environment sets
 * prevails. */
static void limit_heaps(void)
{
	if (!getenv("MALLOC_ARENA_MAX"))
		mallopt(M_ARENA_MAX, 1);
}

/* When libfcgi closes a connection it waits for the web server to close its end, 2000 ms by
 * default: a worker's time. */
static bool fcgi_global_init(void)
{
	return setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "100", 0) == 0 && FCGX_Init() == 0;
}

/* Reads the files again; now becomes what holds from then on. */
static void reload(struct server *server, const char *config_path, const struct settings *first,
    struct settings **now)
{
	struct settings *fresh = settings_reload(config_path, first, *now);
	if (!fresh)
		return;
	server_use(server, fresh);
	/* Finished replies are of the old wording. */
	cache_forget(first->skill.cache, NULL);
	settings_unref(*now);
	*now = fresh;
}

/* Takes signals until one says to end, and returns that. */
static int supervise(struct server *server, const char *config_path, struct settings *first)
{
	struct settings *now = settings_ref(first);
	const struct timespec sweep = {.tv_nsec = SWEEP_MS * 1000000L};
	sigset_t taken;
	sigemptyset(&taken);
	sigaddset(&taken, SIGTERM);
	sigaddset(&taken, SIGINT);
	sigaddset(&taken, SIGHUP);
	for (;;) {
		int got = sigtimedwait(&taken, NULL, &sweep);
		if (got == SIGTERM || got == SIGINT) {
			settings_unref(now);
			return got;
		}
		if (got == SIGHUP)
			reload(server, config_path, first, &now);
		server_sweep(server);
	}
}

static int serve_socket(
    struct settings *settings, struct store *store, int fd, const struct options *o)
{
	struct server *server = server_start(settings, store, fd);
	if (!server)
		return EXIT_FAILURE;
	settings_log_cautions(settings, o->config);
	log_event(LOG_INFO, "ready", "answering on descriptor %d", fd);
	int got = supervise(server, o->config, settings);
	log_event(LOG_INFO, "stopping", "signal %d", got);
	server_stop_accepting(server);
	if (o->socket) { /* our own: refused at once, the web server answers in our place */
		unlink(o->socket);
		close(fd);
	}
	server_stop(server);
	return EXIT_SUCCESS;
}

/* Every thread inherits the mask: only the main one takes signals, by waiting for them. A request
 * cut short by a signal would look whole to libfcgi. */
static void block_signals(void)
{
	sigset_t blocked;
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGHUP);
	sigaddset(&blocked, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &blocked, NULL);
}

/* One that comes before all is ready would end the process; so it waits. */
static void hold_back_hangup(void)
{
	sigset_t hangup;
	sigemptyset(&hangup);
	sigaddset(&hangup, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &hangup, NULL);
}

/* Something was written about an artist or a name. */
static void forget(void *cache, const char *what)
{
	cache_forget(cache, what);
}

static int run(struct settings *settings, const struct options *o)
{
	const struct config *c = &settings->config;
	char error[400];
	int status = EXIT_FAILURE;
	int fd = o->socket ? listen_open(o->socket, c->server.socket_mode, c->server.backlog, error,
				 sizeof error)
			   : listen_inherited();
	if (o->socket && fd < 0) {
		fprintf(stderr, "artistbot.fcgi: %s\n", error);
		return EXIT_FAILURE;
	}
	if (fd < 0 && isatty(STDIN_FILENO)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (fd >= 0)
		block_signals();
	struct store *store = store_new(&c->database);
	struct finder *finder = store ? finder_start(c, store) : NULL;
	if (finder) {
		struct cache *cache = fd >= 0 ? cache_new((size_t)c->cache.reply_bytes) : NULL;
		/* A CGI process ends with its request. */
		struct later *later = fd >= 0 ? later_start(c, store, finder) : NULL;
		settings->skill.finder = finder;
		settings->skill.cache = cache;
		settings->skill.later = later;
		finder_watch(finder, forget, cache);
		status = fd >= 0 ? serve_socket(settings, store, fd, o)
				 : cgi_serve(c, &settings->skill, store);
		later_stop(later, clock_ms() + CALLBACK_MS);
		finder_stop(finder, clock_ms() + WRITE_BACK_MS);
		later_free(later);
		cache_free(cache);
	}
	if (store)
		store_free(store);
	if (o->socket && status != EXIT_SUCCESS)
		unlink(o->socket);
	return status;
}

int main(int argc, char **argv)
{
	struct options o;
	struct buf errors;
	hold_back_hangup();
	fill_standard_descriptors();
	raise_descriptors();
	limit_heaps();
	/* The MySQL library resolves names without a limit of its own: by default up to half a
	 * minute. */
	setenv("RES_OPTIONS", "timeout:1 attempts:1", 0);
	int status = read_options(&o, argc, argv);
	if (status >= 0)
		return status;
	buf_init(&errors, 16 * 1024);
	struct settings *settings = settings_load(o.config, &errors);
	if (errors.len)
		fprintf(stderr, "%s", errors.data);
	if (!settings) {
		fputs(
		    "artistbot.fcgi: not started: correct the configuration (artistbotctl check)\n",
		    stderr);
		status = EXIT_USAGE;
	} else if (!http_global_init() || !fcgi_global_init()) {
		fputs("artistbot.fcgi: not started: libcurl or libfcgi cannot be used\n", stderr);
		status = EXIT_FAILURE;
	} else {
		log_set_level(settings->config.log.level);
		signal(SIGPIPE, SIG_IGN);
		status = run(settings, &o);
	}
	settings_unref(settings);
	buf_free(&errors);
	return status;
}
