/* A main for a fuzz target where libFuzzer is not: runs the inputs that it is given, whole and cut,
 * then mutations of them for some seconds. Short and without memory of what it covered: that is
 * what make fuzz is for.
 *
 * usage: fuzz-TARGET SECONDS FILE... */
#include "fuzz.h"

#include "base/clock.h"

enum { LONGEST = 16 * 1024, INPUTS = 256, CHANGES = 4 };

static struct str inputs[INPUTS];
static int n_inputs;
static uint64_t state = 88172645463325252;

/* Marsaglia's xorshift: the same in each run. */
static size_t below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % n);
}

static bool load(const char *path)
{
	static char bytes[LONGEST];
	FILE *f = fopen(path, "re");
	if (!f || n_inputs == INPUTS)
		return false;
	size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	inputs[n_inputs++] = fuzz_copy((struct str){bytes, n});
	return true;
}

static void run(struct str s)
{
	struct str copy = fuzz_copy(s);
	LLVMFuzzerTestOneInput((const uint8_t *)copy.p, copy.n);
	free((void *)(uintptr_t)copy.p);
}

/* Changes a byte, or replaces, inserts or takes out a piece. */
static size_t change(char *bytes, size_t n)
{
	const struct str from = inputs[below((size_t)n_inputs)];
	size_t at = below(n + 1), start = below(from.n + 1);
	size_t piece = below(from.n - start + 1), rest = n - at;
	switch (below(4)) {
	case 0:
		if (rest)
			bytes[at] = (char)below(256);
		return n;
	case 1:
		piece = piece < rest ? piece : rest;
		memcpy(bytes + at, from.p + start, piece);
		return n;
	case 2:
		if (n + piece > LONGEST)
			return n;
		memmove(bytes + at + piece, bytes + at, rest);
		memcpy(bytes + at, from.p + start, piece);
		return n + piece;
	default:
		piece = below(rest + 1);
		memmove(bytes + at, bytes + at + piece, rest - piece);
		return n - piece;
	}
}

int main(int argc, char **argv)
{
	static char bytes[LONGEST];
	long runs = 0;
	for (int i = 2; i < argc; i++)
		if (!load(argv[i])) {
			fprintf(stderr, "%s cannot be read\n", argv[i]);
			return 2;
		}
	if (!n_inputs)
		return 2;
	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	int64_t end = clock_ms() + strtol(argv[1], NULL, 10) * 1000;
	for (int i = 0; i < n_inputs; i++, runs += 2) {
		run(inputs[i]);
		run((struct str){inputs[i].p, inputs[i].n / 2});
	}
	for (; clock_ms() < end; runs++) {
		const struct str from = inputs[below((size_t)n_inputs)];
		size_t n = from.n;
		memcpy(bytes, from.p, n);
		for (size_t k = below(CHANGES) + 1; k > 0; k--)
			n = change(bytes, n);
		run((struct str){bytes, n});
	}
	printf("%ld executions\n", runs);
	return 0;
}
