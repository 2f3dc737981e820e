/* FastCGI records. What is whole stays whole with more behind it, what is bad stays bad, and a part
 * of what is whole is never bad: a request that arrives in pieces is judged as one that does not.
 */
#include "fuzz.h"

#include "responder/records.h"

enum { LONGEST = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str all = fuzz_copy((struct str){(const char *)data, n < LONGEST ? n : LONGEST});
	enum records whole = records_check(all), before = RECORDS_MORE;
	for (size_t i = 0; i <= all.n; i += i < 64 ? 1 : 37) {
		enum records now = records_check((struct str){all.p, i});
		FUZZ_CHECK(before == RECORDS_MORE || now == before);
		before = now;
	}
	FUZZ_CHECK(before == RECORDS_MORE || whole == before);
	free((void *)(uintptr_t)all.p);
	return 0;
}
