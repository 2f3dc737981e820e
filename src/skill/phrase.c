#include "skill/phrase.h"

#include "base/text.h"
#include "names/particle.h"
#include "skill/phrase_words.h"

#include <utf8proc.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* --- words at the end --- */

static bool is_ascii(const char *word)
{
	return (unsigned char)word[word[0] == ' '] < 0x80;
}

/* Does s end in the word? Then before is what stands before it. Blanks between Korean syllables do
 * not matter; one at the word's beginning must be there, or the text begins there. */
static bool ends_in(struct str s, const char *word, struct str *before)
{
	bool apart = word[0] == ' ', ascii = is_ascii(word);
	size_t left = s.n;
	word += apart;
	for (size_t i = strlen(word); i > 0; i--) {
		while (!ascii && left > 0 && s.p[left - 1] == ' ')
			left--;
		if (left == 0 || lower(s.p[left - 1]) != word[i - 1])
			return false;
		left--;
	}
	if (apart && left > 0 && s.p[left - 1] != ' ')
		return false;
	*before = text_trim((struct str){s.p, left});
	return true;
}

/* The longest of the words that s ends in, or NULL. */
static const struct phrase_word *ending_word(
    struct str s, const struct phrase_word *words, struct str *before)
{
	const struct phrase_word *best = NULL;
	struct str rest;
	*before = s;
	for (; words->word; words++)
		if (ends_in(s, words->word, &rest) && rest.n < before->n) {
			best = words;
			*before = rest;
		}
	return best;
}

static bool ends_in_one(struct str s, const char *const *words, struct str *before)
{
	struct str rest;
	*before = s;
	for (; *words; words++)
		if (ends_in(s, *words, &rest) && rest.n < before->n)
			*before = rest;
	return before->n < s.n;
}

static bool is_jamo(int32_t c)
{
	return c >= 0x3131 && c <= 0x3163;
}

static bool has_jamo(struct str s)
{
	int32_t c;
	for (size_t n; (n = text_next(s, &c)) > 0; s = (struct str){s.p + n, s.n - n})
		if (is_jamo(c))
			return true;
	return false;
}

struct str phrase_without_tail(struct str said)
{
	struct str s = text_trim(said);
	while (s.n) {
		size_t n = 1;
		int32_t c;
		while (n < s.n && ((unsigned char)s.p[s.n - n] & 0xc0) == 0x80)
			n++;
		text_next((struct str){s.p + s.n - n, n}, &c);
		utf8proc_category_t kind = utf8proc_category(c < 0 ? 0 : c);
		bool mark = kind == UTF8PROC_CATEGORY_PO || kind == UTF8PROC_CATEGORY_PD ||
			    kind == UTF8PROC_CATEGORY_CF ||
			    (kind >= UTF8PROC_CATEGORY_SM && kind <= UTF8PROC_CATEGORY_SO) ||
			    kind == UTF8PROC_CATEGORY_MN;
		if (!mark && !is_jamo(c))
			break;
		s = text_trim((struct str){s.p, s.n - n});
	}
	return s.n ? s : said;
}

/* --- what is asked --- */

struct asked {
	bool any;       /* something was asked for at all */
	bool sure;      /* by words that end no name */
	enum view view; /* where no topic tells */
};

static bool take_order(struct str *s, struct asked *a)
{
	struct str before, rest;
	for (const char *const *end = phrase_endings; *end; end++) {
		if (!ends_in(*s, *end, &before))
			continue;
		const struct phrase_word *stem = ending_word(before, phrase_stems, &rest);
		if (!stem)
			continue;
		a->any = a->sure = true;
		a->view = stem->view == VIEW_ARTIST ? a->view : stem->view;
		*s = rest;
		return true;
	}
	return false;
}

static bool take_question(struct str *s, struct asked *a)
{
	struct str before;
	const struct phrase_word *q = ending_word(*s, phrase_questions, &before);
	if (!q)
		return false;
	a->any = true;
	a->view = q->view == VIEW_ARTIST ? a->view : q->view;
	*s = before;
	return true;
}

/* "5곡", "세 곡" is not read: how many there are is not theirs to say. */
static bool take_count(struct str *s)
{
	static const char *const numbers[] = {" 한", " 두", " 세", " 네", " 다섯", " 여섯", " 일곱",
	    " 여덟", " 아홉", " 열", " 몇", NULL};
	static const char *const counted[] = {"곡", "곡만", "개", "개만", "명", "명만", "팀", NULL};
	struct str before, rest;
	if (!ends_in_one(*s, counted, &before))
		return false;
	if (ends_in_one(before, numbers, &rest) && rest.n) {
		*s = rest;
		return true;
	}
	size_t n = before.n;
	while (n && before.p[n - 1] >= '0' && before.p[n - 1] <= '9')
		n--;
	if (n == before.n || n == 0 || before.p[n - 1] != ' ')
		return false;
	*s = text_trim((struct str){before.p, n});
	return true;
}

