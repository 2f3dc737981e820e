/* Whom users chose. */
#include "unit.h"

#include "music/choices.h"
#include "music/namesake.h"

static const struct candidates eves = {
    .n = 4,
    .items = {{.id = "one", .name = "Eve", .hint = "j-pop"},
	{.id = "two", .name = "Eve", .hint = "rap"},
	{.id = "three", .name = "Evie", .hint = "soul"},
	{.id = "four", .name = "EVE", .hint = "Rap"}},
};

static void called(int i, const char *want)
{
	struct buf b;
	buf_init(&b, 1000);
	assert_int_equal(namesake_call(&b, &eves, i), want != NULL);
	if (want)
		assert_string_equal(b.data, want);
	buf_free(&b);
}

static void namesakes_are_told_apart(void **state)
{
	(void)state;
	called(0, "Eve (j-pop)");
	called(1, "Eve (rap)");
	called(2, "Evie");
	called(3, NULL);
}

static void a_choice_is_the_users_own(void **state)
{
	(void)state;
	struct choices *c = choices_new();
	char id[LIMIT_ID + 1];
	assert_false(choices_concern(c, 7));
	assert_int_equal(choices_note(c, 7, "eev", "one"), 0);
	assert_true(choices_concern(c, 7));
	assert_true(choices_own(c, 7, "eev", id));
	assert_string_equal(id, "one");
	assert_false(choices_own(c, 7, "eeve", id));
	assert_false(choices_own(c, 8, "eev", id));
	choices_note(c, 7, "eev", "two");
	assert_true(choices_own(c, 7, "eev", id));
	assert_string_equal(id, "two");
	assert_int_equal(choices_note(c, 0, "eev", "one"), 0);
	assert_false(choices_own(c, 0, "eev", id));
	assert_false(choices_concern(c, 0));
	choices_free(c);
}

static void three_users_make_it_count(void **state)
{
	(void)state;
	struct choices *c = choices_new();
	for (int i = 0; i < 5; i++)
		assert_int_equal(choices_note(c, 1, "eev", "one"), 0);
	assert_int_equal(choices_note(c, 2, "eev", "one"), 0);
	assert_int_equal(choices_note(c, 3, "eev", "two"), 0);
	assert_int_equal(choices_note(c, 3, "eev", "one"), 0); /* it changed its mind */
	assert_int_equal(choices_note(c, 4, "evee", "one"), 0);
	assert_int_equal(choices_note(c, 5, "eev", "one"), CHOICE_USERS);
	assert_int_equal(choices_note(c, 5, "eev", "one"), 0);
	assert_int_equal(choices_note(c, 6, "eev", "one"), 1);
	choices_free(c);
}

static bool answers(
    struct choices *c, uint64_t user, const char *said, int64_t now, const char *want)
{
	char id[LIMIT_ID + 1], key[LIMIT_KEY + 1];
	if (!choices_answer(c, user, said, now, id, key))
		return false;
	assert_string_equal(key, "eev");
	assert_string_equal(id, want);
	return true;
}

static void what_is_said_answers_the_question(void **state)
{
	(void)state;
	struct choices *c = choices_new();
	assert_false(answers(c, 7, "evie", 0, ""));
	choices_ask(c, 7, "eev", &eves, 0);
	assert_true(choices_concern(c, 7));
	assert_true(answers(c, 7, "evie", 1, "three"));
	assert_true(answers(c, 7, "everap", 2, "two"));
	assert_false(answers(c, 8, "evie", 2, ""));
	assert_false(answers(c, 7, "coldplay", 3, "")); /* somebody else: no question any more */
	assert_false(answers(c, 7, "evie", 4, ""));
	choices_ask(c, 7, "eev", &eves, 0);
	assert_false(answers(c, 7, "evie", 3600000, ""));
	choices_free(c);
}

static void many_users(void **state)
{
	(void)state;
	struct choices *c = choices_new();
	char id[LIMIT_ID + 1];
	for (uint64_t user = 1; user <= 20000; user++) {
		choices_note(c, user, "eev", "one");
		choices_ask(c, user, "eev", &eves, 0);
	}
	assert_false(choices_own(c, 1, "eev", id));
	assert_true(choices_own(c, 20000, "eev", id));
	assert_false(answers(c, 1, "evie", 1, ""));
	assert_true(answers(c, 20000, "evie", 1, "three"));
	choices_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(namesakes_are_told_apart),
	    cmocka_unit_test(a_choice_is_the_users_own),
	    cmocka_unit_test(three_users_make_it_count),
	    cmocka_unit_test(what_is_said_answers_the_question),
	    cmocka_unit_test(many_users),
	};
	return unit_run("choices", tests);
}
