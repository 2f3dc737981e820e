#include "names/skeleton.h"

/* What a piece of spelling leaves in the skeleton: '.' is a vowel, which parts two consonants that
 * are alike. Two ways, the likelier first; a second of NULL: there is none. */
struct piece {
	const char *letters;
	const char *before; /* only before one of these; NULL: anywhere; "": not before a vowel */
	const char *first, *second;
};

static const char vowel_letters[] = "aeiouy", digits[] = "0123456789";

/* The longest first. A blank is the edge of a word. */
static const struct piece pieces[] = {
    {"tsch", NULL, "s", NULL},
    {"tch", NULL, "s", NULL},
    {"sch", NULL, "s", "sk"},
    {"tion", NULL, "s.n", NULL},
    {"sion", NULL, "s.n", NULL},
    {" DR ", NULL, "t.kt.", "t.l"},
    {" MR ", NULL, "m.st.", NULL},
    {" MRS ", NULL, "m.s.s", NULL},
    {" ST ", NULL, "s.nt", NULL},
    {" JR ", NULL, "s.n.", NULL},
    {" kn", NULL, "n", "kn"},
    {" wr", NULL, "l", NULL},
    {" ps", NULL, "s", NULL},
    {" gh", NULL, "k", NULL},
    {" xx", NULL, ".ks.ks", NULL},
    {" x", NULL, "s", "ks"},
    {" w", vowel_letters, "", "p"},
    {"chr", NULL, "kl", NULL},
    {"ch", "mnl", "k", ""},
    {"ch", NULL, "s", "k"},
    {"ck", NULL, "k", NULL},
    {"cc", "eiy", "s", "ks"},
    {"cz", NULL, "s", NULL},
    {"dg", "e", "s", NULL},
    {"ds ", NULL, "s", "ts"},
    {"dj", NULL, "s", NULL},
    {"gh", NULL, "", "k"},
    {"gn", NULL, "n", "kn"},
    {"lk", NULL, "lk", "k"},
    {"mb ", NULL, "m", "mp"},
    {"ng", "eiy", "ns", "nk"},
    {"ng", "aou", "nk", "n"},
    {"ng", NULL, "n", "nk"},
    {"ph", NULL, "p", NULL},
    {"qu", NULL, "k", NULL},
    {"sc", "eiy", "s", NULL},
    {"sh", NULL, "s", NULL},
    {"th", NULL, "s", "t"},
    {"ts", NULL, "s", "ts"},
    {"tz", NULL, "s", "ts"},
    {"xx", NULL, "ks", NULL},
    {"re ", NULL, "", "l"},
    {"e ", NULL, "", NULL},
    {"tu", "r", "s", "t"},
    {"c", "eiy", "s", NULL},
    {"c", NULL, "k", NULL},
    {"g", "eiy", "s", "k"},
    {"j", NULL, "s", ""},
    {"x", NULL, "ks", NULL},
    {"CM ", NULL, "s.ns.", "s..m"}, /* 센치 */
    {"10", NULL, "t.n", "s.p"},
    {"19", NULL, "n.nt.n", ".nn.n"},
    {"20", NULL, "t.nt.", ".s.p"},
    {"30", NULL, "s.t.", "s.ms.p"},
    {"40", NULL, "p.t.", "s.s.p"},
    {"50", NULL, "p.pt.", ".s.p"},
    {"2", digits, "t", "t.nt."},
    {"3", digits, "sl", "s.t."},
    {"4", digits, "p", "p.t."},
    {"5", digits, "p.p", "p.pt."},
    {"6", digits, "s.ks", "s.kst."},
    {"7", digits, "s.p.n", "s.p.nt."},
    {"8", digits, "t", ".t."},
    {"9", digits, "n.n", "n.nt."},
    {"r", vowel_letters, "l", NULL},
    {"r", NULL, "", "l"},
};

static const char *const digit_skeletons[] = {
    "s.l", ".n", "t", "sl", "p", "p.p", "s.ks", "s.p.n", "t", "n.n"};

/* 10 to 50, as in the table above. */
static const char *const ten_skeletons[] = {"t.n", "t.nt.", "s.t.", "p.t.", "p.pt."};

