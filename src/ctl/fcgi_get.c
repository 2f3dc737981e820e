#include "ctl/fcgi_get.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Section 8 of the FastCGI specification. */
enum {
	VERSION = 1,
	BEGIN_REQUEST = 1,
	END_REQUEST = 3,
	PARAMS = 4,
	STDIN = 5,
	STDOUT = 6,
	RESPONDER = 1,
	ID = 1,
	HEADER = 8,
	MAX_REQUEST = 1024,
};

static void record(struct buf *b, unsigned type, struct str content)
{
	const unsigned char header[HEADER] = {VERSION, (unsigned char)type, 0, ID,
	    (unsigned char)(content.n >> 8), (unsigned char)content.n};
	buf_add(b, header, sizeof header);
	buf_add_str(b, content);
}

/* Names and values are short here: a byte for each length. */
static void pair(struct buf *b, const char *name, const char *value)
{
	buf_addc(b, (char)strlen(name));
	buf_addc(b, (char)strlen(value));
	buf_adds(b, name);
	buf_adds(b, value);
}

static void write_request(struct buf *b, const char *path)
{
	static const char begin[HEADER] = {0, RESPONDER};
	struct buf params;
	buf_init(&params, MAX_REQUEST);
	pair(&params, "REQUEST_METHOD", "GET");
	pair(&params, "SCRIPT_NAME", path);
	pair(&params, "REMOTE_ADDR", "127.0.0.1");
	record(b, BEGIN_REQUEST, (struct str){begin, sizeof begin});
	record(b, PARAMS, buf_str(&params));
	record(b, PARAMS, (struct str){0});
	record(b, STDIN, (struct str){0});
	buf_free(&params);
}

static int open_socket(const char *path)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof at.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(at.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at)) {
		int error = errno;
		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

/* Takes whole records off what has come; their standard output goes to out. Returns whether the
 * request has ended; *error: it is no FastCGI. */
static bool take_records(struct buf *in, size_t *at, struct buf *out, int *error)
{
	while (in->len - *at >= HEADER) {
		const unsigned char *p = (const unsigned char *)in->data + *at;
		size_t content = (size_t)p[4] << 8 | p[5], whole = HEADER + content + p[6];
		if (p[0] != VERSION) {
			*error = EPROTO;
			return false;
		}
		if (in->len - *at < whole)
			return false;
		if (p[1] == STDOUT)
			buf_add(out, p + HEADER, content);
		*at += whole;
		if (p[1] == END_REQUEST)
			return true;
	}
	return false;
}

static int read_answer(int fd, int64_t deadline, struct buf *out)
{
	struct buf in;
	size_t at = 0;
	int error = 0;
	bool ended = false;
	buf_init(&in, out->max + MAX_REQUEST);
	while (!ended && !error) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		char bytes[4096];
		if (poll(&p, 1, (int)clock_left(deadline)) <= 0) {
			error = ETIMEDOUT;
			break;
		}
		ssize_t n = read(fd, bytes, sizeof bytes);
		if (n <= 0 || !buf_add(&in, bytes, (size_t)n))
			error = EPROTO;
		else
			ended = take_records(&in, &at, out, &error);
	}
	buf_free(&in);
	return error;
}

int fcgi_get(const char *socket_path, const char *path, int64_t deadline, struct buf *out)
{
	struct buf request;
	int fd = open_socket(socket_path), error = 0;
	if (fd < 0)
		return errno;
	buf_init(&request, MAX_REQUEST);
	write_request(&request, path);
	/* It fits the socket's buffer. */
	if (request.failed ||
	    send(fd, request.data, request.len, MSG_NOSIGNAL) != (ssize_t)request.len)
		error = EPROTO;
	else
		error = read_answer(fd, deadline, out);
	buf_free(&request);
	close(fd);
	return error;
}
