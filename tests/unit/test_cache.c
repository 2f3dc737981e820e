#include "skill/asked.h"
#include "skill/cache.h"
#include "unit.h"

#include <pthread.h>

enum { NOW = 1000000, HOUR = 3600000 };

static void put_at(
    struct cache *c, const char *asked, const char *id, const char *reply, int64_t now)
{
	const struct cache_entry e = {
	    .asked = str_of(asked),
	    .reply = str_of(reply),
	    .outcome = "found",
	    .name = "Name",
	    .key = asked,
	    .artist_id = id,
	    .fresh_until = NOW + HOUR,
	    .moment = cache_moment(c),
	};
	cache_put(c, &e, now);
}

static bool has_at(struct cache *c, const char *asked, const char *reply, int64_t now)
{
	struct cached *r = cache_get(c, str_of(asked), now);
	bool has = r && !strcmp(r->outcome, "found") && str_eqs(r->reply, reply) &&
		   str_eqs(r->name, "Name");
	cache_release(r);
	return has;
}

static bool has(struct cache *c, const char *asked, const char *reply)
{
	return has_at(c, asked, reply, NOW);
}

static void what_was_put_is_there_and_nothing_else(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20);
	assert_null(cache_get(c, STR("iu"), NOW));
	put_at(c, "iu", "1", "card of IU", NOW);
	put_at(c, "", "2", "card of nothing", NOW);
	assert_true(has(c, "iu", "card of IU"));
	assert_true(has(c, "", "card of nothing"));
	assert_null(cache_get(c, STR("iu "), NOW));
	put_at(c, "iu", "1", "another card", NOW);
	assert_true(has(c, "iu", "another card"));
	struct cache_counts n = cache_counts(c);
	assert_int_equal(n.hits, 3);
	assert_int_equal(n.misses, 2);
	assert_int_equal(n.entries, 2);
	cache_free(c);
}

static void an_entry_lives_a_minute_and_never_longer_than_it_is_fresh(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20);
	put_at(c, "iu", "1", "card", NOW);
	assert_true(has_at(c, "iu", "card", NOW + 39000));
	assert_false(has_at(c, "iu", "card", NOW + 60000));
	assert_int_equal(cache_counts(c).entries, 0);
	put_at(c, "iu", "1", "card", NOW + HOUR - 10);
	assert_true(has_at(c, "iu", "card", NOW + HOUR - 1));
	assert_false(has_at(c, "iu", "card", NOW + HOUR));
	put_at(c, "iu", "1", "card", NOW + HOUR + 1);
	assert_int_equal(cache_counts(c).entries, 0);
	cache_free(c);
}

/* Asked for all the time, it is never missed by two. */
static void one_who_asks_renews_it_for_the_others(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20);
	put_at(c, "iu", "1", "card", NOW);
	assert_true(has_at(c, "iu", "card", NOW + 39999));
	assert_false(has_at(c, "iu", "card", NOW + 54000));
	assert_true(has_at(c, "iu", "card", NOW + 54000));
	assert_true(has_at(c, "iu", "card", NOW + 54999));
	assert_false(has_at(c, "iu", "card", NOW + 55000));
	put_at(c, "iu", "1", "card", NOW);
	assert_false(has_at(c, "iu", "card", NOW + 54000));
	put_at(c, "iu", "1", "another card", NOW + 54000);
	assert_true(has_at(c, "iu", "another card", NOW + 93999));
	cache_free(c);
}

static void what_was_put_together_is_renewed_one_after_the_other(void **state)
{
	(void)state;
	enum { NAMES = 1000, FROM = 40000, STEP = 1000, STEPS = 14 };
	struct cache *c = cache_new(8 << 20);
	char name[16];
	int most = 0, all = 0;
	for (int i = 0; i < NAMES; i++) {
		snprintf(name, sizeof name, "%d", i);
		put_at(c, name, "1", "card", NOW);
	}
	for (int step = 1; step <= STEPS; step++) {
		int renewed = 0;
		for (int i = 0; i < NAMES; i++) {
			snprintf(name, sizeof name, "%d", i);
			renewed += !has_at(c, name, "card", NOW + FROM + step * STEP);
		}
		all += renewed;
		most = renewed > most ? renewed : most;
	}
	assert_int_equal(all, NAMES);
	assert_true(most < NAMES / 7);
	cache_free(c);
}

