/* The cards in the table of rules (kakao/rules.h), for its other parts. */
#ifndef ARTISTBOT_KAKAO_RULES_CARDS_H
#define ARTISTBOT_KAKAO_RULES_CARDS_H

#include "kakao/rules.h"

#define VALUES(...) ((const char *const[]){__VA_ARGS__, NULL})

extern const struct rule_node rule_simple_text, rule_simple_image, rule_text_card, rule_basic_card,
    rule_commerce_card, rule_list_card, rule_item_card;

#endif
