#include "skill/number.h"

enum { MAN = 10000, EOK = 100000000 };

/* With commas. n is below 10^12 here, whatever the artist. */
static void add_grouped(struct buf *out, int64_t n)
{
	if (n >= 1000) {
		add_grouped(out, n / 1000);
		buf_addf(out, ",%03d", (int)(n % 1000));
	} else {
		buf_addf(out, "%d", (int)n);
	}
}

void number_korean(struct buf *out, int64_t n)
{
	if (n < MAN) {
		add_grouped(out, n);
		return;
	}
	if (n < 10 * MAN) { /* below 10만 the next digit still says something */
		buf_addf(out, "%d", (int)(n / MAN));
		if (n / 1000 % 10)
			buf_addf(out, ".%d", (int)(n / 1000 % 10));
		buf_adds(out, "만");
		return;
	}
	if (n >= EOK) {
		add_grouped(out, n / EOK);
		buf_adds(out, "억");
	}
	if (n % EOK >= MAN) {
		buf_adds(out, n >= EOK ? " " : "");
		add_grouped(out, n % EOK / MAN);
		buf_adds(out, "만");
	}
}

void number_english(struct buf *out, int64_t n)
{
	static const struct {
		int64_t one;
		char letter;
	} units[] = {{1000000000, 'B'}, {1000000, 'M'}, {1000, 'K'}};
	if (n < MAN) {
		add_grouped(out, n);
		return;
	}
	size_t i = 0;
	while (n < units[i].one)
		i++;
	int64_t whole = n / units[i].one, tenth = n / (units[i].one / 10) % 10;
	add_grouped(out, whole);
	if (whole < 10 && tenth)
		buf_addf(out, ".%d", (int)tenth);
	buf_addc(out, units[i].letter);
}
