#include "skill/talk.h"

#include "base/text.h"
#include "names/key.h"
#include "skill/phrase.h"

#include <utf8proc.h>

/* By name key: without blanks, punctuation and case. */
static const struct {
	const char *key;
	enum talk kind;
	bool or_name;
} words[] = {
    {"안녕", TALK_GREETING, false},
    {"안녕하세요", TALK_GREETING, false},
    {"안녕하세용", TALK_GREETING, false},
    {"안녕하십니까", TALK_GREETING, false},
    {"안뇽", TALK_GREETING, false},
    {"반가워", TALK_GREETING, false},
    {"반가워요", TALK_GREETING, false},
    {"반갑습니다", TALK_GREETING, false},
    {"처음뵙겠습니다", TALK_GREETING, false},
    {"안녕안녕", TALK_GREETING, false},
    {"안뇽하세요", TALK_GREETING, false},
    {"방가", TALK_GREETING, false},
    {"방가방가", TALK_GREETING, false},
    {"반가워용", TALK_GREETING, false},
    {"굿모닝", TALK_GREETING, true},
    {"좋은아침", TALK_GREETING, true},
    {"하이", TALK_GREETING, true},
    {"하이요", TALK_GREETING, false},
    {"헬로", TALK_GREETING, true},
    {"헬로우", TALK_GREETING, true},
    {"hello", TALK_GREETING, true},
    {"hi", TALK_GREETING, true},
    {"hey", TALK_GREETING, true},
    {"hithere", TALK_GREETING, true},
    {"goodmorning", TALK_GREETING, true},
    {"시작", TALK_GREETING, true},
    {"시작하기", TALK_GREETING, false},
    {"도움말", TALK_HELP, false},
    {"도움", TALK_HELP, true},
    {"도와줘", TALK_HELP, false},
    {"도와주세요", TALK_HELP, false},
    {"사용법", TALK_HELP, false},
    {"사용방법", TALK_HELP, false},
    {"사용설명서", TALK_HELP, false},
    {"메뉴", TALK_HELP, true},
    {"뭐할수있어", TALK_HELP, false},
    {"뭐할수있어요", TALK_HELP, false},
    {"뭐할수있니", TALK_HELP, false},
    {"뭘할수있어", TALK_HELP, false},
    {"뭘할수있어요", TALK_HELP, false},
    {"무엇을할수있어", TALK_HELP, false},
    {"무엇을할수있어요", TALK_HELP, false},
    {"무엇을할수있나요", TALK_HELP, false},
    {"할수있는게뭐야", TALK_HELP, false},
    {"뭐하는봇이야", TALK_HELP, false},
    {"넌누구야", TALK_HELP, false},
    {"너는누구야", TALK_HELP, false},
    {"너누구야", TALK_HELP, false},
    {"누구세요", TALK_HELP, false},
    {"어떻게써", TALK_HELP, false},
    {"어떻게사용해", TALK_HELP, false},
    {"어떻게사용하나요", TALK_HELP, false},
    {"어떻게써요", TALK_HELP, false},
    {"어떻게쓰나요", TALK_HELP, false},
    {"어떻게쓰는거야", TALK_HELP, false},
    {"어떻게쓰는거예요", TALK_HELP, false},
    {"어떻게사용해요", TALK_HELP, false},
    {"어떻게사용하는거야", TALK_HELP, false},
    {"사용법알려줘", TALK_HELP, false},
    {"사용법알려주세요", TALK_HELP, false},
    {"사용방법알려줘", TALK_HELP, false},
    {"사용방법알려주세요", TALK_HELP, false},
    {"뭐할수있니", TALK_HELP, false},
    {"뭐할수있나요", TALK_HELP, false},
    {"뭘할수있니", TALK_HELP, false},
    {"뭘할수있나요", TALK_HELP, false},
    {"무엇을할수있니", TALK_HELP, false},
    {"뭐할줄알아", TALK_HELP, false},
    {"할줄아는게뭐야", TALK_HELP, false},
    {"넌누구니", TALK_HELP, false},
    {"너누구니", TALK_HELP, false},
    {"너는누구니", TALK_HELP, false},
    {"너누구세요", TALK_HELP, false},
    {"넌뭐야", TALK_HELP, false},
    {"너뭐야", TALK_HELP, false},
    {"너는뭐야", TALK_HELP, false},
    {"이름이뭐야", TALK_HELP, false},
    {"이름이뭐니", TALK_HELP, false},
    {"이름이뭐예요", TALK_HELP, false},
    {"이름이뭐에요", TALK_HELP, false},
    {"너이름이뭐야", TALK_HELP, false},
    {"네이름이뭐야", TALK_HELP, false},
    {"무슨봇이야", TALK_HELP, false},
    {"무슨챗봇이야", TALK_HELP, false},
    {"봇이야", TALK_HELP, false},
    {"너봇이야", TALK_HELP, false},
    {"챗봇이야", TALK_HELP, false},
    {"로봇이야", TALK_HELP, false},
    {"너로봇이야", TALK_HELP, false},
    {"사람이야", TALK_HELP, false},
    {"너사람이야", TALK_HELP, false},
    {"ai야", TALK_HELP, false},
    {"너ai야", TALK_HELP, false},
    {"누가만들었어", TALK_HELP, false},
    {"누가만들었어요", TALK_HELP, false},
    {"명령어", TALK_HELP, false},
    {"기능", TALK_HELP, false},
    {"처음으로", TALK_HELP, false},
    {"돌아가기", TALK_HELP, false},
    {"처음", TALK_HELP, true},
    {"홈", TALK_HELP, true},
    {"help", TALK_HELP, true},
    {"helpme", TALK_HELP, true},
    {"menu", TALK_HELP, true},
    {"howto", TALK_HELP, true},
    {"whatcanyoudo", TALK_HELP, false},
    {"whoareyou", TALK_HELP, true},
    {"고마워", TALK_THANKS, false},
    {"고마워요", TALK_THANKS, false},
    {"고맙습니다", TALK_THANKS, false},
    {"감사", TALK_THANKS, true},
    {"감사해요", TALK_THANKS, false},
    {"감사합니다", TALK_THANKS, false},
    {"땡큐", TALK_THANKS, true},
    {"최고야", TALK_THANKS, true},
    {"고맙다", TALK_THANKS, false},
    {"고마워용", TALK_THANKS, false},
    {"고마웡", TALK_THANKS, false},
    {"감사해", TALK_THANKS, false},
    {"감사해용", TALK_THANKS, false},
    {"감사합니당", TALK_THANKS, false},
    {"감사드립니다", TALK_THANKS, false},
    {"감사드려요", TALK_THANKS, false},
    {"최고예요", TALK_THANKS, false},
    {"최고에요", TALK_THANKS, false},
    {"잘했어", TALK_THANKS, false},
    {"잘했어요", TALK_THANKS, false},
    {"thankyousomuch", TALK_THANKS, false},
    {"thankyouverymuch", TALK_THANKS, false},
    {"thanksalot", TALK_THANKS, false},
    {"최고", TALK_THANKS, true},
    {"굿", TALK_THANKS, true},
    {"대박", TALK_THANKS, true},
    {"좋아", TALK_THANKS, true},
    {"좋아요", TALK_THANKS, true},
    {"thx", TALK_THANKS, true},
    {"thanks", TALK_THANKS, true},
    {"thankyou", TALK_THANKS, true},
    {"잘가", TALK_BYE, true},
    {"잘있어", TALK_BYE, true},
    {"안녕히계세요", TALK_BYE, false},
    {"안녕히가세요", TALK_BYE, false},
    {"바이", TALK_BYE, true},
    {"바이바이", TALK_BYE, true},
    {"다음에봐", TALK_BYE, false},
    {"수고하세요", TALK_BYE, false},
    {"수고했어", TALK_BYE, false},
    {"수고했어요", TALK_BYE, false},
    {"수고하셨습니다", TALK_BYE, false},
    {"잘자", TALK_BYE, false},
    {"잘자요", TALK_BYE, false},
    {"안녕히주무세요", TALK_BYE, false},
    {"또올게", TALK_BYE, false},
    {"또올게요", TALK_BYE, false},
    {"다음에또올게", TALK_BYE, false},
    {"다음에또올게요", TALK_BYE, false},
    {"나중에봐", TALK_BYE, false},
    {"나중에봐요", TALK_BYE, false},
    {"수고", TALK_BYE, true},
    {"굿나잇", TALK_BYE, true},
    {"굿밤", TALK_BYE, true},
    {"그만", TALK_BYE, true},
    {"끝", TALK_BYE, true},
    {"bye", TALK_BYE, true},
    {"byebye", TALK_BYE, true},
    {"goodbye", TALK_BYE, true},
    {"goodnight", TALK_BYE, true},
    {"심심해", TALK_EMPTY, true},
    {"심심해요", TALK_EMPTY, true},
    {"네", TALK_EMPTY, true},
    {"응", TALK_EMPTY, true},
    {"아니", TALK_EMPTY, true},
    {"아니요", TALK_EMPTY, true},
    {"ok", TALK_EMPTY, true},
    {"아니야", TALK_EMPTY, false},
    {"됐어", TALK_EMPTY, false},
    {"다른가수", TALK_EMPTY, false},
    {"다른아티스트", TALK_EMPTY, false},
    {"더보기", TALK_EMPTY, false},
    {"더보여줘", TALK_EMPTY, false},
    {"넵", TALK_EMPTY, true},
    {"넹", TALK_EMPTY, true},
    {"예", TALK_EMPTY, true},
    {"싫어", TALK_EMPTY, true},
    {"취소", TALK_EMPTY, true},
    {"뭐해", TALK_EMPTY, true},
    {"배고파", TALK_EMPTY, true},
    {"놀아줘", TALK_EMPTY, true},
    {"사랑해", TALK_EMPTY, true},
    {"가수", TALK_EMPTY, true},
    {"아티스트", TALK_EMPTY, true},
    {"이모티콘", TALK_PICTURE, false},
    {"이모티콘을보냈습니다", TALK_PICTURE, false},
    {"사진을보냈습니다", TALK_PICTURE, false},
    {"동영상을보냈습니다", TALK_PICTURE, false},
    {"음성메시지", TALK_PICTURE, false},
    {"바보", TALK_INSULT, true},
    {"바보야", TALK_INSULT, false},
    {"멍청이", TALK_INSULT, true},
    {"멍청아", TALK_INSULT, false},
    {"쓸모없어", TALK_INSULT, false},
    {"못생겼어", TALK_INSULT, false},
    {"못찾네", TALK_INSULT, false},
    {"못찾네요", TALK_INSULT, false},
    {"왜못찾아", TALK_INSULT, false},
    {"왜못찾아요", TALK_INSULT, false},
    {"왜몰라", TALK_INSULT, false},
    {"못알아듣네", TALK_INSULT, false},
    {"틀렸어", TALK_INSULT, false},
    {"틀렸어요", TALK_INSULT, false},
    {"틀렸잖아", TALK_INSULT, false},
    {"그게아니라", TALK_INSULT, false},
    {"그게아니고", TALK_INSULT, false},
    {"재미없어", TALK_INSULT, false},
    {"짜증나", TALK_INSULT, false},
    {"답답해", TALK_INSULT, false},
    {"별로야", TALK_INSULT, false},
    {"멍청해", TALK_INSULT, false},
    {"쓰레기", TALK_INSULT, true},
    {"노잼", TALK_INSULT, true},
    {"닥쳐", TALK_INSULT, false},
    {"꺼져", TALK_INSULT, true},
    {"stupid", TALK_INSULT, true},
    {"idiot", TALK_INSULT, true},
    {"shutup", TALK_INSULT, true},
};

