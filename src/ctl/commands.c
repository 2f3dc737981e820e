/* The table of commands.
 *
 * To add one ("names import" as an example):
 *   1. Write src/ctl/names_import.c with `const struct ctl_command ctl_names_import = {…};` at its
 *      end: name, run, summary, and what it needs of options (a static table, ended by {0}),
 *      arguments and about. purge.c is a short example.
 *   2. Declare it in commands.h and list it here, below its noun's others.
 * That is all: make finds the file; --help, the manual page, usage errors and what is near a
 * misspelt word come from the table. Every text is there in both languages, user-facing lines of
 * the command too: ctl_text(o, "done", "끝났어요").
 * A command that takes long sets interruptible, asks ctl_interrupted between rows and shows a
 * struct progress (progress.h). One with a result for programs has the option CTL_JSON; for mere
 * numbers see ctl_done. */
#include "ctl/commands.h"

const struct ctl_command *const ctl_commands[] = {
    &ctl_check,
    &ctl_ask,
    &ctl_artist_show,
    &ctl_artist_refresh,
    &ctl_artist_forget,
    &ctl_stats,
    &ctl_migrate,
    &ctl_dump,
    &ctl_load,
    &ctl_refresh,
    &ctl_purge,
    &ctl_names_import,
    &ctl_names_explain,
    &ctl_names_export,
    &ctl_names_forget,
    &ctl_related_import,
    &ctl_entity_export,
    &ctl_validate_reply,
    &ctl_manual,
    NULL,
};

const struct ctl_option ctl_common[CTL_COMMON_OPTIONS + 1] = {
    {"config", "FILE",
	{"settings; else $ARTISTBOT_CONFIG, else /etc/artistbot/artistbot.conf",
	    "설정 파일. 없으면 $ARTISTBOT_CONFIG, 그다음 /etc/artistbot/artistbot.conf"},
	0, 0},
    {"help", NULL, {"this text", "이 도움말"}, 0, 0},
    {"lang", "ko|en",
	{"language of help and messages; else that of LC_ALL, LC_MESSAGES or LANG",
	    "도움말과 메시지의 언어. 없으면 LC_ALL, LC_MESSAGES, LANG을 따름"},
	0, 0},
    {"version", NULL, {"the version of artistbot", "artistbot의 버전"}, 0, 0},
    {0},
};
