-- A copy of what belongs to an artist (genres, songs, related artists) beside its row, packed by the program (src/store/card.c), so
-- that a known artist is a read of two rows. The tables stay what is true: where there is no card, or something was fetched since it
-- was made (card_of tells), they are read. Rows that are there get their card when they are first asked for, or next written.

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
        AND table_name = 'artists' AND column_name = 'card') = 0,
    'ALTER TABLE artists ADD COLUMN card MEDIUMBLOB NULL, ADD COLUMN card_of DATETIME NULL',
    'DO 0');
PREPARE change_artists FROM @change;
EXECUTE change_artists;
DEALLOCATE PREPARE change_artists;

-- In whose cards somebody is shown is found by this.
SET @change = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
        AND table_name = 'related_artists' AND index_name = 'related') = 0,
    'ALTER TABLE related_artists ADD KEY related (related_id)',
    'DO 0');
PREPARE change_related FROM @change;
EXECUTE change_related;
DEALLOCATE PREPARE change_related;
