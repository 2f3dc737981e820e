#include "kakao/amount.h"

#include "base/text.h"

#include <utf8proc.h>

static bool is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_allowed(int32_t c)
{
	utf8proc_category_t kind = utf8proc_category(c);
	bool word = kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_ME;
	return word || is_digit(c) || c == ',' || c == '.' || kind == UTF8PROC_CATEGORY_SC ||
	       text_is_blank(c);
}

enum kakao_amount kakao_amount_read(struct str s)
{
	size_t digits = 0, behind = 0; /* the last point */
	bool point = false;
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0; s = (struct str){s.p + n, s.n - n}) {
		point = c == '.' || (point && is_digit(c));
		behind = point && is_digit(c) ? behind + 1 : 0;
		digits += is_digit(c);
		if (behind > 2 || !is_allowed(c))
			return KAKAO_AMOUNT_BAD;
	}
	return digits > 0 ? KAKAO_AMOUNT_GOOD : KAKAO_AMOUNT_NO_DIGITS;
}
