/* Did you mean: a question with those who may be meant as quick replies, the likeliest first. */
#ifndef ARTISTBOT_SKILL_SEVERAL_H
#define ARTISTBOT_SKILL_SEVERAL_H

#include "model/candidates.h"
#include "skill/question.h"
#include "skill/tap.h"

/* Adds it to a reply. Each choice leads to the view that the question asked for, and carries what
 * the user had typed. Namesakes are told apart by a genre or a song; one that cannot be is left
 * out. */
void several_add(struct kakao_reply *r, const struct candidates *all, const struct question *q,
    const struct manner *m);

#endif