static struct str take_asked(struct str s, struct asked *a)
{
	struct str before;
	bool more = true;
	while (more && s.n) {
		more = take_order(&s, a) || take_question(&s, a) || take_count(&s);
		if (!more && ends_in_one(s, phrase_fillers, &before) && before.n) {
			s = before;
			more = true;
		}
	}
	return s;
}

/* Takes a topic off: 노래, 비슷한 가수. */
static bool take_topic(struct str *s, enum view *view)
{
	struct str before, rest;
	if (ends_in_one(*s, phrase_nouns, &before) && ends_in_one(before, phrase_alike, &rest)) {
		*view = VIEW_RELATED;
		*s = rest;
		return true;
	}
	const struct phrase_word *topic = ending_word(*s, phrase_topics, &before);
	if (!topic)
		return false;
	*view = topic->view;
	*s = before;
	return true;
}

static bool take_topic_and_particle(struct str *s, enum view *view)
{
	if (take_topic(s, view))
		return true;
	struct str bare = particle_strip(*s, phrase_topic_particles);
	if (!bare.n || !take_topic(&bare, view))
		return false;
	*s = bare;
	return true;
}

/* --- readings --- */

static int add(struct phrase *p, enum view view, struct str name)
{
	for (int i = 0; i < p->n; i++)
		if (str_eq(p->readings[i].name, name) && p->readings[i].view == view)
			return i;
	if (!name.n || p->n == PHRASE_READINGS)
		return -1;
	p->readings[p->n] = (struct reading){view, name};
	return p->n++;
}

/* Is every word one that names nobody? Of nothing, too. */
static bool is_generic(struct str s)
{
	while (s.n) {
		const char *blank = memchr(s.p, ' ', s.n);
		size_t n = blank ? (size_t)(blank - s.p) : s.n;
		bool known = false;
		for (const char *const *w = phrase_generic; *w && !known; w++)
			known = strlen(*w) == n && !strncasecmp(*w, s.p, n);
		if (!known)
			return false;
		s = (struct str){s.p + n + (blank != NULL), s.n - n - (blank != NULL)};
	}
	return true;
}

/* Does s begin with the word, and a blank? Korean words may have blanks in them. */
static bool begins_with(struct str s, const char *word, struct str *after)
{
	size_t i = 0;
	bool ascii = is_ascii(word);
	for (; *word; word++, i++) {
		while (!ascii && i > 0 && i < s.n && s.p[i] == ' ')
			i++;
		if (i >= s.n || lower(s.p[i]) != *word)
			return false;
	}
	bool blank = i > 0 && s.p[i - 1] == ' ';
	if (!blank && (i >= s.n || s.p[i] != ' '))
		return false;
	*after = text_trim((struct str){s.p + i, s.n - i});
	return after->n > 0;
}

static const struct phrase_word *beginning_word(
    struct str s, const struct phrase_word *words, struct str *after)
{
	const struct phrase_word *best = NULL;
	struct str rest;
	*after = s;
	for (; words->word; words++)
		if (begins_with(s, words->word, &rest) && rest.n < after->n) {
			best = words;
			*after = rest;
		}
	return best;
}

/* Without its particle, or the English 's; empty if there is neither. */
static struct str bare_name(struct str name, const char *const *particles)
{
	struct str before;
	if (particles == phrase_owner_particles &&
	    (ends_in(name, "'s", &before) || ends_in(name, "’s", &before)))
		return before;
	return particle_strip(name, particles);
}

/* 혹시 가수 아이유: what stands after all such words. */
static bool without_heads(struct str s, struct str *after)
{
	struct str rest;
	*after = s;
	while (beginning_word(*after, phrase_heads, &rest))
		*after = rest;
	return after->n < s.n;
}

/* One syllable and 랑 is more likely a name: 사랑, 이랑. */
static bool is_short(struct str name)
{
	int32_t c;
	return text_next(name, &c) == name.n;
}

/* Empty if there are none. */
static struct str without_asides(struct str name)
{
	struct str s = name, rest;
	while (ends_in_one(s, phrase_asides, &rest) && rest.n)
		s = rest;
	return s.n < name.n ? s : STR("");
}

/* A reading for the store alone. One syllable is too little: 비 좋아. */
static void add_aside(struct phrase *p, enum view view, struct str name)
{
	if (!is_short(name))
		add(p, view, name);
}

/* Decides what Spotify is asked for: this, and then, if nobody bears that name, the other. */
static void prefer(struct phrase *p, int first, int second)
{
	p->first = first;
	p->second = second == first ? -1 : second;
}

