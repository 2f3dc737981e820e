/* Every limit in one place, with its unit and the reason.
 *
 * Kakao's limits on a reply are in kakao/limits.h. */
#ifndef ARTISTBOT_BASE_LIMITS_H
#define ARTISTBOT_BASE_LIMITS_H

enum {
	/* Bytes of a skill payload. Real ones have about 2.5 KB. */
	LIMIT_BODY = 64 * 1024,
	/* Bytes of a request's variables with their lengths. nginx sends no more than one record
	 * of them. */
	LIMIT_PARAMS = 64 * 1024,
	/* Nesting of a skill payload. Real ones need 6; cJSON reads and frees trees recursively. */
	LIMIT_PAYLOAD_DEPTH = 32,
	/* Bytes and nesting of a reply of another bot's that is to be validated; Kakao takes 30 KB,
	 * but more is to be told, not refused. */
	LIMIT_FOREIGN_REPLY = 1024 * 1024,
	LIMIT_FOREIGN_DEPTH = 64,
	/* Bytes of what a user typed that can still be a name; longer is no name at all. */
	LIMIT_NAME = 400,
	/* Bytes of a name key, without the terminator: 191 characters of 4 bytes fit the column. */
	LIMIT_KEY = 764,
	/* Characters of a name key: the width of its column. */
	LIMIT_KEY_CHARS = 191,
	/* Bytes of one response body of Spotify after decompression. The largest of the calls we
	 * make, twenty tracks with market lists, has 280 KB. */
	LIMIT_SPOTIFY_BODY = 1024 * 1024,
	/* Nesting of Spotify's JSON. Real bodies need 7. */
	LIMIT_SPOTIFY_DEPTH = 24,
	/* Bytes of all texts of one artist with its songs. */
	LIMIT_ARTIST = 64 * 1024,
	/* Genres and songs of one artist that are kept. */
	LIMIT_GENRES = 8,
	LIMIT_SONGS = 10,
	/* Artists that one question offers: Kakao allows ten quick replies. */
	LIMIT_CANDIDATES = 10,
	/* Artists that are told along with one: as many as a carousel of Kakao's shows. */
	LIMIT_RELATED = 10,
	/* Artists of one track: collaborations have up to six, compilations dozens. */
	LIMIT_CREDITS = 8,
	/* Bytes of an id, of a name or title, of a URL as stored. */
	LIMIT_ID = 64,
	LIMIT_TITLE = 1000,
	LIMIT_URL = 1000,
	/* Connections of the web server that are served at once. */
	LIMIT_CONNECTIONS = 4096,
	/* Rows that wait for the database; one is an artist with its songs, about 4 KB. */
	LIMIT_WRITEBACK = 2048,
};

#endif
