/* A skill response as text: the bubbles one below the other, as a person reads them. */
#ifndef ARTISTBOT_CTL_BUBBLES_H
#define ARTISTBOT_CTL_BUBBLES_H

#include "base/str.h"

#include <stdio.h>

/* Prints a reply of our own builder (kakao/reply.h). False if it is none. */
bool bubbles_print(FILE *out, struct str reply);

#endif
