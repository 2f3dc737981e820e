/* Help and manual pages, made of the table of commands. */
#ifndef ARTISTBOT_CTL_HELP_H
#define ARTISTBOT_CTL_HELP_H

#include "ctl/ctl.h"

#include <stdio.h>

/* The list of commands; with a noun only those of that noun. */
void help_all(const struct ctl *o, FILE *out, const char *noun);

/* One command: its line, what it does, its options. */
void help_command(const struct ctl *o, FILE *out, const struct ctl_command *c);

/* "usage: artistbotctl names import [OPTION]... FILE" */
void help_usage(const struct ctl *o, FILE *out, const struct ctl_command *c);

#endif
