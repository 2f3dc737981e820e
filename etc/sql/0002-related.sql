-- Related artists. What was learned has the ranks 1 to 10 (source 'spotify', 'credits' or 'genres') and is a cache like all that
-- came from Spotify; what the operator imported (source 'imported') has the ranks from 101 on and stays. A row without a name is
-- shown by what artists says of its related_id, or not at all.
--
-- What a database has already is left alone: ALTER TABLE knows no portable IF NOT EXISTS.

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
        AND table_name = 'related_artists' AND column_name = 'name') = 0,
    'ALTER TABLE related_artists ADD COLUMN name VARCHAR(1000) NULL, ADD COLUMN image_url VARCHAR(1000) NULL,
        ADD COLUMN url VARCHAR(1000) NULL',
    'DO 0');
PREPARE change_related FROM @change;
EXECUTE change_related;
DEALLOCATE PREPARE change_related;

-- Who else is named on the songs of top_tracks: rank is the song's, position the artist's on it.
CREATE TABLE IF NOT EXISTS song_credits (
    artist_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rank`      TINYINT UNSIGNED NOT NULL,
    position    TINYINT UNSIGNED NOT NULL,
    credited_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name        VARCHAR(1000) NOT NULL,
    PRIMARY KEY (artist_id, `rank`, position),
    KEY credited (credited_id, artist_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who shares a genre is found by this. Genres are short; the whole column is wider than a key may be.
SET @change = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
        AND table_name = 'artist_genres' AND index_name = 'genre') = 0,
    'ALTER TABLE artist_genres ADD KEY genre (genre(100))',
    'DO 0');
PREPARE change_genres FROM @change;
EXECUTE change_genres;
DEALLOCATE PREPARE change_genres;
