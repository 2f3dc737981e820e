/* Numbers as Koreans read them. */
#ifndef ARTISTBOT_SKILL_NUMBER_H
#define ARTISTBOT_SKILL_NUMBER_H

#include "base/buf.h"

#include <stdint.h>

/* Appends n ≥ 0 in units of 만 (10^4) and 억 (10^8), rounded down: 9,999; 1.2만; 2,610만; 1억
 * 1,126만; 12억. */
void number_korean(struct buf *out, int64_t n);

#endif
