/* What could be a name, and what plainly is none. */
#include "unit.h"

#include "names/key.h"
#include "names/plausible.h"

static bool plausible(const char *name)
{
	char key[LIMIT_KEY + 1];
	assert_true(name_key(key, str_of(name)) > 0);
	return name_plausible(name, key);
}

static void names_are(void **state)
{
	(void)state;
	static const char *const names[] = {"아이유", "비", "AC/DC", "will.i.am", "The 1975",
	    "1975", "2NE1", "U2", "P!nk", "(여자)아이들", "YOASOBI", "米津玄師", "あいみょん",
	    "Σtella", "M.I.A.", "t.A.T.u.", "ㅋㅋ밴드", "👩‍🎤 Star", "Ke$ha", "안녕바다",
	    "@onefive"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!plausible(names[i]))
			fail_msg("%s is a name", names[i]);
}

static void these_are_not(void **state)
{
	(void)state;
	static const char *const texts[] = {"ㅋㅋㅋ", "ㅠㅠ", "ㅇㅇ", "ㅎㅎㅎㅎ", "!!!", "?", "😀😀",
	    "♥", "...", "010-1234-5678", "123456", "https://youtu.be/abc", "http://x",
	    "www.naver.com", "youtube.com/watch?v=1", "me@example.com"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (plausible(texts[i]))
			fail_msg("%s is no name", texts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are),
	    cmocka_unit_test(these_are_not),
	};
	return unit_run("plausible", tests);
}
