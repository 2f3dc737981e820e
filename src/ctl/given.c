/* What a command was given: its options, by name. */
#include "ctl/ctl.h"

#include <stdlib.h>
#include <string.h>

const char *ctl_value(const struct ctl *o, const char *option, const char *preset)
{
	const struct ctl_option *own = o->command->options;
	for (int i = 0; own && own[i].name; i++)
		if (!strcmp(own[i].name, option))
			return o->values[i] ? o->values[i] : preset;
	return preset;
}

bool ctl_given(const struct ctl *o, const char *option)
{
	return ctl_value(o, option, NULL) != NULL;
}

int ctl_number(const struct ctl *o, const char *option, int preset)
{
	const char *value = ctl_value(o, option, NULL);
	return value ? (int)strtol(value, NULL, 10) : preset;
}
