/* Random replies of every component, from texts and URLs of any kind: each is valid by the
 * validator, and by an oracle that shares no code and no number with the builder
 * (tests/lib/kakao_check.py).
 *
 * Environment: ARTISTBOT_REPLIES, how many; ARTISTBOT_SEED, which. */
#include "kakao/limits.h"
#include "kakao/reply.h"
#include "random_text.h"
#include "reply_check.h"

#include <sys/wait.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { REPLIES = 10000 };
#else
enum { REPLIES = 100000 };
#endif

enum { MAX_BUTTONS = 5, MAX_ITEMS = 12, MAX_CARDS = 13 };

/* Texts that fields are picked from, and how many of them are new in each reply. */
enum { POOL = 400, RENEWED = 20, MAX_TEXT = 64 * 1024 };

/* What a reply is made of; texts stay where they are until it is made. */
struct fields {
	struct buf pool[POOL];
	uint64_t seed;
	struct kakao_button buttons[MAX_CARDS + 1][MAX_BUTTONS];
	struct kakao_list_item items[MAX_CARDS][MAX_ITEMS];
	struct kakao_entry entries[MAX_CARDS][MAX_ITEMS];
	struct kakao_member members[3];
};

static uint32_t any(struct fields *f, uint32_t n)
{
	return random_next(&f->seed) % n;
}

/* An entry of the pool becomes another text, one in four behind the beginning of a URL. */
static void renew(struct fields *f)
{
	static const uint32_t max[] = {3, 20, 20, 60, 60, 400};
	struct buf *b = &f->pool[any(f, POOL)];
	buf_rewind(b, 0);
	if (any(f, 4) == 0)
		buf_adds(b, "https://ex/");
	random_text(b, &f->seed, max[any(f, 6)]);
}

static struct str text(struct fields *f)
{
	static const char *const plain[] = {
	    "아이유", "BTS", "₩ 1,000.50", "12.345", "010-1234-5678"};
	return any(f, 8) == 0 ? str_of(plain[any(f, 5)]) : buf_str(&f->pool[any(f, POOL)]);
}

static struct str url(struct fields *f)
{
	static const char *const urls[] = {"", "javascript:alert(1)", "data:text/html,x",
	    "http://a b", "https://ex/한글?q=\"<>", "https://u:p@ex/", "HTTP://EX/%zz", "https://",
	    "https://open.spotify.com/artist/1", "https://i.scdn.co/image/ab"};
	uint32_t pick = any(f, 24);
	if (pick >= 14)
		return str_of(urls[8 + any(f, 2)]);
	return pick < 10 ? str_of(urls[pick]) : text(f);
}

static struct str block(struct fields *f)
{
	return any(f, 3) ? STR("62654c249ac8ed78441532de") : any(f, 2) ? STR("") : text(f);
}

static size_t members(struct fields *f)
{
	static const char *const keys[] = {"view", "artist", "name"};
	size_t n = any(f, 4);
	for (size_t i = 0; i < n; i++)
		f->members[i] = (struct kakao_member){keys[i], text(f)};
	return n;
}

static struct kakao_link link_to(struct fields *f)
{
	return (struct kakao_link){
	    url(f), any(f, 4) ? STR("") : url(f), any(f, 4) ? STR("") : url(f)};
}

static struct kakao_thumbnail thumbnail(struct fields *f)
{
	return (struct kakao_thumbnail){url(f), text(f), link_to(f), any(f, 2)};
}

static size_t buttons(struct fields *f, size_t of)
{
	size_t n = any(f, any(f, 2) ? 2 : MAX_BUTTONS + 1);
	for (size_t i = 0; i < n; i++) {
		enum kakao_action action = (enum kakao_action)any(f, KAKAO_OPERATOR + 1);
		f->buttons[of][i] = (struct kakao_button){
		    .action = action,
		    .label = text(f),
		    .value = action == KAKAO_WEB_LINK ? url(f) : text(f),
		    .block_id = block(f),
		    .extra = f->members,
		    .n_extra = members(f),
		};
	}
	return n;
}

static struct kakao_text_card text_card(struct fields *f, size_t i)
{
	return (struct kakao_text_card){text(f), text(f), f->buttons[i], buttons(f, i)};
}

static struct kakao_basic_card basic_card(struct fields *f, size_t i)
{
	return (struct kakao_basic_card){
	    text(f), text(f), thumbnail(f), f->buttons[i], buttons(f, i)};
}

