-- m0014 vouchers: codes by a hash of them, what those have in common, and which cart used them.

-- Codes that were made together. The codes themselves are nowhere: they follow from the sealed seed.
CREATE TABLE voucher_batch (
    batch_id       TEXT    NOT NULL,
    promotion      TEXT    NOT NULL,
    prefix         TEXT    NOT NULL,
    asked          INTEGER NOT NULL,  -- how many codes there are to be
    made           INTEGER NOT NULL,  -- how many there are
    owner_id       TEXT,              -- the member whose they are; NULL: whoever has one
    uses           INTEGER,           -- how often each is good for; NULL: as often as is asked
    valid_from_ms  INTEGER,           -- UTC, milliseconds since 1970
    valid_until_ms INTEGER,
    value          INTEGER,           -- minor units on each gift card at first; NULL: they are none
    currency       TEXT,
    is_chosen      INTEGER NOT NULL,  -- 1: one code that somebody chose
    seed           BLOB    NOT NULL,  -- sealed with the server's key
    created_ms     INTEGER NOT NULL,
    stopped_ms     INTEGER,           -- NULL: its codes are good
    CONSTRAINT voucher_batch_once PRIMARY KEY (batch_id),
    CONSTRAINT voucher_batch_makes_no_more CHECK (made BETWEEN 0 AND asked),
    CONSTRAINT voucher_batch_value_has_currency CHECK ((value IS NULL) = (currency IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX voucher_batch_by_time ON voucher_batch (created_ms, batch_id);

-- Which batches are a member's own.
CREATE TABLE member_voucher (
    member_id TEXT NOT NULL,
    batch_id  TEXT NOT NULL,
    CONSTRAINT member_voucher_once PRIMARY KEY (member_id, batch_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher (
    code_hash BLOB    NOT NULL,            -- 16 bytes that stand for the code
    batch_id  TEXT    NOT NULL,
    place     INTEGER NOT NULL,            -- in the batch, from 0
    used      INTEGER NOT NULL DEFAULT 0,  -- how often, held uses too
    balance   INTEGER,                     -- minor units left on a gift card
    reopened  INTEGER NOT NULL DEFAULT 0,  -- how often a use was given back
    CONSTRAINT voucher_once PRIMARY KEY (code_hash),
    CONSTRAINT voucher_is_never_below_nothing CHECK (used >= 0 AND (balance IS NULL OR balance >= 0))
) STRICT, WITHOUT ROWID;

-- One row for each cart and what it took: a code's use, or a promotion's where the hash stands for the promotion.
CREATE TABLE voucher_use (
    code_hash BLOB    NOT NULL,
    source    TEXT    NOT NULL,
    cart_id   TEXT    NOT NULL,
    promotion TEXT    NOT NULL,
    is_code   INTEGER NOT NULL,
    amount    INTEGER NOT NULL,  -- minor units taken from a gift card; 0: it is none
    state     TEXT    NOT NULL,  -- 'held', 'used', 'free'
    order_id  TEXT,              -- what the cart became
    at_ms     INTEGER NOT NULL,
    CONSTRAINT voucher_use_once PRIMARY KEY (code_hash, source, cart_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX voucher_use_by_cart ON voucher_use (source, cart_id, code_hash);
CREATE INDEX voucher_use_by_order ON voucher_use (source, order_id, cart_id) WHERE order_id IS NOT NULL;
CREATE INDEX voucher_use_held ON voucher_use (at_ms, source, cart_id) WHERE state = 'held';

CREATE TABLE promotion_use (
    promotion TEXT    NOT NULL,
    used      INTEGER NOT NULL,  -- how often it was given, held uses too
    CONSTRAINT promotion_use_once PRIMARY KEY (promotion),
    CONSTRAINT promotion_use_is_never_below_nothing CHECK (used >= 0)
) STRICT, WITHOUT ROWID;
