/* An answer that follows later: posted to the callback address of a payload, once, within a minute.
 * Source: Kakao's guide to callbacks (kakaobusiness.gitbook.io, chatbot, skill_guide,
 * ai_chatbot_callback_guide), as of 2026. */
#ifndef ARTISTBOT_KAKAO_CALLBACK_H
#define ARTISTBOT_KAKAO_CALLBACK_H

#include "http/http.h"
#include "http/reach.h"

/* Called once, in the HTTP thread, when Kakao has taken the answer, or has not. */
typedef void kakao_callback_done_fn(void *context);

/* Posts a skill response. What became of it is logged, without the address, which lets whoever has
 * it answer. In the HTTP thread only. False without memory: done is not called. */
bool kakao_callback_send(struct http *h, const struct http_reach *reach, const char *url,
    struct str reply, int64_t deadline, kakao_callback_done_fn *done, void *context);

#endif
