/* Particles after names of any script. */
#include "unit.h"

#include "base/text.h"
#include "names/particle.h"

static void follows(const char *name, const char *pair, const char *wanted)
{
	struct buf b;
	buf_init(&b, 2000);
	buf_adds(&b, name);
	particle_add(&b, str_of(name), str_of(pair));
	if (strcmp(b.data + strlen(name), wanted) != 0)
		fail_msg("%s, wanted %s", b.data, wanted);
	buf_free(&b);
}

/* Each name with 은/는 and 으로/로 as they are said. */
static void said(const char *const *names, const char *topic, const char *towards)
{
	for (; *names; names++) {
		follows(*names, "은/는", topic);
		follows(*names, "으로/로", towards);
	}
}

static void after_hangul(void **state)
{
	(void)state;
	static const char *const vowel[] = {
	    "아이유", "비", "볼빨간사춘기", "르세라핌 데뷔조", NULL};
	static const char *const rieul[] = {"마이클", "이승철", "(여자)아이들", "거미줄", NULL};
	static const char *const consonant[] = {
	    "방탄소년단", "뉴진스 팬", "박효신", "닭", "여덟", "십", NULL};
	said(vowel, "는", "로");
	said(rieul, "은", "로");
	said(consonant, "은", "으로");
	/* spelt in letters (NFD), and a letter alone */
	follows("\u1107\u1175\u11af", "으로/로", "로");
	follows("ㅋ", "은/는", "은");
}

static void after_latin_words(void **state)
{
	(void)state;
	static const char *const vowel[] = {"Coldplay", "Adele Blanc-See", "The Beatles",
	    "Queen Bee", "Beyoncé", "Daft Punk", "Muse", "Oasis", "Radiohead", "Metallica",
	    "The Weeknd", "Taylor Swift", "Ed Sheeran & Friends", "Justin Bieber", "Rihanna",
	    "Bruno Mars", "Dua Lipa", "Robert", "Bright", "Street", "Blue", "Joseph", "Jay Park",
	    "Shadow", "MAMAMOO", "ROSÉ", "TREASURE", "BLACKPINK", "HIGHLIGHT", "Love Me", "Chloe",
	    "ABBA", "Snow Patrol & Me", "David", "The Band", "Arctic Monkeys", "Beat", "Loop",
	    "Kate", "Daphne", NULL};
	static const char *const consonant[] = {"Eminem", "Queen", "Lorde & Jane", "Elton John",
	    "Simon", "John Lennon", "Linkin Park Fan", "Drake Bell Ringing", "Jung Kook",
	    "Kid Rock", "Beck", "Iggy Pop", "Music", "Jimin", "TAEYEON", "BIGBANG", "LE SSERAFIM",
	    "Wayne", "Jerome", "Anne", "ONE", "Nat King", "Scott", "Juliette", "ILLIT", "Club",
	    "Epik", "Lamb", "Sleep", "j-hope", "Baek", NULL};
	static const char *const rieul[] = {
	    "Adele", "Neil", "Paul", "Girl", "Apple", "Michael", NULL};
	said(vowel, "는", "로");
	said(consonant, "은", "으로");
	said(rieul, "은", "로");
}

static void after_letters_by_name(void **state)
{
	(void)state;
	static const char *const vowel[] = {"BTS", "IU", "NCT", "EXO", "TXT", "GD", "H.O.T.",
	    "g.o.d", "S.E.S.", "TVXQ!", "AKMU", "XG", "bts", "DJ DOC", "BTOB", "f(x)", "V", "AC/DC",
	    "015B", "10cm", NULL};
	static const char *const consonant[] = {"RM", "2PM", "2AM", "FTM", "SE7EN", NULL};
	static const char *const rieul[] = {"CL", "DPR", "QWER", "L", "R", NULL};
	said(vowel, "는", "로");
	said(consonant, "은", "으로");
	said(rieul, "은", "로");
}

