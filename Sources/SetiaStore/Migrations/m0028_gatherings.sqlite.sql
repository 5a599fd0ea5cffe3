-- m0028 gatherings: what members are asked to, and who has a place there or waits for one.
-- Places are counted and not added up: whoever gives one holds the row of the gathering, so that no two give the same.

CREATE TABLE gathering (
    gathering_id TEXT    NOT NULL,  -- its name in addresses, such as 'tasting-june'
    starts_ms    INTEGER NOT NULL,  -- when it begins: UTC, milliseconds since 1970
    ends_ms      INTEGER NOT NULL,  -- when it is over
    capacity     INTEGER NOT NULL,  -- how many places there are
    opens_ms     INTEGER,           -- from when on everybody may ask; NULL is at once
    cancelled_ms INTEGER,           -- when it was called off; NULL is not
    revision     INTEGER NOT NULL,  -- how often it was changed
    created_ms   INTEGER NOT NULL,
    changed_ms   INTEGER NOT NULL,
    document     TEXT    NOT NULL,  -- JSON: words by language, where it is, who may ask early, how long an offer lasts
    CONSTRAINT gathering_once PRIMARY KEY (gathering_id),
    CONSTRAINT gathering_has_places CHECK (capacity > 0),
    CONSTRAINT gathering_takes_time CHECK (ends_ms > starts_ms)
) STRICT;

CREATE INDEX gathering_by_end ON gathering (ends_ms, gathering_id);

CREATE TABLE gathering_place (
    gathering_id  TEXT    NOT NULL,
    member_id     TEXT    NOT NULL,  -- whose
    number        INTEGER NOT NULL,  -- in which order they asked, from 1; given under the lock of the gathering
    asked_ms      INTEGER NOT NULL,
    state         TEXT    NOT NULL,  -- held, confirmed, waiting, offered, lapsed, cancelled
    until_ms      INTEGER,           -- until when it is held or offered; NULL in other states
    confirmed_ms  INTEGER,
    checked_in_ms INTEGER,           -- when she was let in; NULL is not
    untold        TEXT,              -- what is still to be told: offer, attendance; NULL is nothing
    CONSTRAINT gathering_place_once PRIMARY KEY (gathering_id, member_id),
    CONSTRAINT gathering_place_in_order UNIQUE (gathering_id, number)
) STRICT;

CREATE INDEX gathering_place_by_state ON gathering_place (gathering_id, state, number);
CREATE INDEX gathering_place_by_member ON gathering_place (member_id, gathering_id);
CREATE INDEX gathering_place_untold ON gathering_place (untold, gathering_id, member_id) WHERE untold IS NOT NULL;
