/* Whole phrases, and what is said that names nobody. */
#include "unit.h"

#include "base/text.h"
#include "names/key.h"
#include "skill/phrase.h"
#include "skill/talk.h"
#include "skill/wording.h"

static const char *const views[] = {"artist", "songs", "related"};

/* "songs 아이유": what Spotify would be asked for first. */
static void reads(const char *said, const char *wanted)
{
	char got[600];
	struct phrase p;
	phrase_read(&p, str_of(said));
	const struct reading *r = &p.readings[p.first];
	if (p.nobody)
		snprintf(got, sizeof got, "nobody %s", views[p.view]);
	else
		snprintf(got, sizeof got, "%s %.*s", views[r->view], (int)r->name.n, r->name.p);
	if (strcmp(got, wanted) != 0)
		fail_msg("%s: got \"%s\", wanted \"%s\"", said, got, wanted);
	assert_true(p.n >= 1 && str_eqs(p.readings[0].name, said));
	assert_true(p.first >= 0 && p.first < p.n && p.second < p.n && p.second != p.first);
}

static void phrases_in_korean(void **state)
{
	(void)state;
	reads("아이유 노래", "songs 아이유");
	reads("아이유노래", "songs 아이유");
	reads("아이유 인기곡 알려줘", "songs 아이유");
	reads("아이유 인기곡 좀 알려 주세요!!", "songs 아이유");
	reads("아이유 노래 추천해줘", "songs 아이유");
	reads("아이유 노래 추천해 주실 수 있나요?", "songs 아이유");
	reads("아이유 노래 5곡만 추천해줘", "songs 아이유");
	reads("아이유의 노래", "songs 아이유");
	reads("아이유가 부른 노래", "songs 아이유");
	reads("아이유 노래 뭐 있어?", "songs 아이유");
	reads("아이유 노래 틀어줘 ㅋㅋ", "songs 아이유");
	reads("콜드플레이 추천해줘", "songs 콜드플레이");
	reads("콜드플레이 대표곡은?", "songs 콜드플레이");
	reads("노래 아이유", "songs 아이유");
	reads("아이유랑 비슷한 가수", "related 아이유");
	reads("아이유와 비슷한 아티스트 추천", "related 아이유");
	reads("아이유 같은 가수 추천해줘", "related 아이유");
	reads("방탄소년단과 비슷한 그룹이 누구야?", "related 방탄소년단");
	reads("아이유 관련 가수", "related 아이유");
	reads("BTS랑 닮은 아이돌 알려줘요~", "related BTS");
	reads("비랑 비슷한 가수", "related 비랑"); /* one syllable: 비 is asked next */
	reads("아이유 앨범", "songs 아이유");
	reads("아이유 최신곡 알려주시겠어요?", "songs 아이유");
	reads("아이유 뮤비 보여주세용", "songs 아이유");
	reads("아이유 최고 인기곡", "songs 아이유");
	reads("아이유 노래 중에서 제일 유명한 거", "songs 아이유");
	reads("아이유 노래 다섯 곡만 추천해 주세요", "songs 아이유");
	reads("아이유 듣자", "songs 아이유");
	reads("아이유 노래 틀어주면 안 될까?", "songs 아이유");
	reads("혹시 아이유 노래 있어요?", "songs 아이유");
	reads("안녕하세요 혹시 가수 아이유 노래 좀 알려주세요", "songs 아이유");
	reads("아이유 느낌 나는 가수", "related 아이유");
	reads("혹시 아이유 아세요?", "artist 아이유");
	reads("아이유 사진 보여줘", "artist 아이유");
	reads("아이유라는 가수 알려줘", "artist 아이유");
	reads("방탄소년단이라는 그룹", "artist 방탄소년단");
	reads("아이유에 대해서 알고 싶어요", "artist 아이유");
	reads("아이유 소개 부탁드립니다", "artist 아이유");
	reads("아이유 노래 알려주시면 감사하겠습니다", "songs 아이유");
	reads("아이유 알려줘봐", "artist 아이유");
	reads("뉴진스 멤버 알려줘", "artist 뉴진스");
	reads("아이유 누구야", "artist 아이유");
	reads("아이유는 누구야?", "artist 아이유");
	reads("아이유가 누군지 알려줘", "artist 아이유");
	reads("아이유에 대해 알려줘", "artist 아이유");
	reads("아이유에 대해서 알려 줄래?", "artist 아이유");
	reads("아이유 알려줘", "artist 아이유");
	reads("아이유를 알려줘", "artist 아이유");
	reads("아이유 프로필", "artist 아이유");
	reads("가수 아이유", "artist 아이유");
	reads("가수 아이유 노래 들려줘", "songs 아이유");
	reads("Girls' Generation 노래", "songs Girls' Generation");
}