struct build {
	struct skeleton k;
	int n, n_fine;
	char last; /* what came before, a vowel too */
};

static void put(struct build *b, char c)
{
	if (c == b->last)
		return;
	b->last = c;
	if (c != '.' && b->n < SKELETON_MAX)
		b->k.s[b->n++] = c;
	if (b->n_fine < SKELETON_FINE)
		b->k.fine[b->n_fine++] = c;
}

static void puts_all(struct build *b, const char *s)
{
	for (; *s; s++)
		put(b, *s);
}

/* The class of a sound; '.' for a vowel, NUL for what leaves nothing. */
static char class_of_sound(char c)
{
	static const char from[] = "gGkKdDtTbBpPsSjJcnNQmMrLavoiue*"; /* not ㅡ */
	static const char to[] = "kkkkttttppppsssssnnnmmll.......";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] : '\0';
}

static void put_sounds(struct build *b, const char *sounds, int n)
{
	for (int i = 0; i < n; i++) {
		char c = class_of_sound(sounds[i]);
		if (c)
			put(b, c);
		else if (sounds[i] >= '1' && sounds[i] <= '5' && i + 1 < n && sounds[i + 1] == '0')
			puts_all(b, ten_skeletons[sounds[i++] - '1']);
		else if (sounds[i] >= '0' && sounds[i] <= '9')
			puts_all(b, digit_skeletons[sounds[i] - '0']);
	}
}

void skeleton_of_sounds(struct skeleton *out, const char *sounds, int n)
{
	struct build b = {.n = 0};
	put_sounds(&b, sounds, n);
	*out = b.k;
}

static const struct piece *piece_at(const char *s, size_t left, size_t *n)
{
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		const struct piece *p = &pieces[i];
		*n = strlen(p->letters);
		if (*n > left || memcmp(s, p->letters, *n) != 0)
			continue;
		char next = *n < left ? s[*n] : ' ';
		if (!p->before || strchr(p->before, next))
			return p;
	}
	return NULL;
}

static void put_letter(struct build *b, char c)
{
	static const char of[] = ".pkt.pk\0.sklmn.pklst.p\0k.s"; /* a to z */
	if (c >= 'A' && c <= 'Z') {
		const char *name = hangul_letter_name((char)(c - 'A' + 'a'));
		put_sounds(b, name, (int)strlen(name));
	} else if (c >= 'a' && c <= 'z') {
		char class = of[c - 'a'];
		if (class)
			put(b, class);
	} else if (c >= '0' && c <= '9') {
		puts_all(b, digit_skeletons[c - '0']);
	}
}

struct search {
	struct skeleton *out;
	int found;
	const char *spelling;
	size_t n;
};

static void keep(struct search *w, const struct build *b)
{
	for (int i = 0; i < w->found; i++)
		if (!strcmp(w->out[i].s, b->k.s) && !strcmp(w->out[i].fine, b->k.fine))
			return;
	if (w->found < SKELETON_WAYS)
		w->out[w->found++] = b->k;
}

/* Reads from i on; turns says how many more times the less likely way may be taken. */
static void read_on(struct search *w, struct build b, size_t i, int turns)
{
	while (i < w->n) {
		size_t n;
		const struct piece *p = piece_at(w->spelling + i, w->n - i, &n);
		if (!p) {
			put_letter(&b, w->spelling[i++]);
			continue;
		}
		if (p->letters[n - 1] == ' ')
			n--; /* it may begin the next word */
		i += n;
		if (p->second && turns > 0) {
			struct build other = b;
			puts_all(&other, p->second);
			struct search all = *w;
			read_on(&all, other, i, turns - 1);
			w->found = all.found;
		}
		puts_all(&b, p->first);
	}
	keep(w, &b);
}

int skeletons_of_latin(struct skeleton out[static SKELETON_WAYS], const char *spelling, int n)
{
	struct search w = {.out = out, .spelling = spelling, .n = (size_t)n};
	/* The likeliest way first, then those that differ once, then twice. */
	for (int turns = 0; turns <= 2; turns++)
		read_on(&w, (struct build){.n = 0}, 0, turns);
	return w.found;
}
