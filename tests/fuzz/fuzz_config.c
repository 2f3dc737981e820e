/* A file of settings. */
#include "fuzz.h"

#include "base/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct config c, preset;
	struct buf errors, names;
	struct str file = {(const char *)data, n};
	/* A file that it names would be opened: none that never ends. */
	if (memmem(data, n, "/dev", 4) || memmem(data, n, "/proc", 5))
		return -1;
	buf_init(&errors, 16 * 1024);
	buf_init(&names, 4096);
	bool good = config_load(&c, fuzz_file(file), &errors);
	FUZZ_CHECK(good == (errors.len == 0 && !errors.failed));
	FUZZ_CHECK(c.access.networks.n <= CONFIG_MAX_LIST && c.access.secrets.n <= CONFIG_MAX_LIST);
	FUZZ_CHECK(!good || c.server.deadline_ms > 0);
	if (good) {
		buf_reset(&errors, 0);
		FUZZ_CHECK(config_load(&preset, NULL, &errors));
		config_list_unapplied(&preset, &c, &names);
		config_free(&preset);
	}
	config_free(&c);
	buf_free(&names);
	buf_free(&errors);
	return 0;
}