static void phrases_in_english(void **state)
{
	(void)state;
	reads("아이유 songs", "songs 아이유");
	reads("IU top songs please", "songs IU");
	reads("songs by Coldplay", "songs Coldplay");
	reads("Show me the best songs by Coldplay", "songs Coldplay");
	reads("similar to IU", "related IU");
	reads("Artists like Two Songs", "related Two Songs");
	reads("Who is IU?", "artist IU?");
	reads("tell me about the beatles", "artist the beatles");
	reads("play Coldplay", "songs Coldplay");
	reads("show me coldplay", "artist coldplay");
	reads("Search for Coldplay", "artist Coldplay");
	reads("find me some songs by Coldplay", "songs Coldplay");
	reads("songs like Yellow Submarine", "related Yellow Submarine");
	reads("IU's songs", "songs IU");
	reads("recommend some songs", "nobody songs");
}

static void names_are_not_torn(void **state)
{
	(void)state;
	static const char *const names[] = {"아이유", "노래하는 분들", "지코", "치즈", "오마이걸",
	    "선우정아", "이날치", "가을방학", "비와이", "브로콜리너마저", "장기하와 얼굴들",
	    "잔나비", "십센치", "이랑", "아이유랑", "The Beatles", "Coldplay", "Similar",
	    "Roxy Music", "누구", "Playboi Carti", "Play", "Artist", "가수", "비", "의", "과",
	    "10cm", "!!!", "하이라이트", "사랑과 평화", "산울림", "언니네 이발관", "혁오",
	    "검정치마", "The Band", "Band of Horses", NULL};
	for (int i = 0; names[i]; i++) {
		struct phrase p;
		phrase_read(&p, str_of(names[i]));
		assert_true(str_eqs(p.readings[0].name, names[i]));
		assert_int_equal(p.readings[0].view, VIEW_ARTIST);
		/* and where nobody is known, nothing else is asked for either */
		if (p.first != 0 ||
		    (p.nobody && strcmp(names[i], "가수") && strcmp(names[i], "누구")))
			fail_msg("%s is torn", names[i]);
	}
}

static void what_names_nobody(void **state)
{
	(void)state;
	reads("노래 추천해줘", "nobody songs");
	reads("추천", "nobody songs");
	reads("노래", "nobody songs");
	reads("인기곡 알려줘", "nobody songs");
	reads("요즘 인기 가수 추천해줘", "nobody songs");
	reads("비슷한 가수", "nobody related");
	reads("좋은 노래 추천", "nobody songs");
	reads("발라드 추천해줘", "nobody songs");
	reads("아무 노래나 추천해줘", "nobody songs");
	reads("가수 알려줘", "nobody artist");
	reads("누구야?", "nobody artist");
}

static bool has_reading(const struct phrase *p, enum view view, const char *name)
{
	for (int i = 0; i < p->n; i++)
		if (p->readings[i].view == view && str_eqs(p->readings[i].name, name))
			return true;
	return false;
}

/* Too little to search for, but enough for a name that is known. */
static void asides(void **state)
{
	(void)state;
	static const struct {
		const char *said;
		enum view view;
		const char *name;
	} cases[] = {{"아이유 최고", VIEW_ARTIST, "아이유"},
	    {"아이유 좋아해요", VIEW_ARTIST, "아이유"}, {"아이유님", VIEW_ARTIST, "아이유"},
	    {"임영웅 오빠 사랑해", VIEW_ARTIST, "임영웅"}, {"아이유ㅋㅋㅋ", VIEW_ARTIST, "아이유"},
	    {"아이유 몰라?", VIEW_ARTIST, "아이유"}, {"아이유 어때?", VIEW_ARTIST, "아이유"},
	    {"아이유는?", VIEW_ARTIST, "아이유"}, {"방탄소년단은?", VIEW_ARTIST, "방탄소년단"},
	    {"아이유(IU)", VIEW_ARTIST, "아이유"}, {"아이유 누나 노래 추천", VIEW_SONGS, "아이유"}};
	static const char *const none[] = {"비 좋아", "별님", "스테이씨", "정은", "아이유!!!",
	    "f(x)", "Eve (j-pop)", "(G)I-DLE", "(아이유)", NULL};
	struct phrase p;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		phrase_read(&p, str_of(cases[i].said));
		if (!has_reading(&p, cases[i].view, cases[i].name))
			fail_msg("%s", cases[i].said);
		if (cases[i].view == VIEW_ARTIST)
			assert_int_equal(p.first, 0);
	}
	for (int i = 0; none[i]; i++)
		if (phrase_read(&p, str_of(none[i])) || p.n != 1)
			fail_msg("%s", none[i]);
}

