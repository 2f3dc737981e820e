-- What names are searched by when nobody bears the name that was typed. All of it is made from names (and artists'
-- popularity) by the program, and made anew when its way of making it has changed.

-- One row for each key of each name (names/search.h). The first rows of a key are those of the best known artists.
CREATE TABLE IF NOT EXISTS name_sounds (
    sound     VARCHAR(28)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    rarity    TINYINT UNSIGNED NOT NULL,
    artist_id VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    n         SMALLINT UNSIGNED NOT NULL,
    name      VARCHAR(191) NOT NULL,
    lasts     TINYINT(1) NOT NULL,
    PRIMARY KEY (sound, rarity, artist_id, n),
    KEY artist (artist_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Artists whose names are in name_sounds, made by which version of the program's rules, and how well known an
-- imported list says they are.
CREATE TABLE IF NOT EXISTS searchable_artists (
    artist_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version    SMALLINT UNSIGNED NOT NULL,
    popularity TINYINT UNSIGNED NULL,
    PRIMARY KEY (artist_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Whom users chose when the bot asked whom they meant by what they had typed, and how often.
CREATE TABLE IF NOT EXISTS choices (
    name_key  VARCHAR(191) NOT NULL,
    artist_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    chosen    INT UNSIGNED NOT NULL,
    PRIMARY KEY (name_key, artist_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Weights were 10 and 5; now there is room between them, and for how popular namesakes are.
UPDATE names SET weight = weight * 100 WHERE weight < 100;
