-- m0028 gatherings: what members are asked to, and who has a place there or waits for one.
-- Places are counted and not added up: whoever gives one holds the row of the gathering, so that no two give the same.

CREATE TABLE gathering (
    gathering_id TEXT COLLATE "C" NOT NULL,  -- its name in addresses, such as 'tasting-june'
    starts_ms    BIGINT NOT NULL,  -- when it begins: UTC, milliseconds since 1970
    ends_ms      BIGINT NOT NULL,  -- when it is over
    capacity     BIGINT NOT NULL,  -- how many places there are
    opens_ms     BIGINT,           -- from when on everybody may ask; NULL is at once
    cancelled_ms BIGINT,           -- when it was called off; NULL is not
    revision     BIGINT NOT NULL,  -- how often it was changed
    created_ms   BIGINT NOT NULL,
    changed_ms   BIGINT NOT NULL,
    document     TEXT COLLATE "C" NOT NULL,  -- JSON: words by language, where it is, who may ask early, how long an offer lasts
    CONSTRAINT gathering_once PRIMARY KEY (gathering_id),
    CONSTRAINT gathering_has_places CHECK (capacity > 0),
    CONSTRAINT gathering_takes_time CHECK (ends_ms > starts_ms)
);

CREATE INDEX gathering_by_end ON gathering (ends_ms, gathering_id);

CREATE TABLE gathering_place (
    gathering_id  TEXT COLLATE "C" NOT NULL,
    member_id     TEXT COLLATE "C" NOT NULL,  -- whose
    number        BIGINT NOT NULL,  -- in which order they asked, from 1; given under the lock of the gathering
    asked_ms      BIGINT NOT NULL,
    state         TEXT COLLATE "C" NOT NULL,  -- held, confirmed, waiting, offered, lapsed, cancelled
    until_ms      BIGINT,           -- until when it is held or offered; NULL in other states
    confirmed_ms  BIGINT,
    checked_in_ms BIGINT,           -- when she was let in; NULL is not
    untold        TEXT COLLATE "C",           -- what is still to be told: offer, attendance; NULL is nothing
    CONSTRAINT gathering_place_once PRIMARY KEY (gathering_id, member_id),
    CONSTRAINT gathering_place_in_order UNIQUE (gathering_id, number)
);

CREATE INDEX gathering_place_by_state ON gathering_place (gathering_id, state, number);
CREATE INDEX gathering_place_by_member ON gathering_place (member_id, gathering_id);
CREATE INDEX gathering_place_untold ON gathering_place (untold, gathering_id, member_id) WHERE untold IS NOT NULL;
