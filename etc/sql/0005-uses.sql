-- How often which artist was shown, and what the answers were, a day each (UTC). what: an artist's id, or a word behind a colon
-- (src/store/uses.h). Nothing here says who asked.

CREATE TABLE IF NOT EXISTS uses (
    day  DATE NOT NULL,
    what VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    n    BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (day, what),
    KEY what (what)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
