/* Whose name was meant: by key and by sound; and which tracks are the songs. */
#include "unit.h"

#include "music/choose.h"
#include "music/songs.h"

static struct artist *named(const char *id, const char *name, int popularity)
{
	struct artist *a = artist_new();
	assert_non_null(a);
	a->id = artist_text(a, str_of(id), LIMIT_ID);
	a->name = artist_text(a, str_of(name), LIMIT_TITLE);
	a->popularity = popularity;
	return a;
}

static void the_key_decides_not_the_order(void **state)
{
	(void)state;
	struct spotify_artists c = {
	    .items = {named("1", "Christophe Beck", 80), named("2", "BECK", -1),
		named("3", "Beck", 60), named("4", "Beck", 60)},
	    .n = 4,
	};
	assert_int_equal(
	    choose_by_key(&c, "beck"), 2); /* more popular than one of whom nothing is known */
	assert_int_equal(choose_by_key(&c, "christophebeck"), 0);
	assert_int_equal(choose_by_key(&c, "bec"), -1);
	assert_int_equal(choose_by_key(&c, "thebeck"), 2);
	spotify_artists_free(&c);
}

static void sound_decides_where_the_script_differs(void **state)
{
	(void)state;
	struct spotify_artists c = {
	    .items = {named("1", "Colplay Tribute", 90), named("2", "Coldplay", 80)}, .n = 2};
	assert_int_equal(choose_by_sound(&c, "콜드플레이"), 1);
	assert_int_equal(choose_by_sound(&c, "아이유"), -1);
	assert_int_equal(choose_by_sound(&c, "coldplay"), -1);
	spotify_artists_free(&c);
}

static void the_nearest_sound_decides_not_popularity(void **state)
{
	(void)state;
	struct spotify_artists c = {
	    .items = {named("1", "Coldplay", 10), named("2", "Coldplayo", 90)}, .n = 2};
	assert_int_equal(choose_by_sound(&c, "콜드플레이"), 0);
	spotify_artists_free(&c);
}

static bool alike(const char *typed, const char *name)
{
	struct spotify_artists c = {.items = {named("1", name, 50)}, .n = 1};
	int chosen = choose_by_sound(&c, typed);
	spotify_artists_free(&c);
	return chosen == 0;
}

static void names_that_sound_alike(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"비틀즈", "The Beatles"},
	    {"더 비틀즈", "The Beatles"}, {"콜드플레이", "Coldplay"}, {"두아리파", "Dua Lipa"},
	    {"에드 시런", "Ed Sheeran"}, {"포스트말론", "Post Malone"},
	    {"빌리 아일리시", "Billie Eilish"}, {"빌리아일리쉬", "Billie Eilish"},
	    {"아델", "Adele"}, {"비욘세", "Beyoncé"}, {"찰리 푸스", "Charlie Puth"},
	    {"아이유", "IU"}, {"비티에스", "BTS"}, {"브루노 마스", "Bruno Mars"},
	    {"테일러 스위프트", "Taylor Swift"}, {"마이클 잭슨", "Michael Jackson"},
	    {"라디오헤드", "Radiohead"}, {"에미넴", "Eminem"}, {"샘 스미스", "Sam Smith"},
	    {"저스틴 비버", "Justin Bieber"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		if (!alike(pairs[i][0], pairs[i][1]))
			fail_msg("%s does not sound like %s", pairs[i][0], pairs[i][1]);
	}
}

static void names_that_do_not(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"비틀즈", "Beyoncé"}, {"콜드플레이", "Coldrain"},
	    {"안녕하세요", "Hansen"}, {"오늘 뭐 먹지", "Om"}, {"아델", "Idles"},
	    {"비틀즈", "비틀즈"}, {"Beatles", "Beatles"}, {"ㅋㅋㅋ", "KKK"}, {"아델", "Адель"},
	    {"만나", "Manny"}, {"좋아요", "SZA"}, {"사이에", "SZA"}, {"과테말라", "Katy Perry"},
	    {"데이비드 린치", "The Beatles"}, {"첫사랑", "Ed Sheeran"}, {"편지", "Beyoncé"},
	    {"외부에서", "Avicii"}, {"트랩", "Dua Lipa"}, {"만남", "Eminem"}, {"대략", "Drake"},
	    {"광", "Queen"}, {"비타스", "BTS"}, {"동", "TAEYANG"}, {"소", "SOYOU"}, {"이", "Eve"},
	    {"아이유 비틀즈", "The Beatles"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (alike(pairs[i][0], pairs[i][1]))
			fail_msg("%s sounds like %s", pairs[i][0], pairs[i][1]);
}

static struct spotify_track track(
    const char *id, const char *name, const char *isrc, const char *ids)
{
	return (struct spotify_track){
	    .song = {.id = id, .name = name}, .isrc = isrc, .artist_ids = ids};
}

static void songs_are_the_artists_own_and_each_once(void **state)
{
	(void)state;
	struct artist *a = named("me", "Me", -1);
	struct spotify_tracks t = {
	    .items = {track("1", "Blueming", "K1", " me "), track("2", "Other", NULL, " you "),
		track("3", "Duet", NULL, " you me "), track("4", "Blueming - Live", NULL, " me "),
		track("5", "Renamed", "K1", " me "), track("6", "BLUEMING (Remix)", NULL, " me "),
		track("7", "(Intro)", NULL, " me "), track("8", "Mine", NULL, " meme ")},
	    .n = 8,
	};
	assert_int_equal(songs_take(a, &t), 3);
	assert_string_equal(a->songs[0].id, "1");
	assert_string_equal(a->songs[1].id, "3");
	assert_string_equal(a->songs[2].id, "7");
	artist_unref(a);
}

static void songs_have_a_limit(void **state)
{
	(void)state;
	struct artist *a = named("me", "Me", -1);
	struct spotify_tracks t = {.n = 20};
	char names[20][16];
	for (int i = 0; i < 20; i++) {
		snprintf(names[i], sizeof names[i], "song%d", i);
		t.items[i] = track(names[i], names[i], NULL, " me ");
	}
	assert_int_equal(songs_take(a, &t), LIMIT_SONGS);
	artist_unref(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_key_decides_not_the_order),
	    cmocka_unit_test(sound_decides_where_the_script_differs),
	    cmocka_unit_test(the_nearest_sound_decides_not_popularity),
	    cmocka_unit_test(names_that_sound_alike),
	    cmocka_unit_test(names_that_do_not),
	    cmocka_unit_test(songs_are_the_artists_own_and_each_once),
	    cmocka_unit_test(songs_have_a_limit),
	};
	return unit_run("choose", tests);
}
