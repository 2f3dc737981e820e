#include "store/errors.h"

#include <stddef.h>

static const struct {
	unsigned number;
	enum error_class class;
} classes[] = {
    {1053, ERROR_LOST}, /* server shuts down */
    {1152, ERROR_LOST}, /* aborted connection */
    {1184, ERROR_LOST},
    {1243, ERROR_LOST}, /* unknown statement handler */
    {1615, ERROR_LOST}, /* statement must be prepared anew */
    {1927, ERROR_LOST}, /* killed (MariaDB) */
    {2006, ERROR_LOST}, /* server has gone away */
    {2013, ERROR_LOST}, /* lost during the query, or time-out */
    {2014, ERROR_LOST}, /* out of step: nothing but a new connection helps */
    {2027, ERROR_LOST}, /* malformed packet */
    {2055, ERROR_LOST},
    {2056, ERROR_LOST}, /* statement closed with its connection */
    {3169, ERROR_LOST}, /* killed (MySQL) */
    {4031, ERROR_LOST}, /* idle too long (MySQL) */

    {1021, ERROR_NOT_NOW}, /* disk full */
    {1030, ERROR_NOT_NOW}, /* storage engine's error */
    {1037, ERROR_NOT_NOW}, /* memory */
    {1038, ERROR_NOT_NOW},
    {1040, ERROR_NOT_NOW}, /* too many connections */
    {1041, ERROR_NOT_NOW},
    {1047, ERROR_NOT_NOW}, /* Galera: no quorum */
    {1114, ERROR_NOT_NOW}, /* table full */
    {1129, ERROR_NOT_NOW}, /* host blocked after too many errors */
    {1158, ERROR_NOT_NOW}, /* packets on the way */
    {1159, ERROR_NOT_NOW},
    {1160, ERROR_NOT_NOW},
    {1161, ERROR_NOT_NOW},
    {1203, ERROR_NOT_NOW}, /* this user's connections */
    {1205, ERROR_NOT_NOW}, /* lock wait */
    {1226, ERROR_NOT_NOW}, /* this user's quota */
    {1290, ERROR_NOT_NOW}, /* read only */
    {1317, ERROR_NOT_NOW}, /* query killed */
    {1461, ERROR_NOT_NOW}, /* too many prepared statements */
    {1792, ERROR_NOT_NOW}, /* read-only transaction */
    {1836, ERROR_NOT_NOW}, /* read-only mode */
    {1969, ERROR_NOT_NOW}, /* statement took too long (MariaDB) */
    {2002, ERROR_NOT_NOW}, /* nobody listens */
    {2003, ERROR_NOT_NOW},
    {2005, ERROR_NOT_NOW}, /* host unknown */
    {2008, ERROR_NOT_NOW}, /* our memory */
    {2026, ERROR_NOT_NOW}, /* TLS */
    {3024, ERROR_NOT_NOW}, /* statement took too long (MySQL) */

    {1213, ERROR_CONFLICT}, /* deadlock, and Galera's certification */
    {9007, ERROR_CONFLICT}, /* TiDB: an optimistic transaction lost */

    {1044, ERROR_SETUP}, /* no right to the database */
    {1045, ERROR_SETUP}, /* wrong user or password */
    {ERROR_NO_DATABASE, ERROR_SETUP},
    {1054, ERROR_SETUP}, /* no such column */
    {1142, ERROR_SETUP}, /* no right to the table */
    {1143, ERROR_SETUP}, /* no right to the column */
    {ERROR_NO_TABLE, ERROR_SETUP},
    {1698, ERROR_SETUP}, /* wrong user (MariaDB, no password given) */
    {2059, ERROR_SETUP}, /* way of authentication not supported */
    {2061, ERROR_SETUP},
};

enum error_class error_class_of(unsigned number)
{
	if (number == 0)
		return ERROR_NONE;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (classes[i].number == number)
			return classes[i].class;
	return ERROR_NEVER;
}

const char *error_class_name(enum error_class class)
{
	static const char *const names[] = {
	    [ERROR_NONE] = "none",
	    [ERROR_LOST] = "lost",
	    [ERROR_NOT_NOW] = "not_now",
	    [ERROR_CONFLICT] = "conflict",
	    [ERROR_SETUP] = "setup",
	    [ERROR_NEVER] = "never",
	};
	return names[class];
}

bool error_of_host(unsigned number)
{
	static const unsigned numbers[] = {
	    1021, /* its disk is full */
	    1040, /* too many connections */
	    1047, /* Galera: without quorum, or not in step yet */
	    1053, /* it shuts down */
	    1114,
	    1129, /* our host is blocked there */
	    1290, /* read only: it is a replica, or was made one */
	    1792,
	    1836,
	};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

const char *error_remedy(enum error_class class)
{
	if (class == ERROR_SETUP)
		return "check user, password and rights in [database], then run artistbotctl "
		       "migrate";
	return "";
}