static int64_t price(struct fields *f)
{
	static const int64_t prices[] = {-1, 0, 70, 10000, INT64_MAX, INT64_MIN};
	return prices[any(f, 6)];
}

static struct kakao_commerce_card commerce_card(struct fields *f, size_t i)
{
	return (struct kakao_commerce_card){text(f), text(f), price(f), price(f), price(f),
	    price(f), thumbnail(f), text(f), url(f), f->buttons[i], buttons(f, i)};
}

static struct kakao_list_card list_card(struct fields *f, size_t i)
{
	size_t n = any(f, any(f, 3) ? 6 : MAX_ITEMS + 1);
	for (size_t k = 0; k < n; k++)
		f->items[i][k] = (struct kakao_list_item){
		    .title = text(f),
		    .description = text(f),
		    .image_url = url(f),
		    .link = link_to(f),
		    .action = (enum kakao_action)any(f, KAKAO_OPERATOR + 1),
		    .value = text(f),
		    .block_id = block(f),
		    .extra = f->members,
		    .n_extra = members(f),
		};
	return (struct kakao_list_card){text(f), f->items[i], n, f->buttons[i], buttons(f, i)};
}

static struct kakao_item_card item_card(struct fields *f, size_t i)
{
	size_t n = any(f, any(f, 3) ? 6 : MAX_ITEMS + 1);
	for (size_t k = 0; k < n; k++)
		f->entries[i][k] = (struct kakao_entry){text(f), text(f)};
	return (struct kakao_item_card){
	    .thumbnail = thumbnail(f),
	    .head = any(f, 2) ? text(f) : STR(""),
	    .profile = text(f),
	    .profile_image = url(f),
	    .image_title = text(f),
	    .image_description = text(f),
	    .image_url = url(f),
	    .entries = f->entries[i],
	    .n_entries = n,
	    .right = any(f, 2),
	    .summary = {text(f), text(f)},
	    .title = text(f),
	    .description = text(f),
	    .buttons = f->buttons[i],
	    .n_buttons = buttons(f, i),
	};
}

/* Adds a carousel of one kind of cards. */
#define CAROUSEL(kind)                                                                             \
	static void add_##kind##_cards(                                                            \
	    struct kakao_reply *r, struct fields *f, const struct kakao_header *header)            \
	{                                                                                          \
		struct kakao_##kind##_card cards[MAX_CARDS];                                       \
		size_t n = any(f, any(f, 3) ? 5 : MAX_CARDS + 1);                                  \
		for (size_t i = 0; i < n; i++)                                                     \
			cards[i] = kind##_card(f, i);                                              \
		(void)header;                                                                      \
		kakao_reply_##kind##_cards(r, cards, n HEADER_##kind);                             \
	}
#define HEADER_text
#define HEADER_list
#define HEADER_basic , header
#define HEADER_commerce , header
#define HEADER_item , header
CAROUSEL(text)
CAROUSEL(list)
CAROUSEL(basic)
CAROUSEL(commerce)
CAROUSEL(item)

static void add_carousel(struct kakao_reply *r, struct fields *f)
{
	static void (*const add[])(
	    struct kakao_reply * r, struct fields * f, const struct kakao_header *header) = {
	    add_text_cards, add_list_cards, add_basic_cards, add_commerce_cards, add_item_cards};
	const struct kakao_header header = {text(f), text(f), url(f)};
	add[any(f, 5)](r, f, any(f, 2) ? &header : NULL);
}

static void add_card(struct kakao_reply *r, struct fields *f)
{
	const struct kakao_text_card text = text_card(f, 0);
	const struct kakao_basic_card basic = basic_card(f, 1);
	const struct kakao_commerce_card commerce = commerce_card(f, 2);
	const struct kakao_list_card list = list_card(f, 3);
	const struct kakao_item_card item = item_card(f, 4);
	switch (any(f, 5)) {
	case 0:
		kakao_reply_text_card(r, &text);
		break;
	case 1:
		kakao_reply_basic_card(r, &basic);
		break;
	case 2:
		kakao_reply_commerce_card(r, &commerce);
		break;
	case 3:
		kakao_reply_list_card(r, &list);
		break;
	default:
		kakao_reply_item_card(r, &item);
	}
}