/* What people put before all that: 정말 감사합니다. */
static const char *const before[] = {"정말", "정말로", "진짜", "너무", "너무너무", "완전", "아주",
    "매우", "대단히", "아", "오", "와", "네", "넵", "응", "그래", "야", NULL};

/* Where a text begins or ends so, it is an insult, unless an artist is called all of it. */
static const char *const insults[] = {"씨발", "시발", "씨바", "병신", "개새끼", "새끼야", "지랄",
    "미친놈", "바보야", "멍청아", "꺼져라", "fuckyou", "fuckoff", "motherfucker", "asshole"};

/* In lone letters. */
static const struct {
	const char *letters;
	enum talk kind;
} jamo[] = {{"ㅎㅇ", TALK_GREETING}, {"ㅇㄴ", TALK_GREETING}, {"ㅂㅂ", TALK_BYE},
    {"ㅂㅇ", TALK_BYE}, {"ㄱㅅ", TALK_THANKS}, {"ㄳ", TALK_THANKS}, {"ㅅㅂ", TALK_INSULT},
    {"ㅆㅂ", TALK_INSULT}, {"ㅂㅅ", TALK_INSULT}, {"ㅗ", TALK_INSULT}, {"ㅋ", TALK_LAUGH},
    {"ㅎ", TALK_LAUGH}};

