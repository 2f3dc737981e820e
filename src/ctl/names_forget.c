/* artistbotctl names forget: a name that was taught or imported wrongly. */
#include "ctl/commands.h"
#include "names/key.h"

#include <stdio.h>

static int work(const struct ctl *o, const struct config *c, struct store_conn *conn)
{
	char key[LIMIT_KEY + 1];
	int64_t n = 0;
	(void)c;
	if (!name_key(key, str_of(o->arguments[0])))
		return ctl_failed(o, "%s", ctl_text(o, "that is no name", "이름이 아니에요"));
	if (store_forget_name(conn, key, &n) != STORE_OK)
		return ctl_failed(o, "%s", store_error(conn));
	const struct ctl_count counts[] = {{"forgotten", n}, {0}};
	if (!ctl_given(o, "json"))
		printf(ctl_text(o, "it leads to %lld artists no more\n",
			   "이 이름은 이제 가수 %lld명을 가리키지 않아요\n"),
		    (long long)n);
	return ctl_done(o, counts, CTL_OK);
}

static int run(const struct ctl *o)
{
	return ctl_with_store(o, work);
}

static const struct ctl_option options[] = {CTL_JSON, {0}};

const struct ctl_command ctl_names_forget = {
    .name = "names forget",
    .run = run,
    .options = options,
    .arguments = "NAME",
    .min_arguments = 1,
    .max_arguments = 1,
    .summary = {"forget a name that users or an import taught wrongly",
	"사용자나 가져온 목록이 잘못 가르친 이름을 잊습니다"},
    .about = {"The name as they wrote it, or any other spelling with the same name key, no longer "
	      "leads to the artists it led to, and whom users chose for it is forgotten as well. "
	      "What Spotify itself calls an artist stays.",
	"그 이름과, 이름 키가 같은 다른 표기는 더 이상 그 가수를 가리키지 않고, 그 이름으로 "
	"사용자가 고른 것도 잊습니다. Spotify에서 부르는 가수 이름은 남습니다."},
};
