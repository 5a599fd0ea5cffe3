-- m0002 people: all that is personal, sealed, apart from the ledger, so that it can go and the ledger stays.

-- Destroying the row makes everything sealed of the member unreadable.
CREATE TABLE member_key (
    member_id TEXT COLLATE "C" NOT NULL,
    epoch     TEXT COLLATE "C" NOT NULL,  -- of the server's key that wraps it, such as 2026-11
    wrapped   BYTEA            NOT NULL,
    CONSTRAINT member_key_once PRIMARY KEY (member_id)
);

CREATE TABLE person (
    member_id TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA            NOT NULL,  -- the name and the like, one sealed JSON object
    CONSTRAINT person_once PRIMARY KEY (member_id)
);

CREATE TABLE identity (
    member_id TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,  -- email, phone, card, customer
    hash      BYTEA            NOT NULL,  -- keyed hash of the value
    sealed    BYTEA            NOT NULL,  -- the value
    evidence  TEXT COLLATE "C" NOT NULL,  -- how it is known to be hers, such as event or staff
    added_ms  BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    CONSTRAINT identity_once PRIMARY KEY (member_id, kind, hash)
);

-- Who has an identity; nobody shares one.
CREATE TABLE identity_key (
    kind      TEXT COLLATE "C" NOT NULL,
    hash      BYTEA            NOT NULL,
    member_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT identity_key_once PRIMARY KEY (kind, hash)
);
