/* How findings of the validator are told. */
#include "kakao/validate.h"

/* {actual}, {limit}, {name} and {other} are filled in. */
static const struct {
	const char *name, *en, *ko;
} faults[FAULT_FAULTS] = {
    [FAULT_BYTES] = {"bytes", "{actual} bytes, at most {limit}",
	"{actual}바이트, {limit}바이트까지"},
    [FAULT_TYPE] = {"type", "is {name}, not {other}", "{other} 자리에 {name}"},
    [FAULT_MISSING] = {"missing", "is missing", "없으면 안 됨"},
    [FAULT_EXPECTED] = {"expected", "is missing, though Kakao's page asks for it",
	"카카오 문서는 필수라고 하는데 없음"},
    [FAULT_VALUE] = {"value", "\"{name}\" is none of {other}",
	"\"{name}\": {other} 중 하나여야 함"},
    [FAULT_LONG] = {"long", "{actual} UTF-16 units, at most {limit}",
	"{actual}자(UTF-16), {limit}자까지"},
    [FAULT_LONG_OURS] = {"long-ours", "{actual} long; up to {limit} is safe in practice",
	"길이 {actual}, {limit}까지가 안전함"},
    [FAULT_LONG_WITH_BLANKS] = {"long-with-blanks",
	"{actual} UTF-16 units with blanks; {limit} without them are allowed",
	"공백까지 {actual}자(UTF-16), 카카오 기준은 공백 빼고 {limit}자"},
    [FAULT_LINES] = {"lines", "{actual} lines, at most {limit}", "{actual}줄, {limit}줄까지"},
    [FAULT_FEW] = {"few", "{actual} of them, at least {limit}", "{actual}개, {limit}개 이상"},
    [FAULT_MANY] = {"many", "{actual} of them, at most {limit}", "{actual}개, {limit}개까지"},
    [FAULT_URL] = {"url", "no http or https address", "http, https 주소가 아님"},
    [FAULT_URL_CHARACTERS] = {"url-characters", "has characters that should be percent-encoded",
	"퍼센트 인코딩이 필요한 글자가 있음"},
    [FAULT_PHONE] = {"phone", "does not look like a phone number", "전화번호로 보이지 않음"},
    [FAULT_AMOUNT] = {"amount", "no amount: currency, digits, commas, and at most two decimals",
	"금액이 아님: 통화, 숫자, 쉼표, 소수 둘째 자리까지"},
    [FAULT_CHARACTERS] = {"characters", "{name} in it is not shown as text",
	"글자로 보이지 않는 {name}"},
    [FAULT_BLANK] = {"blank", "nothing but blanks", "공백뿐임"},
    [FAULT_UNKNOWN] = {"unknown", "a field that Kakao does not document here",
	"카카오 문서에 없는 필드"},
    [FAULT_IGNORED] = {"ignored", "has no effect here", "여기서는 아무 효과 없음"},
    [FAULT_ANY_OF] = {"any-of", "has none of {other}; at least one is needed",
	"{other} 중 하나는 있어야 함"},
    [FAULT_ONE_OF] = {"one-of", "has {actual} of {other}, exactly one is needed",
	"{other} 중 꼭 하나여야 하는데 {actual}개"},
    [FAULT_AT_MOST_ONE] = {"at-most-one", "{other} may not be there together",
	"{other}: 함께 쓸 수 없음"},
    [FAULT_NONE_OF] = {"none-of", "may not be there with {name}", "{name}: 함께 쓸 수 없음"},
    [FAULT_SUM] = {"sum", "{other} together have {actual} UTF-16 units, at most {limit}",
	"{other}: 합쳐서 {actual}자(UTF-16), {limit}자까지"},
    [FAULT_SUM_LINES] = {"sum-lines", "{other} together have {actual} lines, at most {limit}",
	"{other}: 합쳐서 {actual}줄, {limit}줄까지"},
    [FAULT_HORIZONTAL_MANY] = {"horizontal-many", "{actual} of them side by side, at most {limit}",
	"가로로 {actual}개, {limit}개까지"},
    [FAULT_HORIZONTAL_LONG] = {"horizontal-long",
	"{actual} UTF-16 units side by side with another, at most {limit}",
	"가로 배열에서 {actual}자(UTF-16), {limit}자까지"},
    [FAULT_RATIO] = {"ratio", "{name} is none of {other}", "{name}: {other}여야 함"},
    [FAULT_SAME_RATIO] = {"same-ratio",
	"fixedRatio differs: all pictures of a carousel have one ratio",
	"fixedRatio가 서로 다름: 한 케로셀의 이미지 비율은 같아야 함"},
    [FAULT_ALIKE] = {"alike", "{actual} of {limit} cards have {name}: all or none may",
	"카드 {limit}개 가운데 {actual}개에만 {name}: 모두 있거나 모두 없어야 함"},
};

const char *kakao_fault_name(enum kakao_fault fault)
{
	return faults[fault].name;
}

/* Appends what a placeholder stands for; returns its length, 0 if it is none. */
static size_t fill(struct buf *out, const char *at, const struct kakao_finding *f)
{
	static const struct {
		const char *text;
		size_t n;
	} places[] = {{"{actual}", 8}, {"{limit}", 7}, {"{name}", 6}, {"{other}", 7}};
	size_t i = 0;
	while (i < 4 && strncmp(at, places[i].text, places[i].n) != 0)
		i++;
	if (i < 2)
		buf_addf(out, "%lld", i == 0 ? f->actual : f->limit);
	else if (i < 4)
		buf_adds(out, i == 2 ? f->name : f->other);
	return i < 4 ? places[i].n : 0;
}

void kakao_finding_say(struct buf *out, const struct kakao_finding *f, bool korean)
{
	const char *at = korean ? faults[f->fault].ko : faults[f->fault].en;
	while (*at) {
		size_t n = *at == '{' ? fill(out, at, f) : 0;
		if (n == 0)
			buf_addc(out, *at);
		at += n ? n : 1;
	}
	if (f->fault == FAULT_MISSING && *f->name)
		buf_addf(out, korean ? " (%s)" : " (for %s)", f->name);
	if (f->why && !korean)
		buf_addf(out, ": %s", f->why);
}