static void what_is_written_ends_it(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20);
	put_at(c, "iu", "1", "card", NOW);
	put_at(c, "bts", "2", "card", NOW);
	cache_forget(c, "1");
	assert_false(has(c, "iu", "card"));
	assert_true(has(c, "bts", "card"));
	cache_forget(c, "bts"); /* its name key */
	assert_false(has(c, "bts", "card"));
	put_at(c, "iu", "1", "card", NOW);
	put_at(c, "bts", "2", "card", NOW);
	cache_forget(c, NULL);
	assert_false(has(c, "iu", "card"));
	assert_false(has(c, "bts", "card"));
	cache_free(c);
}

/* It may be of before what was written. */
static void what_was_read_before_a_write_is_not_kept(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20);
	struct cache_entry e = {.asked = STR("iu"),
	    .reply = STR("old"),
	    .outcome = "found",
	    .name = "Name",
	    .key = "iu",
	    .artist_id = "1",
	    .fresh_until = NOW + HOUR,
	    .moment = cache_moment(c)};
	cache_forget(c, "1");
	cache_put(c, &e, NOW);
	assert_false(has(c, "iu", "old"));
	e.moment = cache_moment(c);
	cache_put(c, &e, NOW);
	assert_true(has(c, "iu", "old"));
	cache_free(c);
}

static void it_stays_within_its_bytes_and_keeps_what_is_asked_for(void **state)
{
	(void)state;
	enum { BYTES = 256 * 1024 };
	struct cache *c = cache_new(BYTES);
	char asked[32], reply[2001];
	memset(reply, 'x', 2000);
	reply[2000] = '\0';
	put_at(c, "wanted", "w", "card", NOW);
	for (int i = 0; i < 5000; i++) {
		snprintf(asked, sizeof asked, "%d", i);
		put_at(c, asked, asked, reply, NOW);
		assert_true(has(c, "wanted", "card"));
		assert_true(cache_counts(c).bytes <= BYTES);
	}
	assert_true(has(c, asked, reply));
	struct cache_counts n = cache_counts(c);
	assert_true(n.bytes > BYTES / 2);
	assert_int_equal(n.entries + n.evictions, 5001);
	cache_free(c);
}

static void a_reply_too_large_is_not_kept(void **state)
{
	(void)state;
	struct cache *c = cache_new(1000);
	char reply[1001];
	memset(reply, 'x', 1000);
	reply[1000] = '\0';
	put_at(c, "a", "1", "small", NOW);
	put_at(c, "b", "2", reply, NOW);
	assert_false(has(c, "b", reply));
	assert_true(has(c, "a", "small"));
	cache_free(c);
}

static void a_reply_that_is_held_outlives_the_cache(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20);
	put_at(c, "iu", "1", "card", NOW);
	struct cached *r = cache_get(c, STR("iu"), NOW);
	cache_free(c);
	assert_true(str_eqs(r->reply, "card"));
	cache_release(r);
}

static void one_that_is_off_holds_nothing(void **state)
{
	(void)state;
	assert_null(cache_new(0));
	put_at(NULL, "iu", "1", "card", NOW);
	assert_null(cache_get(NULL, STR("iu"), NOW));
	cache_forget(NULL, "1");
	assert_int_equal(cache_counts(NULL).entries, 0);
	cache_free(NULL);
}

/* --- from several threads --- */

struct player {
	pthread_t thread;
	struct cache *c;
	unsigned seed;
	bool wrong;
};

static void *play(void *context)
{
	struct player *p = context;
	char asked[16], reply[64];
	for (int i = 0; i < 20000; i++) {
		p->seed = p->seed * 1103515245 + 12345;
		int n = (int)(p->seed >> 16) % 300, what = i % 8;
		snprintf(asked, sizeof asked, "%d", n);
		snprintf(reply, sizeof reply, "%-40d", n);
		if (what == 0)
			put_at(p->c, asked, asked, reply, NOW);
		else if (what == 1 && i % 64 == 1)
			cache_forget(p->c, asked);
		struct cached *r = cache_get(p->c, str_of(asked), NOW);
		p->wrong |= r && !str_eqs(r->reply, reply);
		cache_release(r);
	}
	return NULL;
}

