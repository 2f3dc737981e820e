#include "store/statements.h"

#include "store/store.h"

enum { MAX_SQL = 16 * 1024 };

/* What a card was made of: a program that knows no cards changes this. */
#define FETCHED_LAST                                                                               \
	"GREATEST(a.fetched_at, COALESCE(a.songs_fetched_at, a.fetched_at),"                       \
	" COALESCE(a.related_fetched_at, a.fetched_at))"

/* An artist's own row. Columns: four texts, popularity, followers, seconds since fetched, days
 * since used, are the songs known, seconds since the related artists were fetched, the card unless
 * something was fetched since. */
#define ARTIST_COLUMNS                                                                             \
	" a.name, a.other_name, a.image_url, a.url, a.popularity,"                                 \
	" a.followers, TIMESTAMPDIFF(SECOND,"                                                      \
	" LEAST(a.fetched_at, COALESCE(a.songs_fetched_at, a.fetched_at)), UTC_TIMESTAMP()),"      \
	" TIMESTAMPDIFF(DAY, a.used_at, UTC_TIMESTAMP()), a.songs_fetched_at IS NOT NULL,"         \
	" TIMESTAMPDIFF(SECOND, a.related_fetched_at, UTC_TIMESTAMP()),"                           \
	" IF(a.card_of = " FETCHED_LAST ", a.card, NULL)"

/* Some of those that nobody asked for in so many days. */
#define UNUSED_ARTISTS                                                                             \
	"(SELECT id FROM artists WHERE used_at < UTC_TIMESTAMP() - INTERVAL ? DAY"                 \
	" ORDER BY used_at LIMIT 200)"

/* Not by reading all rows, whatever the statistics say: those of a table that was filled a moment
 * ago may be of when it was empty, and no list of keys is looked up in the index before
 * (store/connect.c). */
#define BY_KEY " FORCE INDEX (PRIMARY)"
/* The best known names under one key. Each takes a server a hundredth of a millisecond, whether or
 * not there are any. */
#define UNDER_KEY(MOST)                                                                            \
	" UNION ALL (SELECT 0, sound, rarity, artist_id, name FROM name_sounds" BY_KEY             \
	" WHERE sound = ?"                                                                         \
	" ORDER BY rarity LIMIT " MOST ")"
/* The names under keys that few names have, all in one: of such keys it takes as many as there are
 * for next to nothing. */
#define TEXTS_4 "?, ?, ?, ?"
#define TEXTS_16 TEXTS_4 ", " TEXTS_4 ", " TEXTS_4 ", " TEXTS_4
#define UNDER_KEYS(TEXTS)                                                                          \
	"(SELECT 0, sound, rarity, artist_id, name FROM name_sounds" BY_KEY                        \
	" WHERE sound IN (" TEXTS ")"                                                              \
	" LIMIT 480)"
/* What is remembered of a name: whom users chose, and whether it is nobody's. */
#define OF_NAME                                                                                    \
	"(SELECT 1, '', chosen, artist_id, '' FROM choices WHERE name_key = ?"                     \
	" ORDER BY chosen DESC LIMIT 10) UNION ALL "                                               \
	"(SELECT 2, '', 1, '', '' FROM unknown_names"                                              \
	" WHERE name_key = ? AND until_time > UTC_TIMESTAMP()) UNION ALL "

/* Five of an artist's songs, or of those related to it. */
#define ROW_OF_7 "(?, ?, ?, ?, ?, ?, ?)"
#define ROWS_OF_7 ROW_OF_7 ", " ROW_OF_7 ", " ROW_OF_7 ", " ROW_OF_7 ", " ROW_OF_7

/* A row of what names are searched by. */
#define SOUND_ROW "(?, ?, ?, ?, ?, ?)"

#define USE_ROWS "(UTC_DATE(), ?, ?), (UTC_DATE(), ?, ?), (UTC_DATE(), ?, ?), (UTC_DATE(), ?, ?)"

