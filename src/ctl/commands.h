/* The commands of artistbotctl, each in the file that bears its name. */
#ifndef ARTISTBOT_CTL_COMMANDS_H
#define ARTISTBOT_CTL_COMMANDS_H

#include "ctl/ctl.h"

extern const struct ctl_command ctl_artist_forget;
extern const struct ctl_command ctl_artist_refresh;
extern const struct ctl_command ctl_artist_show;
extern const struct ctl_command ctl_ask;
extern const struct ctl_command ctl_check;
extern const struct ctl_command ctl_dump;
extern const struct ctl_command ctl_entity_export;
extern const struct ctl_command ctl_load;
extern const struct ctl_command ctl_manual;
extern const struct ctl_command ctl_migrate;
extern const struct ctl_command ctl_names_explain, ctl_names_export, ctl_names_forget;
extern const struct ctl_command ctl_names_import;
extern const struct ctl_command ctl_purge;
extern const struct ctl_command ctl_related_import;
extern const struct ctl_command ctl_refresh;
extern const struct ctl_command ctl_stats;
extern const struct ctl_command ctl_validate_reply;

/* All of them in the order of the help, ended by NULL. */
extern const struct ctl_command *const ctl_commands[];

/* Options that all commands have. */
enum { CTL_COMMON_OPTIONS = 4 };
extern const struct ctl_option ctl_common[CTL_COMMON_OPTIONS + 1];

#endif