static void add_beside(struct kakao_reply *r, struct fields *f)
{
	const struct kakao_quick_reply quick = {text(f), text(f), block(f), f->members, members(f)};
	const struct kakao_context context = {
	    text(f), (int)any(f, 9) - 4, (int)any(f, 9) - 4, f->members, members(f)};
	switch (any(f, 8)) {
	case 0:
		kakao_reply_context(r, &context);
		break;
	case 1:
		/* A key once only: the builder does not look for those before. */
		if (r->data.len == 0)
			kakao_reply_data(r, "text", text(f));
		break;
	default:
		kakao_reply_quick(r, &quick);
	}
}

static void add_random(struct kakao_reply *r, struct fields *f)
{
	switch (any(f, 8)) {
	case 0:
		kakao_reply_text(r, text(f));
		break;
	case 1:
		kakao_reply_image(r, url(f), text(f));
		break;
	case 2:
	case 3:
		add_card(r, f);
		break;
	case 4:
		add_carousel(r, f);
		break;
	default:
		add_beside(r, f);
	}
}

/* Makes one reply. False if nothing came of it. */
static bool make(struct buf *out, struct fields *f)
{
	struct kakao_reply r;
	kakao_reply_begin(&r, out);
	for (int i = 0; i < RENEWED; i++)
		renew(f);
	for (uint32_t n = 1 + any(f, 10); n > 0; n--)
		add_random(&r, f);
	if (any(f, 50) == 0)
		kakao_reply_use_callback(&r);
	if (any(f, 50) == 0)
		kakao_reply_values_only(&r);
	return kakao_reply_end(&r);
}

static uint64_t setting(const char *name, uint64_t preset)
{
	const char *s = getenv(name);
	return s ? strtoull(s, NULL, 0) : preset;
}

/* What came out, so that a builder that drops everything is noticed. */
static const char *const kinds[] = {
    "\"simpleText\":", "\"simpleImage\":", "\"textCard\":", "\"basicCard\":", "\"commerceCard\":",
    "\"listCard\":", "\"itemCard\":", "\"type\":\"textCard\"", "\"type\":\"basicCard\"",
    "\"type\":\"commerceCard\"", "\"type\":\"listCard\"", "\"type\":\"itemCard\"",
    "\"quickReplies\":", "\"context\":", "\"data\":", "\"useCallback\":"};
enum { KINDS = sizeof kinds / sizeof *kinds };

static void whatever_is_said_the_reply_is_valid(void **state)
{
	(void)state;
	static struct fields f;
	struct buf out;
	uint64_t replies = setting("ARTISTBOT_REPLIES", REPLIES), good = 0, seen[KINDS] = {0};
	uint64_t seed = setting("ARTISTBOT_SEED", (uint64_t)time(NULL));
	f.seed = seed ? seed : 1;
	print_message("# %llu replies, ARTISTBOT_SEED=%llu\n", (unsigned long long)replies,
	    (unsigned long long)seed);
	buf_init(&out, KAKAO_REPLY_BYTES);
	for (size_t i = 0; i < POOL; i++)
		buf_init(&f.pool[i], MAX_TEXT);
	for (size_t i = 0; i < 4 * POOL; i++)
		renew(&f);
	FILE *oracle =
	    popen("python3 -B " UNIT_SOURCE "/tests/lib/kakao_check.py --lines >&2", "w");
	assert_non_null(oracle);
	for (uint64_t i = 0; i < replies; i++) {
		struct reply_check k;
		if (!make(&out, &f))
			continue;
		if (!reply_is_good(&k, buf_str(&out)))
			fail_msg("reply %llu: %s: %s", (unsigned long long)i, k.why.data, out.data);
		good++;
		for (size_t kind = 0; kind < KINDS; kind++)
			seen[kind] += strstr(out.data, kinds[kind]) != NULL;
		if (fprintf(oracle, "%s\n", out.data) < 0)
			break;
	}
	if (pclose(oracle) != 0)
		fail_msg("the other oracle found a breach");
	assert_true(good > replies / 2);
	for (size_t kind = 0; kind < KINDS; kind++)
		if (seen[kind] < replies / 1000)
			fail_msg("%s: only %llu", kinds[kind], (unsigned long long)seen[kind]);
	buf_free(&out);
	for (size_t i = 0; i < POOL; i++)
		buf_free(&f.pool[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whatever_is_said_the_reply_is_valid),
	};
	return unit_run("reply_random", tests);
}