/* Whatever the name, what a tap says in the user's name can be read as what it means. */
static void taps_read_back(const char *language)
{
	static const char *const names[] = {"아이유", "아이유 노래", "노래", "노래 노래",
	    "추천해줘", "가수", "이랑", "사과", "토와", "과", "의", "장기하와 얼굴들", "!!!",
	    "(G)I-DLE", "비슷한 가수", "누구야", "songs by Coldplay", "Similar To Me", "Two Songs",
	    "The Best", "Play", "play songs by", "artist", "좋은 노래", "아이유의",
	    "아이유 같은 가수", "+/-", "10cm", "안녕하세요", "에 대해", "알려줘", "who is",
	    "米津玄師", "Девочка", "P!nk", "\"Weird Al\" Yankovic", "곡", "5곡", "모음 좀", NULL};
	static const struct {
		enum word word;
		enum view view;
	} asks[] = {{WORD_ARTIST_ASK, VIEW_ARTIST}, {WORD_SONGS_ASK, VIEW_SONGS},
	    {WORD_RELATED_ASK, VIEW_RELATED}};
	struct buf errors, said;
	buf_init(&errors, 1000);
	buf_init(&said, 1000);
	struct wording *w = wording_load(language, NULL, &errors);
	assert_int_equal(errors.len, 0);
	for (int i = 0; names[i]; i++)
		for (size_t k = 0; k < 3; k++) {
			struct phrase p;
			buf_rewind(&said, 0);
			wording_fill(&said, w, asks[k].word, "name", str_of(names[i]));
			phrase_read(&p, buf_str(&said));
			if (!has_reading(&p, asks[k].view, names[i]))
				fail_msg("%s: not read as %s of %s", said.data, views[asks[k].view],
				    names[i]);
		}
	wording_free(w);
	buf_free(&said);
	buf_free(&errors);
}

static void what_taps_say_reads_back(void **state)
{
	(void)state;
	taps_read_back("ko");
	taps_read_back("en");
}

static enum talk talk_of(const char *said, bool *or_name)
{
	char key[LIMIT_KEY + 1];
	name_key(key, str_of(said));
	return talk_read(str_of(said), key, or_name);
}

static void talks(const char *said, enum talk wanted, bool wanted_or_name)
{
	bool or_name;
	enum talk got = talk_of(said, &or_name);
	if (got != wanted || or_name != wanted_or_name)
		fail_msg("%s: got %d %d, wanted %d %d", said, (int)got, or_name, (int)wanted,
		    wanted_or_name);
}

static void small_talk(void **state)
{
	(void)state;
	talks("안녕", TALK_GREETING, false);
	talks("안녕하세요!!", TALK_GREETING, false);
	talks("Hello~", TALK_GREETING, true);
	talks("하이", TALK_GREETING, true);
	talks("ㅎㅇㅎㅇ", TALK_GREETING, true);
	talks("도움말", TALK_HELP, false);
	talks("뭐 할 수 있어?", TALK_HELP, false);
	talks("help", TALK_HELP, true);
	talks("고마워요 ^^", TALK_THANKS, false);
	talks("잘 가", TALK_BYE, true);
	talks("ㅋㅋㅋㅋ", TALK_LAUGH, true);
	talks("ㅠㅠ", TALK_EMPTY, true);
	talks("😀", TALK_PICTURE, true);
	talks("👩‍🎤❤️", TALK_PICTURE, true);
	talks("???", TALK_EMPTY, true);
	talks("!!!", TALK_EMPTY, true);
	talks("(하트)", TALK_PICTURE, false);
	talks("(이모티콘)", TALK_PICTURE, false);
	talks("(신나) (신나)", TALK_PICTURE, false);
	talks("(사진)", TALK_PICTURE, false);
	talks("(Emoticon)", TALK_PICTURE, false);
	talks("바보야", TALK_INSULT, false);
	talks("야 이 바보야", TALK_INSULT, true);
	talks("아 씨발", TALK_INSULT, true);
	talks("고마워요ㅎㅎ", TALK_THANKS, false);
	talks("감사해요 ㅠㅠ", TALK_THANKS, false);
	talks("네 정말 너무 감사합니다!", TALK_THANKS, false);
	talks("넌 누구니?", TALK_HELP, false);
	talks("사용법 알려주세요", TALK_HELP, false);
	talks("잘 자요~", TALK_BYE, false);
	talks("왜 못 찾아?", TALK_INSULT, false);
	talks("사랑해", TALK_EMPTY, true);
}

static void names_are_no_small_talk(void **state)
{
	(void)state;
	static const char *const names[] = {"하이라이트", "안녕하신가영", "(여자)아이들",
	    "(G)I-DLE", "f(x)", "Eve (j-pop)", "Fucked Up", "Hello Kitty", "ㅋ 아이유", "10cm",
	    "아이유 😀", "정말", "너무 아이유", "야 아이유", "Bye Bye Badman", "노라조", NULL};
	for (int i = 0; names[i]; i++) {
		bool or_name;
		if (talk_of(names[i], &or_name) != TALK_NONE)
			fail_msg("%s", names[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(phrases_in_korean),
	    cmocka_unit_test(phrases_in_english),
	    cmocka_unit_test(names_are_not_torn),
	    cmocka_unit_test(what_names_nobody),
	    cmocka_unit_test(asides),
	    cmocka_unit_test(what_taps_say_reads_back),
	    cmocka_unit_test(small_talk),
	    cmocka_unit_test(names_are_no_small_talk),
	};
	return unit_run("phrase", tests);
}
