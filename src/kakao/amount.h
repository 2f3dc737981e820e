/* The amount in the summary of an item card: Kakao's page allows a currency sign or word, digits,
 * commas, a point with at most two digits behind it, and blanks. */
#ifndef ARTISTBOT_KAKAO_AMOUNT_H
#define ARTISTBOT_KAKAO_AMOUNT_H

#include "base/str.h"

enum kakao_amount {
	KAKAO_AMOUNT_GOOD,
	KAKAO_AMOUNT_NO_DIGITS, /* only what is allowed, but nothing that is a number */
	KAKAO_AMOUNT_BAD
};

enum kakao_amount kakao_amount_read(struct str s);

#endif