static bool starts(struct str s, struct str begin)
{
	return s.n >= begin.n && !memcmp(s.p, begin.p, begin.n);
}

/* (하트)(신나): KakaoTalk hands on the names of its stickers so, and nothing else. */
static bool is_sticker(struct str s)
{
	while (s.n && s.p[0] == '(') {
		const char *end = memchr(s.p, ')', s.n);
		if (!end || memchr(s.p + 1, '(', (size_t)(end - s.p) - 1))
			return false;
		size_t n = (size_t)(end + 1 - s.p);
		s = text_trim((struct str){s.p + n, s.n - n});
		if (!s.n)
			return true;
	}
	return false;
}

/* What there is in a text. */
struct contents {
	bool letters, jamo, pictures;
};

static struct contents contents_of(struct str s)
{
	struct contents in = {false, false, false};
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0; s.p += n, s.n -= n) {
		utf8proc_category_t kind = utf8proc_category(c);
		if (c >= 0x3131 && c <= 0x3163)
			in.jamo = true;
		else if (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO &&
			 !(kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME))
			in.letters = true;
		else if (c >= 0x2190 && kind == UTF8PROC_CATEGORY_SO)
			in.pictures = true;
	}
	return in;
}

static enum talk of_jamo(struct str s)
{
	for (size_t i = 0; i < sizeof jamo / sizeof *jamo; i++)
		if (starts(s, str_of(jamo[i].letters)))
			return jamo[i].kind;
	return TALK_EMPTY;
}

