/* artistbotctl names import, whole, into the store in memory. */
#include "fuzz.h"

#include "ctl/commands.h"

/* Of ctl/main.c, which is not here. */
bool ctl_interrupted(void)
{
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char path[64];
	snprintf(path, sizeof path, "%s", fuzz_file((struct str){(const char *)data, n}));
	char *arguments[] = {path, NULL};
	struct ctl o = {
	    .command = &ctl_names_import,
	    .language = n % 2 ? CTL_KOREAN : CTL_ENGLISH,
	    .arguments = arguments,
	    .n_arguments = 1,
	};
	ctl_names_import.run(&o);
	return 0;
}
