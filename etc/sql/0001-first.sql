-- The first schema. Portable between MySQL 8 and MariaDB 10.6+: no collation that only one of them
-- has, no default expression, `rank` quoted because MySQL 8 reserves the word. Times are UTC.
--
-- What came from Spotify (artists, artist_genres, top_tracks, related_artists) is a cache and may be deleted at any
-- time; names with another source than 'spotify' are the bot's own data and do not expire.

CREATE TABLE IF NOT EXISTS artists (
    id                 VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name               VARCHAR(1000) NOT NULL,
    other_name         VARCHAR(1000) NULL,
    image_url          VARCHAR(1000) NULL,
    url                VARCHAR(1000) NULL,
    popularity         TINYINT UNSIGNED NULL,
    followers          BIGINT UNSIGNED NULL,
    fetched_at         DATETIME NOT NULL,
    songs_fetched_at   DATETIME NULL,
    related_fetched_at DATETIME NULL,
    used_at            DATETIME NOT NULL,
    PRIMARY KEY (id),
    KEY used (used_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS artist_genres (
    artist_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rank`    TINYINT UNSIGNED NOT NULL,
    genre     VARCHAR(1000) NOT NULL,
    PRIMARY KEY (artist_id, `rank`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS top_tracks (
    artist_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rank`     TINYINT UNSIGNED NOT NULL,
    track_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name       VARCHAR(1000) NOT NULL,
    album_name VARCHAR(1000) NULL,
    image_url  VARCHAR(1000) NULL,
    url        VARCHAR(1000) NULL,
    PRIMARY KEY (artist_id, `rank`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS related_artists (
    artist_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rank`     TINYINT UNSIGNED NOT NULL,
    related_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (artist_id, `rank`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A key may lead to several artists (namesakes); the greatest weight wins.
CREATE TABLE IF NOT EXISTS names (
    name_key   VARCHAR(191) NOT NULL,
    artist_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name       VARCHAR(1000) NOT NULL,
    source     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    weight     INT NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (name_key, artist_id),
    KEY artist (artist_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS unknown_names (
    name_key   VARCHAR(191) NOT NULL,
    until_time DATETIME NOT NULL,
    PRIMARY KEY (name_key),
    KEY ends (until_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What all processes must know about Spotify: one row a fact, true until its time is over.
CREATE TABLE IF NOT EXISTS spotify_state (
    name       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    value      VARCHAR(255) NOT NULL,
    until_time DATETIME(3) NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