static bool is_word(const char *key, enum talk *kind, bool *or_name)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(key, words[i].key)) {
			*or_name = words[i].or_name;
			*kind = words[i].kind;
			return true;
		}
	return false;
}

/* Takes such a word off the beginning, if another follows. */
static bool drop_before(struct str *s)
{
	const char *blank = memchr(s->p, ' ', s->n);
	size_t n = blank ? (size_t)(blank - s->p) : 0;
	for (const char *const *w = before; n && *w; w++)
		if (str_eqs((struct str){s->p, n}, *w)) {
			*s = text_trim((struct str){blank, s->n - n});
			return s->n > 0;
		}
	return false;
}

/* Is it one of the words but for what is put around them: 너무 고마워ㅎㅎ? */
static bool is_word_within(struct str said, enum talk *kind, bool *or_name)
{
	char key[LIMIT_KEY + 1];
	struct str s = phrase_without_tail(said);
	do
		if (name_key(key, s) > 0 && is_word(key, kind, or_name))
			return true;
	while (drop_before(&s));
	return false;
}

enum talk talk_read(struct str said, const char *key, bool *or_name)
{
	enum talk kind;
	struct contents in = contents_of(said);
	struct str k = str_of(key);
	*or_name = false;
	if (is_sticker(said))
		return TALK_PICTURE;
	if (is_word(key, &kind, or_name) || is_word_within(said, &kind, or_name))
		return kind;
	*or_name = true;
	if (!in.letters)
		return in.jamo ? of_jamo(said) : in.pictures ? TALK_PICTURE : TALK_EMPTY;
	for (size_t i = 0; i < sizeof insults / sizeof *insults; i++)
		if (starts(k, str_of(insults[i])) || str_ends(k, str_of(insults[i])))
			return TALK_INSULT;
	return TALK_NONE;
}