/* Adds the readings of a name before a topic or an order. sure: all of it is not a name. */
static void add_names(
    struct phrase *p, enum view view, struct str name, const char *const *particles, bool sure)
{
	static const char *const did[] = {"부른", "부르는", "나오는", NULL};
	struct str before, after;
	int kept = add(p, view, name);
	while (view == VIEW_SONGS && ends_in_one(name, phrase_best, &before) && before.n)
		name = before;
	if (ends_in_one(name, did, &before) && before.n) {
		name = before;
		particles = phrase_singer_particles;
	}
	struct str bare = bare_name(name, particles);
	if (!bare.n && name.n < p->readings[kept < 0 ? 0 : kept].name.n)
		bare = name;
	int stripped = add(p, view, bare);
	if (stripped < 0)
		prefer(p, kept, sure ? -1 : 0);
	else if (is_short(bare))
		prefer(p, kept, stripped);
	else
		prefer(p, stripped, kept);
	if (without_heads(bare.n ? bare : name, &after) && !is_generic(after))
		prefer(p, add(p, view, after), p->first);
	add_aside(p, view, without_asides(bare.n ? bare : name));
}

/* Korean phrases, and English ones that end in what they ask for. */
static bool read_end(struct phrase *p, struct str said)
{
	struct asked a = {.view = VIEW_ARTIST};
	struct str s = take_asked(phrase_without_tail(said), &a);
	p->view = a.view;
	bool topic = take_topic_and_particle(&s, &p->view);
	if (!topic && !a.any)
		return false;
	if (is_generic(s)) {
		p->nobody = true;
		add(p, p->view, s);
		return true;
	}
	const char *const *particles = !topic                    ? phrase_order_particles
				       : p->view == VIEW_RELATED ? phrase_joining_particles
								 : phrase_owner_particles;
	add_names(p, p->view, s, particles, a.sure || p->view == VIEW_RELATED);
	return true;
}

/* English phrases that begin with what they ask for. */
static bool read_opening(struct phrase *p, struct str said)
{
	struct str s = said, rest;
	const struct phrase_word *verb = NULL, *w;
	for (bool more = true; more;) {
		more = false;
		if ((w = beginning_word(s, phrase_openings, &rest))) {
			prefer(p, add(p, w->view, rest), -1);
			return true;
		}
		if (!verb)
			verb = beginning_word(s, phrase_verbs, &rest);
		for (const char *const *o = phrase_openers; *o && !more; o++)
			if (begins_with(s, *o, &rest)) {
				s = rest;
				more = true;
			}
	}
	if (!verb)
		return false;
	p->view = verb->view;
	p->nobody = is_generic(s);
	if (!p->nobody)
		prefer(p, add(p, verb->view, s), 0);
	return true;
}

/* 가수 아이유, 노래 아이유. */
static bool read_head(struct phrase *p, struct str said)
{
	struct str name;
	const struct phrase_word *head = beginning_word(said, phrase_heads, &name);
	int reading = head ? add(p, head->view, name) : -1;
	if (reading < 0 || is_generic(name))
		return false;
	if (reading == 1 && !p->nobody) /* nothing else is more likely */
		prefer(p, reading, 0);
	return true;
}

/* 아이유(IU), as music shops write it: what stands before the brackets. Nobody may be found by all
 * of it. With a blank before them, they may be what tells namesakes apart (music/namesake.h). */
static bool read_brackets(struct phrase *p, struct str said)
{
	const char *open = memrchr(said.p, '(', said.n);
	struct str name = {said.p, open ? (size_t)(open - said.p) : 0};
	if (!name.n || said.p[said.n - 1] != ')' || is_short(name) || name.p[name.n - 1] == ' ')
		return false;
	int reading = add(p, VIEW_ARTIST, name);
	if (reading > 0 && p->first == 0)
		prefer(p, 0, reading);
	return reading > 0;
}

/* 아이유 최고, 임영웅님, 아이유는?, 아이유ㅋㅋ: only a known name tells whether it is more than a
 * name. */
static bool read_aside(struct phrase *p, struct str said)
{
	int before = p->n;
	struct str s = phrase_without_tail(said);
	struct str tail = {s.p + s.n, (size_t)(said.p + said.n - s.p) - s.n};
	if (has_jamo(tail))
		add_aside(p, VIEW_ARTIST, s);
	add_aside(p, VIEW_ARTIST, without_asides(s));
	if (memchr(tail.p, '?', tail.n))
		add_aside(p, VIEW_ARTIST, particle_strip(s, phrase_aside_particles));
	return p->n > before;
}

bool phrase_read(struct phrase *p, struct str said)
{
	*p = (struct phrase){.readings = {{VIEW_ARTIST, said}}, .n = 1, .second = -1};
	bool opening = read_opening(p, said);
	int first = p->first, second = p->second;
	bool end = read_end(p, said);
	if (opening && first > 0) { /* it is the clearer of the two */
		prefer(p, first, second);
		p->nobody = false;
	}
	bool head = read_head(p, said);
	bool aside = !end && !p->nobody && (read_brackets(p, said) || read_aside(p, said));
	return opening || end || head || aside;
}
