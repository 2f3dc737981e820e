#include "skill/talk.h"

#include "base/text.h"

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
    {"닥쳐", TALK_INSULT, false},
    {"꺼져", TALK_INSULT, true},
    {"stupid", TALK_INSULT, true},
    {"idiot", TALK_INSULT, true},
    {"shutup", TALK_INSULT, true},
};

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

enum talk talk_read(struct str said, const char *key, bool *or_name)
{
	struct contents in = contents_of(said);
	struct str k = str_of(key);
	*or_name = false;
	if (is_sticker(said))
		return TALK_PICTURE;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eqs(k, words[i].key)) {
			*or_name = words[i].or_name;
			return words[i].kind;
		}
	*or_name = true;
	if (!in.letters)
		return in.jamo ? of_jamo(said) : in.pictures ? TALK_PICTURE : TALK_EMPTY;
	for (size_t i = 0; i < sizeof insults / sizeof *insults; i++)
		if (starts(k, str_of(insults[i])) || str_ends(k, str_of(insults[i])))
			return TALK_INSULT;
	return TALK_NONE;
}