const struct statement_text statement_texts[STATEMENT_COUNT] = {
    /* The whole answer for a known artist in one round trip: a row each of two tables, by their
     * primary keys. */
    [STATEMENT_FIND] = {"find",
	"SELECT n.artist_id," ARTIST_COLUMNS
	" FROM names n LEFT JOIN artists a ON a.id = n.artist_id WHERE n.name_key = ?"
	" ORDER BY n.weight DESC, n.created_at, n.artist_id LIMIT 1"},
    /* That of several names, as many as TOGETHER_MOST, in order for each; the last column is the
     * key. */
    [STATEMENT_FIND_SOME] = {"find some",
	"SELECT n.artist_id," ARTIST_COLUMNS ", n.name_key"
	" FROM names n" BY_KEY " LEFT JOIN artists a ON a.id = n.artist_id"
	" WHERE n.name_key IN (" TEXTS_4 ", " TEXTS_4 ")"
	" ORDER BY n.weight DESC, n.created_at, n.artist_id LIMIT 64"},
    [STATEMENT_FIND_ID] = {"find id",
	"SELECT a.id," ARTIST_COLUMNS " FROM artists a WHERE a.id = ?"},
    [STATEMENT_IS_UNKNOWN] = {"is unknown",
	"SELECT COUNT(*) FROM unknown_names WHERE name_key = ? AND until_time > UTC_TIMESTAMP()"},

    /* What belongs to an artist, for a card, and where there is none: rows of kinds (enum
     * find_part). Columns: part, rank, id, four texts. */
    [STATEMENT_FIND_PARTS] = {"find parts",
	"SELECT 0, g.`rank`, NULL, g.genre, NULL, NULL, NULL"
	" FROM artist_genres g WHERE g.artist_id = ?"
	" UNION ALL SELECT 1, t.`rank`, t.track_id, t.name, t.album_name, t.image_url, t.url"
	" FROM top_tracks t WHERE t.artist_id = ?"
	" UNION ALL SELECT 2, r.`rank`, r.related_id, COALESCE(b.name, r.name), r.source,"
	" COALESCE(b.image_url, r.image_url), COALESCE(b.url, r.url)"
	" FROM related_artists r LEFT JOIN artists b ON b.id = r.related_id"
	" WHERE r.artist_id = ?"},
    /* Locks the row: what follows in the transaction is alone with this artist. */
    [STATEMENT_CARD_DROP] = {"card drop", "UPDATE artists SET card = NULL WHERE id = ?"},
    [STATEMENT_CARD] = {"card",
	"UPDATE artists a SET a.card = ?, a.card_of = " FETCHED_LAST " WHERE a.id = ?"},
    /* Cards in which somebody is shown as related: who has an id, and who is about to be purged. */
    [STATEMENT_CARDS_DROP] = {"cards drop",
	"UPDATE artists a JOIN related_artists r ON r.artist_id = a.id SET a.card = NULL"
	" WHERE r.related_id = ?"},
    [STATEMENT_CARDS_DROP_PURGED] = {"cards drop purged",
	"UPDATE artists a JOIN related_artists r ON r.artist_id = a.id"
	" JOIN " UNUSED_ARTISTS " old ON old.id = r.related_id SET a.card = NULL"},

    /* The place, from 1, of the first of some keys that leads to anybody; as many keys as
     * STORE_KEYS, each twice. */
    [STATEMENT_FIRST_KNOWN] = {"first known",
	"SELECT MIN(FIELD(name_key, ?, ?, ?, ?, ?, ?)) FROM names"
	" WHERE name_key IN (?, ?, ?, ?, ?, ?)"},

    /* Makes the row if there is none, empty of data, and locks it: what follows in the transaction
     * is alone with this artist. */
    [STATEMENT_ARTIST_ROW] = {"artist row",
	"INSERT INTO artists (id, name, fetched_at, used_at)"
	" VALUES (?, '', '1970-01-02', UTC_TIMESTAMP())"
	" ON DUPLICATE KEY UPDATE used_at = GREATEST(used_at, UTC_TIMESTAMP() - INTERVAL ? DAY)"},

    /* Does an artist look as it did, where others show it? */
    [STATEMENT_ARTIST_SAME] = {"artist same", "SELECT COUNT(*) FROM artists WHERE id = ? AND name "
					      "<=> ? AND image_url <=> ? AND url <=> ?"},
    /* Matches no row if what is there was fetched later. Ages are whole seconds on both sides, so
     * the same fetch may look up to two seconds older the second time. */
    [STATEMENT_ARTIST_DATA] = {"artist data",
	"UPDATE artists SET name = ?, other_name = ?, image_url = ?, url = ?, popularity = ?,"
	" followers = ?,"
	" songs_fetched_at = IF(?, UTC_TIMESTAMP() - INTERVAL ? SECOND, songs_fetched_at),"
	" related_fetched_at = IF(?, UTC_TIMESTAMP() - INTERVAL ? SECOND, related_fetched_at),"
	" fetched_at = GREATEST(fetched_at, UTC_TIMESTAMP() - INTERVAL ? SECOND)"
	" WHERE id = ? AND fetched_at <= UTC_TIMESTAMP() - INTERVAL ? SECOND + INTERVAL 2 SECOND"},

    [STATEMENT_GENRES] = {"genres", "INSERT INTO artist_genres (artist_id, `rank`, genre)"
				    " VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?)"
				    " ON DUPLICATE KEY UPDATE genre = VALUES(genre)"},
    [STATEMENT_GENRES_CUT] = {"genres cut",
	"DELETE FROM artist_genres WHERE artist_id = ? AND `rank` > ?"},

    [STATEMENT_SONGS] = {"songs",
	"INSERT INTO top_tracks (artist_id, `rank`, track_id, name, album_name, image_url, url)"
	" VALUES " ROWS_OF_7 " ON DUPLICATE KEY UPDATE track_id = VALUES(track_id),"
	" name = VALUES(name), album_name = VALUES(album_name), image_url = VALUES(image_url),"
	" url = VALUES(url)"},
    [STATEMENT_SONGS_CUT] = {"songs cut",
	"DELETE FROM top_tracks WHERE artist_id = ? AND `rank` > ?"},

    [STATEMENT_CREDIT] = {"credit",
	"INSERT INTO song_credits (artist_id, `rank`, position, credited_id, name)"
	" VALUES (?, ?, ?, ?, ?)"},
    [STATEMENT_CREDITS_DROP] = {"credits drop", "DELETE FROM song_credits WHERE artist_id = ?"},

    [STATEMENT_RELATED] = {"related",
	"INSERT INTO related_artists (artist_id, `rank`, related_id, source, name, image_url, url)"
	" VALUES " ROWS_OF_7 " ON DUPLICATE KEY UPDATE related_id = VALUES(related_id),"
	" source = VALUES(source), name = VALUES(name), image_url = VALUES(image_url),"
	" url = VALUES(url)"},
    [STATEMENT_RELATED_CUT] = {"related cut",
	"DELETE FROM related_artists WHERE artist_id = ? AND `rank` > ? AND source <> 'imported'"},
    [STATEMENT_RELATED_TOLD] = {"related told",
	"SELECT COUNT(*) FROM related_artists WHERE artist_id = ? AND source = 'spotify'"},
    [STATEMENT_RELATED_FETCHED] = {"related fetched",
	"UPDATE artists SET related_fetched_at = UTC_TIMESTAMP() - INTERVAL ? SECOND WHERE id = ?"},

    /* On whose songs this artist is named: an id, and how often. */
    [STATEMENT_RELATED_BY_CREDITS] = {"related by credits",
	"SELECT artist_id, COUNT(*) FROM song_credits WHERE credited_id = ?"
	" GROUP BY artist_id ORDER BY COUNT(*) DESC, artist_id LIMIT 51"},
    /* Who has a genre: an id, and the popularity. So many rows that it is no rare one say just
     * that; no more are read, however many there are. */
    [STATEMENT_RELATED_BY_GENRE] = {"related by genre",
	"SELECT g.artist_id, COALESCE(a.popularity, 0)"
	" FROM (SELECT artist_id FROM artist_genres WHERE genre = ? LIMIT 51) g"
	" JOIN artists a ON a.id = g.artist_id"},

    [STATEMENT_RELATED_IMPORT] = {"related import",
	"INSERT INTO related_artists (artist_id, `rank`, related_id, source, name)"
	" VALUES (?, ?, ?, 'imported', ?)"},
    [STATEMENT_RELATED_IMPORTS_DROP] = {"related imports drop",
	"DELETE FROM related_artists WHERE artist_id = ? AND source = 'imported'"},

    /* What is the bot's own (any source but 'spotify') stays as it is; what came from Spotify may
     * become the bot's own. name is set before source, on which it depends. */
    [STATEMENT_NAME] = {"name",
	"INSERT INTO names (name_key, artist_id, name, source, weight, created_at)"
	" VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP())"
	" ON DUPLICATE KEY UPDATE name = IF(source = 'spotify', ?, name),"
	" source = IF(source = 'spotify', ?, source), weight = GREATEST(weight, ?)"},

    [STATEMENT_NAME_FORGET] = {"name forget",
	"DELETE FROM names WHERE name_key = ? AND source <> 'spotify'"},
    [STATEMENT_OWNERS] = {"owners",
	"SELECT artist_id FROM names WHERE name_key = ? AND source <> 'spotify'"
	" ORDER BY artist_id LIMIT ?"},

    [STATEMENT_UNKNOWN_FORGET] = {"unknown forget", "DELETE FROM unknown_names WHERE name_key = ?"},
    [STATEMENT_UNKNOWN] = {"unknown",
	"INSERT INTO unknown_names (name_key, until_time)"
	" VALUES (?, UTC_TIMESTAMP() + INTERVAL ? MINUTE)"
	" ON DUPLICATE KEY UPDATE until_time = UTC_TIMESTAMP() + INTERVAL ? MINUTE"},
    [STATEMENT_UNKNOWN_EXPIRE] = {"unknown expire",
	"DELETE FROM unknown_names WHERE until_time < UTC_TIMESTAMP()"
	" ORDER BY until_time LIMIT 500"},

    /* Columns: part, key, rarity or how often chosen, artist, name. */
    [STATEMENT_SEARCH] = {"search", OF_NAME UNDER_KEYS(TEXTS_16)},
    [STATEMENT_SEARCH_MORE] = {"search for more", OF_NAME UNDER_KEYS(TEXTS_16)},
    [STATEMENT_WIDER_LEAST] = {"search wider for least", UNDER_KEYS(TEXTS_16 ", " TEXTS_16)},
    [STATEMENT_WIDER] = {"search wider", UNDER_KEYS(TEXTS_16 ", " TEXTS_16)},
    [STATEMENT_WIDER_SOME] = {"search wider for some", UNDER_KEYS(TEXTS_16 ", " TEXTS_16)},
    [STATEMENT_WIDER_MORE] = {"search wider for more", UNDER_KEYS(TEXTS_16 ", " TEXTS_16)},
    [STATEMENT_WIDER_MOST] = {"search wider for most", UNDER_KEYS(TEXTS_16 ", " TEXTS_16)},

    /* LIMIT_CANDIDATES artists, each with a genre or else a song. */
    [STATEMENT_CANDIDATES] = {"candidates",
	"SELECT a.id, a.name, COALESCE(g.genre, t.name), g.genre IS NULL FROM artists a"
	" LEFT JOIN artist_genres g ON g.artist_id = a.id AND g.`rank` = 1"
	" LEFT JOIN top_tracks t ON t.artist_id = a.id AND t.`rank` = 1"
	" WHERE a.id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    [STATEMENT_CHOOSE] = {"choose", "INSERT INTO choices (name_key, artist_id, chosen)"
				    " VALUES (?, ?, ?)"
				    " ON DUPLICATE KEY UPDATE chosen = chosen + VALUES(chosen)"},
    [STATEMENT_FORGET_CHOICES] = {"forget choices", "DELETE FROM choices WHERE name_key = ?"},
    [STATEMENT_FORGET_CHOSEN] = {"forget chosen", "DELETE FROM choices WHERE artist_id = ?"},

    /* Of namesakes' names the most popular come first. 85: nobody knows how popular. */
    [STATEMENT_NAMES_OF] = {"names of",
	"SELECT LEFT(n.name, 191), n.source <> 'spotify',"
	" 100 - LEAST(100, COALESCE(a.popularity, s.popularity, 15))"
	" FROM names n LEFT JOIN artists a ON a.id = n.artist_id"
	" LEFT JOIN searchable_artists s ON s.artist_id = n.artist_id"
	" WHERE n.artist_id = ? ORDER BY n.weight DESC, n.created_at, n.name_key LIMIT 32"},
    [STATEMENT_SOUNDS] = {"sounds",
	"INSERT INTO name_sounds (sound, rarity, artist_id, n, name, lasts) VALUES " SOUND_ROW
	", " SOUND_ROW ", " SOUND_ROW ", " SOUND_ROW ", " SOUND_ROW ", " SOUND_ROW ", " SOUND_ROW
	", " SOUND_ROW " ON DUPLICATE KEY UPDATE lasts = VALUES(lasts)"},
    [STATEMENT_SOUNDS_CUT] = {"sounds cut", "DELETE FROM name_sounds WHERE artist_id = ?"},
    [STATEMENT_SEARCHABLE] = {"searchable",
	"INSERT INTO searchable_artists (artist_id, version) VALUES (?, ?)"
	" ON DUPLICATE KEY UPDATE version = ?"},
    /* Version 0: to be indexed. */
    [STATEMENT_POPULARITY] = {"popularity",
	"INSERT INTO searchable_artists (artist_id, version, popularity) VALUES (?, 0, ?)"
	" ON DUPLICATE KEY UPDATE popularity = ?"},
    [STATEMENT_UNSEARCHABLE] = {"unsearchable",
	"SELECT DISTINCT n.artist_id FROM names n"
	" LEFT JOIN searchable_artists s ON s.artist_id = n.artist_id AND s.version = ?"
	" WHERE n.artist_id > ? AND s.artist_id IS NULL ORDER BY n.artist_id LIMIT ?"},
    [STATEMENT_UNSEARCHABLE_COUNT] = {"unsearchable count",
	"SELECT COUNT(DISTINCT n.artist_id) FROM names n"
	" LEFT JOIN searchable_artists s ON s.artist_id = n.artist_id AND s.version = ?"
	" WHERE s.artist_id IS NULL"},

    [STATEMENT_TOUCH] = {"touch", "UPDATE artists SET used_at = UTC_TIMESTAMP() WHERE id = ?"},

    /* What of it lasts is in the index with Spotify's popularity: it is to be indexed anew. */
    [STATEMENT_UNINDEX_PURGED] = {"unindex purged",
	"UPDATE searchable_artists i JOIN " UNUSED_ARTISTS " old ON old.id = i.artist_id"
	" SET i.version = 0"},
    /* All of an artist in one statement, so that none is left in parts. The list is made first: a
     * table that is deleted from may not be read in the same statement unless it is. */
    [STATEMENT_PURGE] = {"purge",
	"DELETE a, g, t, s, r, n, k, i FROM"
	" " UNUSED_ARTISTS " old"
	" JOIN artists a ON a.id = old.id"
	" LEFT JOIN artist_genres g ON g.artist_id = a.id"
	" LEFT JOIN top_tracks t ON t.artist_id = a.id"
	" LEFT JOIN song_credits s ON s.artist_id = a.id"
	" LEFT JOIN related_artists r ON r.artist_id = a.id AND r.source <> 'imported'"
	" LEFT JOIN names n ON n.artist_id = a.id AND n.source = 'spotify'"
	" LEFT JOIN name_sounds k ON k.artist_id = a.id AND k.lasts = 0"
	" LEFT JOIN searchable_artists i ON i.artist_id = a.id AND i.popularity IS NULL"},

    [STATEMENT_USE] = {"use",
	"INSERT INTO uses (day, what, n) VALUES " USE_ROWS ", " USE_ROWS ", " USE_ROWS ", " USE_ROWS
	" ON DUPLICATE KEY UPDATE n = n + VALUES(n)"},
    [STATEMENT_USES_PURGE] = {"uses purge",
	"DELETE FROM uses WHERE day < UTC_DATE() - INTERVAL ? DAY"},
    [STATEMENT_MOST_USED] = {"most used",
	"SELECT u.what, a.name, u.n FROM (SELECT what, CAST(SUM(n) AS SIGNED) AS n FROM uses"
	" WHERE day > UTC_DATE() - INTERVAL ? DAY AND what NOT LIKE ':%' GROUP BY what"
	" ORDER BY n DESC, what LIMIT ?) u LEFT JOIN artists a ON a.id = u.what"
	" ORDER BY u.n DESC, u.what"},
    [STATEMENT_ANSWERS] = {"answers",
	"SELECT what, NULL, CAST(SUM(n) AS SIGNED) AS total FROM uses"
	" WHERE day > UTC_DATE() - INTERVAL ? DAY AND what LIKE ':%' GROUP BY what"
	" ORDER BY total DESC, what"},
    [STATEMENT_UNKNOWN_LIST] = {"unknown list",
	"SELECT NULL, name_key, TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), until_time)"
	" FROM unknown_names WHERE until_time > UTC_TIMESTAMP()"
	" ORDER BY until_time DESC, name_key LIMIT ?"},
    [STATEMENT_OLD] = {"old",
	"SELECT a.id, a.name, COALESCE(u.n, 0) AS n FROM artists a LEFT JOIN"
	" (SELECT what, CAST(SUM(n) AS SIGNED) AS n FROM uses GROUP BY what) u ON u.what = a.id"
	" WHERE a.fetched_at <= UTC_TIMESTAMP() - INTERVAL ? HOUR"
	" AND a.used_at > UTC_TIMESTAMP() - INTERVAL ? DAY"
	" ORDER BY n DESC, a.used_at DESC, a.id LIMIT ?"},

    [STATEMENT_FACTS] = {"facts",
	"SELECT name, value, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), until_time) DIV 1000"
	" FROM spotify_state ORDER BY name LIMIT 16"},
    [STATEMENT_FACT_SET] = {"fact set",
	"INSERT INTO spotify_state (name, value, until_time)"
	" VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND)"
	" ON DUPLICATE KEY UPDATE value = ?, until_time = "
	"GREATEST(until_time, UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND)"},
    /* A claim needs a row to be won by an UPDATE: one that matches it has it. */
    [STATEMENT_FACT_MAKE] = {"fact make",
	"INSERT IGNORE INTO spotify_state (name, value, until_time) VALUES (?, '', '1970-01-02')"},
    [STATEMENT_FACT_CLAIM] = {"fact claim",
	"UPDATE spotify_state SET until_time = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND"
	" WHERE name = ? AND until_time <= UTC_TIMESTAMP(3)"},
    /* value is set before until_time, on which it depends. */
    [STATEMENT_FACT_COUNT] = {"fact count",
	"INSERT INTO spotify_state (name, value, until_time)"
	" VALUES (?, ?, UTC_DATE() + INTERVAL 1 DAY)"
	" ON DUPLICATE KEY UPDATE"
	" value = IF(until_time > UTC_TIMESTAMP(3), CAST(value AS UNSIGNED) + ?, ?),"
	" until_time = UTC_DATE() + INTERVAL 1 DAY"},
    [STATEMENT_FACT_DROP] = {"fact drop", "DELETE FROM spotify_state WHERE name = ?"},

    [STATEMENT_SCHEMA_VERSION] = {"schema version",
	"SELECT COALESCE(MAX(version), 0) FROM schema_migrations"},
    [STATEMENT_SCHEMA_APPLIED] = {"schema applied",
	"INSERT INTO schema_migrations (version, applied_at) VALUES (?, UTC_TIMESTAMP())"
	" ON DUPLICATE KEY UPDATE version = ?"},

    /* A lock's name is the whole server's and has at most 64 characters. */
    [STATEMENT_LOCK] = {"lock", "SELECT GET_LOCK(CONCAT('artistbot ', SHA1(DATABASE())), ?)"},
    [STATEMENT_UNLOCK] = {"unlock", "SELECT RELEASE_LOCK(CONCAT('artistbot ', SHA1(DATABASE())))"},
};

const struct statement_part statement_parts[STATEMENT_COUNT] = {
    [STATEMENT_SEARCH] = {UNDER_KEY("240"), 4},
    [STATEMENT_SEARCH_MORE] = {UNDER_KEY("120"), 16},
    [STATEMENT_WIDER_LEAST] = {UNDER_KEY("40"), 4},
    [STATEMENT_WIDER] = {UNDER_KEY("40"), 8},
    [STATEMENT_WIDER_SOME] = {UNDER_KEY("120"), 12},
    [STATEMENT_WIDER_MORE] = {UNDER_KEY("120"), 16},
    [STATEMENT_WIDER_MOST] = {UNDER_KEY("60"), 32},
};

void statement_write(struct buf *sql, enum statement id)
{
	buf_init(sql, MAX_SQL);
	buf_adds(sql, statement_texts[id].sql);
	for (int i = 0; i < statement_parts[id].times; i++)
		buf_adds(sql, statement_parts[id].sql);
}
