-- m0031 contact_preference: what a member wants less of, said on her card. It never makes more of what the brand sends.

CREATE TABLE contact_preference (
    member_id      TEXT COLLATE "C" NOT NULL,
    paused_to_ms   BIGINT,            -- until when she wants no offers and no questions: UTC, milliseconds since 1970; NULL is no pause
    zone           TEXT COLLATE "C",  -- by whose clocks she is written to, an IANA name; NULL is the programme's
    changed_ms     BIGINT NOT NULL,
    CONSTRAINT contact_preference_once PRIMARY KEY (member_id)
);
