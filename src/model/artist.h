/* What there is to say about an artist: plain data that the store and Spotify fill and the skill
 * shows.
 *
 * It stands below both, as neither knows the other nor the finder above them. Built by one thread,
 * then published: from then on it is never changed and may be shared by any number of threads,
 * each holding a reference. */
#ifndef ARTISTBOT_MODEL_ARTIST_H
#define ARTISTBOT_MODEL_ARTIST_H

#include "base/arena.h"
#include "base/limits.h"

#include <stdatomic.h>
#include <stdint.h>

/* An artist whom a song names beside the one it is listed for. */
struct credit {
	const char *id;   /* Spotify's; never NULL */
	const char *name; /* never NULL */
	const char *url;  /* on Spotify; NULL if unknown */
};

struct song {
	const char *id;        /* Spotify's; never NULL */
	const char *name;      /* never NULL */
	const char *album;     /* NULL if unknown */
	const char *image_url; /* the album's cover; NULL if none */
	const char *url;       /* on Spotify; NULL if unknown */
	/* Only where the song came from Spotify just now: the store does not hand them out. */
	struct credit credits[LIMIT_CREDITS];
	int n_credits;
};

/* How an artist is known to be related, the best reason first. */
enum related_source {
	RELATED_SPOTIFY,  /* Spotify says so */
	RELATED_CREDITS,  /* both are named on a song */
	RELATED_GENRES,   /* both have a genre that few have */
	RELATED_IMPORTED, /* the operator says so */
	RELATED_SOURCES,  /* how many there are */
};

struct related {
	const char *id;        /* Spotify's; never NULL */
	const char *name;      /* never NULL */
	const char *image_url; /* NULL if unknown */
	const char *url;       /* on Spotify; NULL if unknown */
	enum related_source source;
};

struct artist {
	const char *id;         /* Spotify's, base 62; never NULL once published */
	const char *name;       /* in the bot's language; never NULL once published */
	const char *other_name; /* in the other language; NULL if not known or the same */
	const char *image_url;  /* NULL if there is no picture */
	const char *url;        /* on Spotify; NULL if unknown */
	int popularity;         /* 0 to 100; -1 if unknown */
	int64_t followers;      /* -1 if unknown */
	const char *genres[LIMIT_GENRES];
	int n_genres;
	struct song songs[LIMIT_SONGS];
	int n_songs;
	bool
	    songs_known; /* false: the songs could not be fetched; those that are there are older */
	struct related related[LIMIT_RELATED]; /* the nearest first */
	int n_related;
	bool related_known; /* false: Spotify has not been asked yet, or long ago; what is there is
			       worth showing all the same */
	int64_t related_ms; /* when that became known; on the clock of fetched_ms */
	int64_t fetched_ms; /* when Spotify said so, on the monotonic clock (base/clock.h); may be
			       negative */
	int64_t
	    used_days;  /* days since it was last asked for, as the store has it; 0 for new ones */
	bool scattered; /* the store had to gather it, and can be spared that (writeback_gather) */
	atomic_int references;
	struct arena arena;
};

/* Makes an artist with nothing known and one reference. NULL without memory. */
struct artist *artist_new(void);

/* A copy of one's own, to be changed before it is published in turn. NULL without memory. */
struct artist *artist_copy(const struct artist *a);

/* Takes what is known of another but for its songs and related artists; what was known is replaced.
 * False without memory. */
bool artist_take_data(struct artist *a, const struct artist *from);

/* Takes the songs of another, which must have none of its own yet; songs_known stays as it is. */
void artist_borrow_songs(struct artist *a, const struct artist *from);

/* Adds a copy of a credit to a song whose texts are this artist's, if there is room. */
void artist_add_credit(struct artist *a, struct song *song, const struct credit *credit);

/* Adds a copy of a related artist behind those that are there. False, and nothing is added, if it
 * is there already or is the artist itself, lacks id or name, or there is no more room. */
bool artist_add_related(struct artist *a, const struct related *r);

/* Adds the related artists of another, as above, and takes over what is known of them if this one
 * knows less. */
void artist_borrow_related(struct artist *a, const struct artist *from);

/* Takes one more reference and returns its argument. */
struct artist *artist_ref(struct artist *a);

/* Gives one reference back; frees the artist with the last. NULL is allowed. */
void artist_unref(struct artist *a);

/* Copies a text into the artist's memory; control characters are left to the reply's builder. NULL
 * if s is empty, longer than max bytes, or memory is short: for an optional field all the same. */
const char *artist_text(struct artist *a, struct str s, size_t max);

#endif
