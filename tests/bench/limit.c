/* The limit: what libfcgi's usual loop can do at most. A thread for every connection reads the body
 * and prints the same reply each time. No log, no check, no look at the question.
 *
 * usage: limit SOCKET THREADS REPLYFILE */
#include <fcgiapp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MAX_BODY = 64 * 1024, MAX_REPLY = 32 * 1024, STACK = 256 * 1024, BACKLOG = 1024 };

static int listener;
static char reply[MAX_REPLY];
static int reply_length;

static void *serve(void *unused)
{
	FCGX_Request r;
	char body[MAX_BODY];
	(void)unused;
	FCGX_InitRequest(&r, listener, 0);
	while (FCGX_Accept_r(&r) == 0) {
		FCGX_GetStr(body, sizeof body, r.in);
		FCGX_PutStr(reply, reply_length, r.out);
		FCGX_Finish_r(&r);
	}
	return NULL;
}

/* The header and the file's contents as one text. */
static int read_reply(const char *path)
{
	static char text[MAX_REPLY - 256];
	FILE *in = fopen(path, "r");
	if (!in)
		return -1;
	size_t n = fread(text, 1, sizeof text, in);
	fclose(in);
	reply_length = snprintf(reply, sizeof reply,
	    "Status: 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
	    "%zu\r\n\r\n%.*s",
	    n, (int)n, text);
	return n > 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
	pthread_attr_t attr;
	pthread_t thread;
	if (argc != 4 || read_reply(argv[3])) {
		fprintf(stderr, "usage: limit SOCKET THREADS REPLYFILE\n");
		return 2;
	}
	umask(0);
	FCGX_Init();
	listener = FCGX_OpenSocket(argv[1], BACKLOG);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	for (long i = strtol(argv[2], NULL, 10); listener >= 0 && i > 1; i--)
		if (pthread_create(&thread, &attr, serve, NULL))
			return 1;
	if (listener >= 0)
		serve(NULL);
	return 1;
}
