#include "base/limits.h"
#include "ctl/commands.h"
#include "kakao/validate.h"

#include <errno.h>
#include <stdio.h>

enum { MAX_PRINTED = 1024 * 1024 };

/* Exit status beside CTL_OK and CTL_FAILED, which is for breaches. */
enum { UNREADABLE = 2 };

static int print_rules(const struct ctl *o)
{
	struct buf rules;
	buf_init(&rules, MAX_PRINTED);
	kakao_rules_write(&rules);
	int status = ctl_print(o, &rules, CTL_OK);
	buf_free(&rules);
	return status;
}

/* --- telling --- */

/* What is printed, line by line or as JSON. */
struct report {
	const struct ctl *o;
	struct buf out;
	struct json_writer json;
};

static void tell_line(void *context, const struct kakao_finding *f)
{
	struct report *r = context;
	const char *severity = f->severity == RULE_BREACH ? ctl_text(r->o, "breach", "위반")
							  : ctl_text(r->o, "advice", "주의");
	buf_addf(&r->out, "%s  %s%s", severity, f->path, *f->path ? ": " : "");
	kakao_finding_say(&r->out, f, r->o->language == CTL_KOREAN);
	buf_addc(&r->out, '\n');
}

static void put_text(struct json_writer *w, const char *key, const char *s)
{
	json_key(w, key);
	json_str(w, str_of(s));
}

static void put_number(struct json_writer *w, const char *key, long long n)
{
	json_key(w, key);
	json_int(w, n);
}

static void tell_json(void *context, const struct kakao_finding *f)
{
	struct report *r = context;
	struct json_writer *w = &r->json;
	json_open(w, '{');
	put_text(w, "severity", kakao_rule_severity(f->severity));
	put_text(w, "path", f->path);
	put_text(w, "fault", kakao_fault_name(f->fault));
	json_key(w, "text");
	size_t at = json_str_begin(w);
	kakao_finding_say(&r->out, f, r->o->language == CTL_KOREAN);
	json_str_end(w, at);
	if (f->limit > 0) {
		put_number(w, "actual", f->actual);
		put_number(w, "limit", f->limit);
	}
	json_close(w, '}');
}

/* Why a body is no skill response at all: kakao/validate.c's words. */
static const char *reason(const struct ctl *o, const char *why)
{
	static const struct ctl_words reasons[] = {
	    {"empty", "비어 있음"},
	    {"too large", "너무 큼"},
	    {"not UTF-8", "UTF-8이 아님"},
	    {"memory is short", "메모리가 모자람"},
	    {"nested too deep", "너무 깊이 중첩됨"},
	    {"no JSON", "JSON이 아님"},
	    {"no JSON object", "JSON 객체가 아님"},
	};
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (!strcmp(why, reasons[i].en))
			return ctl_words(o, &reasons[i]);
	return why;
}

static void begin_json(struct report *r)
{
	buf_init(&r->out, MAX_PRINTED);
	r->json = json_to(&r->out);
	json_open(&r->json, '{');
	json_key(&r->json, "findings");
	json_open(&r->json, '[');
}

static void end_json(struct report *r, const struct kakao_validation *v, const char *unreadable)
{
	struct json_writer *w = &r->json;
	json_close(w, ']');
	json_key(w, "readable");
	json_boolean(w, !unreadable);
	if (unreadable)
		put_text(w, "reason", reason(r->o, unreadable));
	put_number(w, "breaches", v->breaches);
	put_number(w, "advice", v->advices);
	json_close(w, '}');
}

static void end_lines(struct report *r, const struct kakao_validation *v, const char *unreadable)
{
	if (unreadable)
		ctl_failed(r->o,
		    ctl_text(r->o, "no skill response: %s", "스킬 응답이 아니에요: %s"),
		    reason(r->o, unreadable));
	else
		buf_addf(&r->out,
		    ctl_text(r->o, "breaches: %lld, advice: %lld", "위반 %lld건, 주의 %lld건"),
		    v->breaches, v->advices);
}

