/* artistbotctl: its commands. Each returns the process's exit status. */
#ifndef ARTISTBOT_CTL_CTL_H
#define ARTISTBOT_CTL_CTL_H

enum {
	CTL_OK = 0,
	CTL_FAILED = 1, /* it could not be done, or something is wrong; standard error says what */
	CTL_USAGE = 2,  /* the command line or the configuration is wrong */
};

/* Checks the configuration, the wording, the database; a line each, with a remedy. config_path may
 * be NULL. */
int ctl_check(const char *config_path);

/* Brings the database to the newest schema. */
int ctl_migrate(const char *config_path);

#endif
