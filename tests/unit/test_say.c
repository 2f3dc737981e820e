/* Replies without an artist, whole: what is said for each outcome, and the question among several.
 */
#include "kakao/limits.h"
#include "reply_check.h"

#include "music/finder.h"
#include "skill/say.h"
#include "skill/several.h"

static struct wording *wording;

static int read_wording(void **state)
{
	struct buf errors;
	(void)state;
	buf_init(&errors, 1024);
	wording = wording_load("ko", NULL, &errors);
	buf_free(&errors);
	return wording ? 0 : -1;
}

static int drop_wording(void **state)
{
	(void)state;
	wording_free(wording);
	return 0;
}

/* Ends the reply, checks it by every rule, and compares it with what is wanted, ' for ". */
static void is(struct kakao_reply *r, struct buf *out, const char *want)
{
	struct reply_check k;
	assert_true(kakao_reply_end(r));
	if (!reply_is_good(&k, buf_str(out)))
		fail_msg("%s: %s", k.why.data, out->data);
	for (size_t i = 0; i < out->len; i++)
		if (out->data[i] == '"')
			out->data[i] = '\'';
	assert_string_equal(out->data, want);
	buf_free(out);
}

#define SAYS(text, rest)                                                                           \
	"{'version':'2.0','template':{'outputs':[{'simpleText':{'text':'" text "'}}]" rest "}}"
#define AGAIN                                                                                      \
	",'quickReplies':[{'label':'다시 물어보기','messageText':'아이유','action':'message'}]"

static void says(enum find_status status, int64_t again_ms, const char *want)
{
	struct kakao_reply r;
	struct buf out;
	buf_init(&out, KAKAO_REPLY_BYTES);
	kakao_reply_begin(&r, &out);
	say_add(&r, wording, say_status(status), STR("아이유"), again_ms);
	is(&r, &out, want);
}

static void each_outcome_is_told(void **state)
{
	(void)state;
	says(FIND_LATE, 0,
	    SAYS("찾는 데 시간이 조금 더 걸리고 있어요. 잠시 후에 다시 물어봐 주세요.", AGAIN));
	says(FIND_BUSY, 0,
	    SAYS("지금 물어보시는 분이 많아요. 잠시 후에 다시 물어봐 주세요.", AGAIN));
	says(FIND_FAILED, 0,
	    SAYS("지금은 정보를 가져올 수 없어요. 잠시 후에 다시 물어봐 주세요.", AGAIN));
	says(FIND_LIMITED, 60000 * 17 - 1,
	    SAYS("짧은 시간에 많이 찾아보셨네요! 17분 후에 다시 찾아 드릴게요.", ""));
}

static void when_to_ask_again_is_told_in_the_unit_people_use(void **state)
{
	(void)state;
#define CLOSED(when)                                                                               \
	SAYS("지금은 아티스트 정보를 새로 찾아볼 수 없어요. " when " 다시 물어봐 주세요.", AGAIN)
	says(FIND_CLOSED, 0, CLOSED("잠시 후에"));
	says(FIND_CLOSED, 1, CLOSED("1초 후에"));
	says(FIND_CLOSED, 59000, CLOSED("59초 후에"));
	says(FIND_CLOSED, 59001, CLOSED("1분 후에"));
	says(FIND_CLOSED, 3540000, CLOSED("59분 후에"));
	says(FIND_CLOSED, 3540001, CLOSED("1시간 후에"));
	says(FIND_CLOSED, 86400000, CLOSED("24시간 후에"));
}

static void asks(const struct candidates *all, const char *block, enum view view, const char *want)
{
	struct kakao_reply r;
	struct buf out;
	const struct manner manner = {wording, str_of(block)};
	struct question q = {.name = "이브", .view = view};
	buf_init(&out, KAKAO_REPLY_BYTES);
	kakao_reply_begin(&r, &out);
	several_add(&r, all, &q, &manner);
	is(&r, &out, want);
}

#define ID_A "4EVA000000000000000000"
#define ID_B "4EVB000000000000000000"
#define ID_C "4EVC000000000000000000"

/* A quick reply as a message, with what it means. */
#define TAP(label, says, id, name)                                                                 \
	"{'label':'" label "','messageText':'" says                                                \
	"','action':'message','extra':{'artist_id':'" id "','artist':'" name                       \
	"','view':'artist','typed':'이브'}}"

static const struct candidates several = {
    3, {{ID_A, "Eve", "j-pop", false}, {ID_B, "Eve", "rap", false}, {ID_C, "IVE", "k-pop", false}}};

static void the_question_among_several_tells_namesakes_apart(void **state)
{
	(void)state;
	asks(&several, "", VIEW_ARTIST,
	    SAYS("혹시 누구를 찾으세요? 아래에서 골라 주세요.",
		",'quickReplies':[" TAP("Eve (j-pop)", "Eve (j-pop)", ID_A, "Eve") "," TAP(
		    "Eve (rap)", "Eve (rap)", ID_B, "Eve") "," TAP("IVE", "IVE", ID_C, "IVE") "]"));
}

static void the_choice_says_with_a_block_who_it_is_and_what_was_typed(void **state)
{
	(void)state;
	static const struct candidates one = {1, {{ID_C, "IVE", "", false}}};
	asks(&one, "62f0ab1c2d3e4f5a6b7c8d9e", VIEW_SONGS,
	    SAYS("혹시 IVE를 찾으세요? 맞으면 아래를 눌러 주세요.",
		",'quickReplies':[{'label':'IVE','blockId':'62f0ab1c2d3e4f5a6b7c8d9e',"
		"'messageText':'IVE 노래','action':'block','extra':{'artist_id':'" ID_C "',"
		"'artist':'IVE','view':'songs','typed':'이브'}}]"));
}

static void a_label_that_is_cut_still_tells_namesakes_apart(void **state)
{
	(void)state;
	static const struct candidates two = {2, {{ID_A, "Alexander Band", "dream pop", false},
						     {ID_B, "Alexander Band", "jazz", false}}};
	asks(&two, "", VIEW_ARTIST,
	    SAYS("혹시 누구를 찾으세요? 아래에서 골라 주세요.",
		",'quickReplies':[" TAP("dream pop", "Alexander Band (dream pop)", ID_A,
		    "Alexander Band") "," TAP("jazz", "Alexander Band (jazz)", ID_B,
		    "Alexander Band") "]"));
}

static void namesakes_that_nothing_tells_apart_are_offered_once(void **state)
{
	(void)state;
	static const struct candidates two = {
	    2, {{ID_A, "Nova", "", false}, {ID_B, "NOVA", "", false}}};
	asks(&two, "", VIEW_ARTIST,
	    SAYS("혹시 누구를 찾으세요? 아래에서 골라 주세요.",
		",'quickReplies':[" TAP("Nova", "Nova", ID_A, "Nova") "]"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_outcome_is_told),
	    cmocka_unit_test(when_to_ask_again_is_told_in_the_unit_people_use),
	    cmocka_unit_test(the_question_among_several_tells_namesakes_apart),
	    cmocka_unit_test(the_choice_says_with_a_block_who_it_is_and_what_was_typed),
	    cmocka_unit_test(a_label_that_is_cut_still_tells_namesakes_apart),
	    cmocka_unit_test(namesakes_that_nothing_tells_apart_are_offered_once),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return unit_finish(cmocka_run_group_tests_name("say", tests, read_wording, drop_wording));
}