static int validate(const struct ctl *o, struct str body)
{
	bool as_json = ctl_given(o, "json");
	struct report r = {.o = o};
	struct kakao_validation v = {.found = as_json ? tell_json : tell_line, .context = &r};
	const char *unreadable = NULL;
	if (as_json)
		begin_json(&r);
	else
		buf_init(&r.out, MAX_PRINTED);
	bool readable = kakao_validate(&v, body, &unreadable);
	if (as_json)
		end_json(&r, &v, unreadable);
	else
		end_lines(&r, &v, unreadable);
	int status = !readable ? UNREADABLE : v.breaches ? CTL_FAILED : CTL_OK;
	if (readable || as_json)
		status = ctl_print(o, &r.out, status);
	buf_free(&r.out);
	return status;
}

/* A file that cannot be read, for programs. */
static void tell_unreadable(const struct ctl *o, const char *why)
{
	struct report r = {.o = o};
	const struct kakao_validation none = {0};
	begin_json(&r);
	end_json(&r, &none, why);
	ctl_print(o, &r.out, UNREADABLE);
	buf_free(&r.out);
}

/* --- reading --- */

/* Reads a file, one byte more than may be validated so that too much is noticed. */
static bool read_file(struct buf *body, const char *path)
{
	char piece[8192];
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
	if (!f)
		return false;
	size_t n;
	while (!body->failed && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(body, piece, n < body->max - body->len ? n : body->max - body->len);
	bool good = !ferror(f) && !body->failed;
	if (f != stdin)
		fclose(f);
	return good;
}

static int run(const struct ctl *o)
{
	struct buf body;
	if (ctl_given(o, "rules"))
		return print_rules(o);
	const char *path = o->n_arguments ? o->arguments[0] : "-";
	buf_init(&body, LIMIT_FOREIGN_REPLY + 1);
	int status = UNREADABLE;
	if (read_file(&body, path)) {
		status = validate(o, buf_str(&body));
	} else {
		char why[1000];
		snprintf(why, sizeof why, "%s: %s", path, strerror(errno));
		ctl_failed(o, "%s", why);
		if (ctl_given(o, "json"))
			tell_unreadable(o, why);
	}
	buf_free(&body);
	return status;
}

static const struct ctl_option options[] = {
    {"json", NULL, {"print what is found as JSON", "결과를 JSON으로 출력"}, 0, 0},
    {"rules", NULL, {"print the rules as JSON instead", "대신 규칙을 JSON으로 출력"}, 0, 0},
    {0},
};

const struct ctl_command ctl_validate_reply = {
    .name = "validate-reply",
    .run = run,
    .options = options,
    .arguments = "[FILE]",
    .max_arguments = 1,
    .summary = {"hold a skill response against every rule of Kakao's",
	"스킬 응답을 카카오의 모든 규칙과 대조합니다"},
    .about =
	{"FILE is the body that a skill sent; - or none reads standard input. Each line names "
	 "the place, what is wrong, the limit and what is there. A breach is against what Kakao "
	 "documents: the bubble is cut or does not appear. An advice is not, but may be shown "
	 "otherwise than was meant. No configuration and no database is needed.\n\n"
	 "Exit status: 0 no breach, 1 a breach, 2 no skill response at all (no JSON, not UTF-8, "
	 "too large, no such file).",
	    "FILE은 스킬이 보낸 응답이고, - 또는 생략하면 표준 입력을 읽습니다. 줄마다 위치, 문제, "
	    "한도와 "
	    "실제 값을 보여 줍니다. 위반은 카카오 문서에 어긋나 말풍선이 잘리거나 나타나지 않는 "
	    "것이고, "
	    "주의는 뜻과 다르게 보일 수 있는 것입니다. 설정도 데이터베이스도 필요 없습니다.\n\n"
	    "종료 상태: 0 위반 없음, 1 위반 있음, 2 스킬 응답이 아님(JSON이나 UTF-8이 아님, 너무 "
	    "큼, 파일 "
	    "없음)."},
};
