/* Hostile texts for property tests, the same in every run. */
#ifndef ARTISTBOT_TESTS_UNIT_RANDOM_TEXT_H
#define ARTISTBOT_TESTS_UNIT_RANDOM_TEXT_H

#include "base/buf.h"

#include <stdint.h>
#include <utf8proc.h>

/* xorshift64; the state is never 0. */
static uint32_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 32);
}

static void random_point(struct buf *out, uint64_t *state)
{
	/* First and last of blocks with letters, marks, symbols, formats, unassigned points. */
	static const int32_t blocks[][2] = {
	    {0x20, 0x7e},
	    {0x20, 0x7e},
	    {0, 0xff},
	    {0x100, 0x24f},
	    {0x250, 0x36f},
	    {0x370, 0x52f},
	    {0x530, 0x6ff},
	    {0x900, 0xdff},
	    {0xe00, 0xfff},
	    {0x1000, 0x11ff},
	    {0x1200, 0x1cff},
	    {0x1d00, 0x1fff},
	    {0x2000, 0x206f},
	    {0x2070, 0x23ff},
	    {0x2460, 0x2bff},
	    {0x2c00, 0x2e7f},
	    {0x3000, 0x318f},
	    {0x3200, 0x33ff},
	    {0x4e00, 0x4fff},
	    {0xa000, 0xabff},
	    {0xac00, 0xd7a3},
	    {0xac00, 0xd7ff},
	    {0xe000, 0xe0ff},
	    {0xf900, 0xfdff},
	    {0xfe00, 0xffff},
	    {0x10000, 0x107ff},
	    {0x10a00, 0x11cff},
	    {0x16b00, 0x1bcff},
	    {0x1d000, 0x1dfff},
	    {0x1e000, 0x1e9ff},
	    {0x1f000, 0x1faff},
	    {0x20000, 0x200ff},
	    {0xe0000, 0xe01ff},
	    {0x10ff00, 0x10ffff},
	};
	const int32_t *block = blocks[random_next(state) % (sizeof blocks / sizeof *blocks)];
	int32_t c = block[0] + (int32_t)(random_next(state) % (uint32_t)(block[1] - block[0] + 1));
	utf8proc_uint8_t bytes[4];
	if (utf8proc_codepoint_valid(c))
		buf_add(out, bytes, (size_t)utf8proc_encode_char(c, bytes));
}

static void random_piece(struct buf *out, uint64_t *state)
{
	static const char *const pieces[] = {
	    " ",
	    "\n",
	    "\r\n",
	    "\t",
	    "\xe2\x80\x8b",
	    "\xef\xbb\xbf",
	    "\xe2\x80\xae",
	    "\xe2\x81\xa6",
	    "\xe2\x80\xa8",
	    "\xef\xbf\xbd",
	    "\xc0\xaf",
	    "\xed\xa0\x80",
	    "\xf4\x90\x80\x80",
	    "\xe3\x85\xa4",
	    "\xe2\xa0\x80",
	    "\"",
	    "\\",
	    "\x01",
	    "\x7f",
	    "</script>",
	    "아이유",
	    "방탄소년단 (BTS)",
	    "á́́",
	    "👨‍👩‍👧‍👦",
	    "🏳️‍🌈",
	    "🇰🇷",
	    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
	    "각",
	    "مرحبا",
	    "か゛",
	    "ｶﾞ",
	    "The Beatles",
	    "!!!",
	};
	static const char mark[] = "\xcd\x81";
	uint32_t pick = random_next(state) % 40;
	if (pick < sizeof pieces / sizeof *pieces)
		buf_adds(out, pieces[pick]);
	else if (pick == 39)
		for (uint32_t n = random_next(state) % 100; n > 0; n--)
			buf_adds(out, mark);
	else
		buf_addc(out, (char)random_next(state));
}

/* Appends up to max points or pieces. */
static void random_text(struct buf *out, uint64_t *state, uint32_t max)
{
	uint32_t style = random_next(state) % 4;
	for (uint32_t n = random_next(state) % (max + 1); n > 0; n--) {
		if (style == 0)
			random_piece(out, state);
		else if (style == 1)
			random_point(out, state);
		else if (style == 2)
			buf_addc(out, (char)(' ' + random_next(state) % 95));
		else if (random_next(state) % 3 == 0)
			random_piece(out, state);
		else
			random_point(out, state);
	}
}

#endif
