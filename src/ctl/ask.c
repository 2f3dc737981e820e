#include "base/clock.h"
#include "base/json_write.h"
#include "ctl/bubbles.h"
#include "ctl/commands.h"
#include "http/http.h"
#include "skill/skill.h"

#include <errno.h>
#include <semaphore.h>
#include <stdio.h>

enum { WRITE_BACK_MS = 3000, MAX_PAYLOAD = 16 * 1024 };

static void wake(void *context)
{
	sem_post(context);
}

/* As Kakao's payload has it when a user types the name. */
static void write_payload(struct buf *to, const char *name)
{
	struct json_writer w = json_to(to);
	json_open(&w, '{');
	json_key(&w, "userRequest");
	json_open(&w, '{');
	json_key(&w, "utterance");
	json_str(&w, str_of(name));
	json_close(&w, '}');
	json_close(&w, '}');
}

static void call(
    const struct skill *skill, struct store_conn *conn, struct skill_call *k, struct str payload)
{
	sem_t woken;
	sem_init(&woken, 0, 0);
	skill_call_set(k, clock_ms() + skill->c->server.deadline_ms, wake, &woken);
	enum skill_step step = skill_begin(skill, conn, k, payload);
	while (step == SKILL_WAIT) {
		int64_t until = skill_call_wait_until(k);
		struct timespec t = clock_point(until);
		while (sem_clockwait(&woken, CLOCK_MONOTONIC, &t) && errno == EINTR)
			;
		step = skill_end(skill, conn, k);
	}
	sem_destroy(&woken);
}

static int show(const struct ctl *o, const struct skill_call *k, int64_t took)
{
	int status = k->answered ? CTL_OK : CTL_FAILED;
	if (ctl_given(o, "json")) {
		struct buf reply;
		buf_init(&reply, k->reply.n + 1);
		buf_add(&reply, k->reply.p, k->reply.n);
		status = ctl_print(o, &reply, status);
		buf_free(&reply);
		return status;
	}
	bubbles_print(stdout, k->reply);
	printf(ctl_text(o, "  %s, from %s, %lld ms, %zu bytes\n",
		   "  결과 %s, 출처 %s, %lld밀리초, %zu바이트\n"),
	    k->outcome, k->source, (long long)took, k->reply.n);
	return ctl_written(o, status);
}

static int ask(const struct ctl *o, const struct skill *skill, struct store_conn *conn)
{
	struct skill_call k;
	struct buf payload;
	buf_init(&payload, MAX_PAYLOAD);
	write_payload(&payload, o->arguments[0]);
	skill_call_init(&k);
	int64_t began = clock_ms();
	call(skill, conn, &k, payload.failed ? STR("") : buf_str(&payload));
	int status = show(o, &k, clock_ms() - began);
	skill_call_release(&k);
	buf_free(&payload);
	return status;
}

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	struct buf errors;
	buf_init(&errors, 16 * 1024);
	struct wording *wording = wording_load(c->skill.language, c->skill.wording, &errors);
	struct finder *finder = NULL;
	/* What is in the way of an answer, the reply tells only half. */
	log_set_level(LOG_WARN);
	if (wording && http_global_init())
		finder = finder_start(c, store_of(conn));
	int status;
	if (finder) {
		struct skill skill = {.c = c, .wording = wording, .finder = finder};
		status = ask(o, &skill, conn);
		finder_stop(finder, clock_ms() + WRITE_BACK_MS);
	} else {
		status = ctl_failed(o, "%s", ctl_text(o, "out of memory", "메모리가 모자라요"));
	}
	wording_free(wording);
	buf_free(&errors);
	return status;
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {
    {"json", NULL, {"the skill response as Kakao gets it", "카카오가 받는 스킬 응답 그대로"}, 0, 0},
    {0},
};

const struct ctl_command ctl_ask = {
    .name = "ask",
    .run = run,
    .options = options,
    .arguments = "NAME",
    .min_arguments = 1,
    .max_arguments = 1,
    .summary = {"ask for an artist as a user would, and show the bubbles",
	"사용자처럼 가수에 대해 물어보고 말풍선을 보여 줍니다"},
    .about = {"Goes the real way, through the database and Spotify, without a web server; what was "
	      "learned is written back. Exit status 0: an artist was shown, or a choice; 1: not.",
	"웹 서버 없이 데이터베이스와 Spotify를 거치는 실제 경로로 묻고, 알게 된 것은 저장합니다. "
	"종료 "
	"코드 0: 가수나 선택지를 보여 줌, 1: 아님."},
};
