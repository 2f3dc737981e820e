/* Numbers as people read them, rounded down. */
#ifndef ARTISTBOT_SKILL_NUMBER_H
#define ARTISTBOT_SKILL_NUMBER_H

#include "base/buf.h"

#include <stdint.h>

/* Appends n ≥ 0 in units of 만 (10^4) and 억 (10^8): 9,999; 1.2만; 2,610만; 1억 1,126만; 12억. */
void number_korean(struct buf *out, int64_t n);

/* Appends n ≥ 0 in thousands, millions and billions: 9,999; 12K; 261K; 2.6M; 26M; 1.1B. */
void number_english(struct buf *out, int64_t n);

#endif
