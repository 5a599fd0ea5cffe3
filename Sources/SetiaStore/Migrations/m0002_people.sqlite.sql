-- m0002 people: all that is personal, sealed, apart from the ledger, so that it can go and the ledger stays.

-- Destroying the row makes everything sealed of the member unreadable.
CREATE TABLE member_key (
    member_id TEXT NOT NULL,
    epoch     TEXT NOT NULL,  -- of the server's key that wraps it, such as 2026-11
    wrapped   BLOB NOT NULL,
    CONSTRAINT member_key_once PRIMARY KEY (member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    member_id TEXT NOT NULL,
    sealed    BLOB NOT NULL,  -- the name and the like, one sealed JSON object
    CONSTRAINT person_once PRIMARY KEY (member_id)
) STRICT;

CREATE TABLE identity (
    member_id TEXT    NOT NULL,
    kind      TEXT    NOT NULL,  -- email, phone, card, customer
    hash      BLOB    NOT NULL,  -- keyed hash of the value
    sealed    BLOB    NOT NULL,  -- the value
    evidence  TEXT    NOT NULL,  -- how it is known to be hers, such as event or staff
    added_ms  INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    CONSTRAINT identity_once PRIMARY KEY (member_id, kind, hash)
) STRICT, WITHOUT ROWID;

-- Who has an identity; nobody shares one.
CREATE TABLE identity_key (
    kind      TEXT NOT NULL,
    hash      BLOB NOT NULL,
    member_id TEXT NOT NULL,
    CONSTRAINT identity_key_once PRIMARY KEY (kind, hash)
) STRICT, WITHOUT ROWID;
