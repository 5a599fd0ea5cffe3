-- m0041 suppliers: who outside of the brand gives codes for rewards, and what is ordered of them.
-- An order is written with the redemption that asks for it, and is one line however often it is sent.

CREATE TABLE supplier (
    name       TEXT    NOT NULL,  -- what programmes call it
    url        TEXT    NOT NULL,  -- where codes are ordered
    sealed     BLOB    NOT NULL,  -- the secret that signs orders
    created_ms INTEGER NOT NULL,  -- UTC, ms since 1970
    CONSTRAINT supplier_once PRIMARY KEY (name)
) STRICT;

CREATE TABLE supplier_order (
    member_id  TEXT    NOT NULL,  -- whose redemption
    redemption TEXT    NOT NULL,  -- its number
    place      INTEGER NOT NULL,  -- which of the redemption's rewards, from 0
    reward     TEXT    NOT NULL,  -- the reward's key
    supplier   TEXT    NOT NULL,  -- of whom
    amount     INTEGER,           -- what the code is to hold, minor units; NULL where no amount is said
    currency   TEXT,              -- what the amount is in
    at_ms      INTEGER NOT NULL,  -- when the reward was had: UTC, ms since 1970
    state      TEXT    NOT NULL,  -- waiting, ordered, refusing, delivered, refused, dropped
    due_ms     INTEGER,           -- when something is to be done next; NULL where nothing is
    attempts   INTEGER NOT NULL DEFAULT 0,  -- since it came to where it stands
    reason     TEXT,              -- why it is not there yet, or will not come
    sealed     BLOB,              -- the code; NULL until it is there
    CONSTRAINT supplier_order_once PRIMARY KEY (member_id, redemption, place)
) STRICT;

CREATE INDEX supplier_order_by_due ON supplier_order (due_ms, member_id, redemption, place) WHERE due_ms IS NOT NULL;

-- What is ordered of whom for each that she had; NULL where it is not supplied from outside.
ALTER TABLE redemption ADD COLUMN supplier TEXT;
ALTER TABLE redemption ADD COLUMN supply_amount INTEGER;  -- minor units; NULL where no amount is said
ALTER TABLE redemption ADD COLUMN supply_currency TEXT;
