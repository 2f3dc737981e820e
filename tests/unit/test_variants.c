/* The further names that a written name holds. */
#include "unit.h"

#include "names/variants.h"

static void are(const char *name, const char *wanted)
{
	struct variants v;
	char got[2000] = "";
	variants_of(&v, str_of(name));
	for (int i = 0; i < v.n; i++)
		snprintf(
		    got + strlen(got), sizeof got - strlen(got), "%s%s", i ? "|" : "", v.items[i]);
	assert_string_equal(got, wanted);
}

static void two_names_in_one(void **state)
{
	(void)state;
	are("IU (아이유)", "IU|아이유");
	are("아이유 (IU)", "아이유|IU");
	are("아이유(IU)", "아이유|IU");
	are("태연 [TAEYEON]", "태연|TAEYEON");
	are("IU", "");
	are("(여자)아이들", "");
}

static void remarks_are_no_names(void **state)
{
	(void)state;
	are("Nirvana (US)", "");
	are("Nirvana (UK)", "");
	are("Bush [Official]", "");
}

static void words_for_and(void **state)
{
	(void)state;
	are("Simon & Garfunkel", "Simon and Garfunkel");
	are("Simon and Garfunkel", "Simon & Garfunkel");
	are("Florence + The Machine", "Florence and The Machine");
	are("사이먼 & 가펑클", "사이먼 앤 가펑클");
	are("AT&T", "");
	are("Andy", "");
}

static void articles_and_guests(void **state)
{
	(void)state;
	are("The Beatles", "Beatles");
	are("the", "");
	are("The ", "");
	are("Theory", "");
	are("Zedd feat. Foxes", "Zedd");
	are("Zedd (ft. Foxes)", "Zedd");
	are("Feat. Nobody", "");
}

static void signs_for_letters(void **state)
{
	(void)state;
	are("P!nk", "Pink");
	are("A$AP Rocky", "AsAP Rocky");
	are("Joey Bada$$", "Joey Badass");
	are("Wham!", "");
	are("$ 5", "");
	are("!!!", "");
	are("P!NK (핑크)", "P!NK|핑크|PiNK (핑크)");
}

static void names_that_were_encoded_twice(void **state)
{
	(void)state;
	are("Beyonc\u00c3\u00a9", "Beyoncé");
	are("The Mar\u00c3\u00adas", "The Marías|Marías");
	are("ROSAL\u00c3\xc2\x8d"
	    "A",
	    "ROSALÍA");
	are("Beyoncé", "");
	are("\u00c3", "");
}

static void hostile_names(void **state)
{
	(void)state;
	char name[4 * LIMIT_TITLE];
	are("", "");
	are("(", "");
	are("a (", "");
	are(")(", "");
	are("\xff (아)", "");
	memset(name, 'a', sizeof name);
	memcpy(name, "The ", 4);
	name[sizeof name - 1] = '\0';
	are(name, "");
	memcpy(name + 10, " & ", 3);
	are(name, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_names_in_one),
	    cmocka_unit_test(remarks_are_no_names),
	    cmocka_unit_test(words_for_and),
	    cmocka_unit_test(articles_and_guests),
	    cmocka_unit_test(signs_for_letters),
	    cmocka_unit_test(names_that_were_encoded_twice),
	    cmocka_unit_test(hostile_names),
	};
	return unit_run("variants", tests);
}
