#include "ctl/commands.h"
#include "kakao/rules.h"

enum { MAX_PRINTED = 1024 * 1024 };

static int print_rules(const struct ctl *o)
{
	struct buf rules;
	buf_init(&rules, MAX_PRINTED);
	kakao_rules_write(&rules);
	int status = ctl_print(o, &rules, CTL_OK);
	buf_free(&rules);
	return status;
}

static int run(const struct ctl *o)
{
	return print_rules(o);
}

static const struct ctl_option options[] = {
    {"rules", NULL, {"print the rules as JSON", "규칙을 JSON으로 출력"}, 0, 0},
    {0},
};

const struct ctl_command ctl_validate_reply = {
    .name = "validate-reply",
    .run = run,
    .options = options,
    .summary = {"print Kakao's rules for a skill response", "카카오 스킬 응답의 규칙을 출력합니다"},
};