static void threads_share_it(void **state)
{
	(void)state;
	struct player players[4];
	struct cache *c = cache_new(32 * 1024);
	for (unsigned i = 0; i < 4; i++) {
		players[i] = (struct player){.c = c, .seed = i};
		assert_int_equal(pthread_create(&players[i].thread, NULL, play, &players[i]), 0);
	}
	for (unsigned i = 0; i < 4; i++) {
		pthread_join(players[i].thread, NULL);
		assert_false(players[i].wrong);
	}
	struct cache_counts n = cache_counts(c);
	assert_int_equal(n.hits + n.misses, 4 * 20000);
	assert_true(n.hits > 1000 && n.evictions > 100);
	cache_free(c);
}

/* --- what was asked --- */

static size_t asked_of(char out[static ASKED_BYTES], const char *body)
{
	static struct kakao_payload p;
	assert_true(kakao_payload_parse(&p, str_of(body)));
	size_t n = asked_write(out, &p);
	kakao_payload_free(&p);
	return n;
}

static bool same_question(const char *a, const char *b)
{
	char x[ASKED_BYTES], y[ASKED_BYTES];
	size_t n = asked_of(x, a), m = asked_of(y, b);
	assert_true(n > 0 && m > 0);
	return n == m && !memcmp(x, y, n);
}

static void who_asks_is_no_part_of_what_is_asked(void **state)
{
	(void)state;
	assert_true(
	    same_question("{\"userRequest\":{\"utterance\":\"iu\",\"user\":{\"id\":\"a\"}}}",
		"{\"userRequest\":{\"user\":{\"id\":\"b\"},\"utterance\":\"iu\"},\"x\":1}"));
}

static void questions_are_told_apart(void **state)
{
	static const char *const bodies[] = {
	    "{\"userRequest\":{\"utterance\":\"iu\"}}",
	    "{\"userRequest\":{\"block\":{\"id\":\"iu\"}}}",
	    "{\"action\":{\"params\":{\"a\":\"iu\"}}}",
	    "{\"action\":{\"params\":{\"ai\":\"u\"}}}",
	    "{\"action\":{\"params\":{\"a\":\"i\",\"b\":\"u\"}}}",
	    "{\"action\":{\"params\":{\"b\":\"u\",\"a\":\"i\"}}}",
	    "{\"action\":{\"clientExtra\":{\"a\":\"iu\"}}}",
	    "{\"action\":{\"detailParams\":{\"a\":{\"value\":\"iu\"}}}}",
	    "{\"action\":{\"detailParams\":{\"a\":{\"origin\":\"iu\"}}}}",
	    "{\"action\":{\"params\":{\"a\":\"i\"},\"detailParams\":{\"b\":{\"value\":\"u\"}}}}",
	};
	(void)state;
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		for (size_t k = 0; k < i; k++)
			if (same_question(bodies[i], bodies[k]))
				fail_msg("%s is taken for %s", bodies[i], bodies[k]);
}

static void a_long_question_is_not_looked_up(void **state)
{
	char out[ASKED_BYTES], body[1200], text[1000];
	(void)state;
	memset(text, 'a', sizeof text);
	snprintf(body, sizeof body, "{\"userRequest\":{\"utterance\":\"%.*s\"}}", 600, text);
	assert_true(asked_of(out, body) > 600);
	snprintf(body, sizeof body, "{\"userRequest\":{\"utterance\":\"%.*s\"}}", 900, text);
	assert_int_equal(asked_of(out, body), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_put_is_there_and_nothing_else),
	    cmocka_unit_test(an_entry_lives_a_minute_and_never_longer_than_it_is_fresh),
	    cmocka_unit_test(one_who_asks_renews_it_for_the_others),
	    cmocka_unit_test(what_was_put_together_is_renewed_one_after_the_other),
	    cmocka_unit_test(what_is_written_ends_it),
	    cmocka_unit_test(what_was_read_before_a_write_is_not_kept),
	    cmocka_unit_test(it_stays_within_its_bytes_and_keeps_what_is_asked_for),
	    cmocka_unit_test(a_reply_too_large_is_not_kept),
	    cmocka_unit_test(a_reply_that_is_held_outlives_the_cache),
	    cmocka_unit_test(one_that_is_off_holds_nothing),
	    cmocka_unit_test(threads_share_it),
	    cmocka_unit_test(who_asks_is_no_part_of_what_is_asked),
	    cmocka_unit_test(questions_are_told_apart),
	    cmocka_unit_test(a_long_question_is_not_looked_up),
	};
	return unit_run("cache", tests);
}