static void after_numbers(void **state)
{
	(void)state;
	static const char *const vowel[] = {"Maroon 5", "U2", "B1A4", "DAY6", "The 1975", "UB40",
	    "BOL4", "blink-182", "24", "육이오 9", "Matchbox 20", "Area 100", NULL};
	static const char *const consonant[] = {"2NE1", "GOT7", "SF9", "Level 10", "pH-1",
	    "Studio 18", "30", "육 6", "100", "영 0", NULL};
	static const char *const rieul[] = {"이십 1", "7", "구구 8", NULL};
	said(vowel, "는", "로");
	said(consonant, "은", "으로");
	said(rieul, "은", "로");
}

static void what_is_not_read_is_passed_over(void **state)
{
	(void)state;
	follows("Rain (비)", "은/는", "은");
	follows("비 (Rain)", "은/는", "는");
	follows("방탄소년단(BTS)", "은/는", "은");
	follows("(G)", "은/는", "는");
	follows("아이유!!!", "은/는", "는");
	follows("아이유 🎤", "은/는", "는");
	follows("Panic! At The Disco", "은/는", "는");
	follows("P!nk", "은/는", "는");
	follows("SHAUN …", "은/는", "은");
	follows("이름 [Live] (2020)", "은/는", "은");
	follows("ＢＴＳ", "은/는", "는");
}

static void kana_and_what_nobody_knows(void **state)
{
	(void)state;
	follows("あいみょん", "은/는", "은");
	follows("ヨルシカ", "은/는", "는");
	follows("が", "은/는", "는");
	follows("米津玄師", "은/는", "은(는)");
	follows("米津玄師", "이/가", "이(가)");
	follows("米津玄師", "으로/로", "(으)로");
	follows("!!!", "이랑/랑", "(이)랑");
	follows("", "을/를", "을(를)");
	follows("\xff\xfe", "을/를", "을(를)");
	follows("Кино", "과/와", "과(와)");
}

static void long_names_and_all_pairs(void **state)
{
	(void)state;
	char name[1200];
	memset(name, 'x', sizeof name);
	snprintf(name + 1100, 100, " 아이유");
	follows(name, "이에요/예요", "예요");
	for (size_t i = 0; i + 3 < sizeof name; i += 3)
		memcpy(name + i, "가", 4);
	follows(name, "이라/라", "라");
	assert_true(particle_known(STR("과/와")));
	assert_false(particle_known(STR("와/과")));
	assert_false(particle_known(STR("은")));
	assert_false(particle_known(STR("")));
}

static void strips(const char *text, const char *wanted)
{
	static const char *const joining[] = {"이랑/랑", "과/와", "하고", "의", NULL};
	struct str got = particle_strip(str_of(text), joining);
	if (!str_eqs(got, wanted))
		fail_msg("%s: got \"%.*s\", wanted \"%s\"", text, (int)got.n, got.p, wanted);
}

static void particles_are_taken_off_where_they_suit(void **state)
{
	(void)state;
	strips("아이유랑", "아이유");
	strips("아이유와", "아이유");
	strips("방탄소년단이랑", "방탄소년단");
	strips("방탄소년단과", "방탄소년단");
	strips("마이클의", "마이클");
	strips("BTS과", "BTS"); /* people differ */
	strips("Coldplay 하고", "Coldplay");
	strips("방탄소년단와", "");
	strips("아이유과", "");
	strips("와", "");
	strips("이랑", "이");
	strips("사랑", "사");
	strips("지코", "");
	strips("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(after_hangul),
	    cmocka_unit_test(after_latin_words),
	    cmocka_unit_test(after_letters_by_name),
	    cmocka_unit_test(after_numbers),
	    cmocka_unit_test(what_is_not_read_is_passed_over),
	    cmocka_unit_test(kana_and_what_nobody_knows),
	    cmocka_unit_test(long_names_and_all_pairs),
	    cmocka_unit_test(particles_are_taken_off_where_they_suit),
	};
	return unit_run("particle", tests);
}
