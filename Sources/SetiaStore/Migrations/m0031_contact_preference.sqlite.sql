-- m0031 contact_preference: what a member wants less of, said on her card. It never makes more of what the brand sends.

CREATE TABLE contact_preference (
    member_id      TEXT    NOT NULL,
    paused_to_ms   INTEGER,           -- until when she wants no offers and no questions: UTC, milliseconds since 1970; NULL is no pause
    zone           TEXT,              -- by whose clocks she is written to, an IANA name; NULL is the programme's
    changed_ms     INTEGER NOT NULL,
    CONSTRAINT contact_preference_once PRIMARY KEY (member_id)
) STRICT;
