-- m0041 suppliers: who outside of the brand gives codes for rewards, and what is ordered of them.
-- An order is written with the redemption that asks for it, and is one line however often it is sent.

CREATE TABLE supplier (
    name       TEXT COLLATE "C"    NOT NULL,  -- what programmes call it
    url        TEXT COLLATE "C"    NOT NULL,  -- where codes are ordered
    sealed     BYTEA    NOT NULL,  -- the secret that signs orders
    created_ms BIGINT NOT NULL,  -- UTC, ms since 1970
    CONSTRAINT supplier_once PRIMARY KEY (name)
);

CREATE TABLE supplier_order (
    member_id  TEXT COLLATE "C"    NOT NULL,  -- whose redemption
    redemption TEXT COLLATE "C"    NOT NULL,  -- its number
    place      BIGINT NOT NULL,  -- which of the redemption's rewards, from 0
    reward     TEXT COLLATE "C"    NOT NULL,  -- the reward's key
    supplier   TEXT COLLATE "C"    NOT NULL,  -- of whom
    amount     BIGINT,           -- what the code is to hold, minor units; NULL where no amount is said
    currency   TEXT COLLATE "C",              -- what the amount is in
    at_ms      BIGINT NOT NULL,  -- when the reward was had: UTC, ms since 1970
    state      TEXT COLLATE "C"    NOT NULL,  -- waiting, ordered, refusing, delivered, refused, dropped
    due_ms     BIGINT,           -- when something is to be done next; NULL where nothing is
    attempts   BIGINT NOT NULL DEFAULT 0,  -- since it came to where it stands
    reason     TEXT COLLATE "C",              -- why it is not there yet, or will not come
    sealed     BYTEA,              -- the code; NULL until it is there
    CONSTRAINT supplier_order_once PRIMARY KEY (member_id, redemption, place)
);

CREATE INDEX supplier_order_by_due ON supplier_order (due_ms, member_id, redemption, place) WHERE due_ms IS NOT NULL;

-- What is ordered of whom for each that she had; NULL where it is not supplied from outside.
ALTER TABLE redemption ADD COLUMN supplier TEXT COLLATE "C";
ALTER TABLE redemption ADD COLUMN supply_amount BIGINT;  -- minor units; NULL where no amount is said
ALTER TABLE redemption ADD COLUMN supply_currency TEXT COLLATE "C";
