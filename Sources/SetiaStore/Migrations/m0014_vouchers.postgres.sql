-- m0014 vouchers: codes by a hash of them, what those have in common, and which cart used them.

-- Codes that were made together. The codes themselves are nowhere: they follow from the sealed seed.
CREATE TABLE voucher_batch (
    batch_id       TEXT COLLATE "C" NOT NULL,
    promotion      TEXT COLLATE "C" NOT NULL,
    prefix         TEXT COLLATE "C" NOT NULL,
    asked          BIGINT           NOT NULL,  -- how many codes there are to be
    made           BIGINT           NOT NULL,  -- how many there are
    owner_id       TEXT COLLATE "C",              -- the member whose they are; NULL: whoever has one
    uses           BIGINT,           -- how often each is good for; NULL: as often as is asked
    valid_from_ms  BIGINT,           -- UTC, milliseconds since 1970
    valid_until_ms BIGINT,
    value          BIGINT,           -- minor units on each gift card at first; NULL: they are none
    currency       TEXT COLLATE "C",
    is_chosen      BIGINT           NOT NULL,  -- 1: one code that somebody chose
    seed           BYTEA            NOT NULL,  -- sealed with the server's key
    created_ms     BIGINT           NOT NULL,
    stopped_ms     BIGINT,           -- NULL: its codes are good
    CONSTRAINT voucher_batch_once PRIMARY KEY (batch_id),
    CONSTRAINT voucher_batch_makes_no_more CHECK (made BETWEEN 0 AND asked),
    CONSTRAINT voucher_batch_value_has_currency CHECK ((value IS NULL) = (currency IS NULL))
);

CREATE INDEX voucher_batch_by_time ON voucher_batch (created_ms, batch_id);

-- Which batches are a member's own.
CREATE TABLE member_voucher (
    member_id TEXT COLLATE "C" NOT NULL,
    batch_id  TEXT COLLATE "C" NOT NULL,
    CONSTRAINT member_voucher_once PRIMARY KEY (member_id, batch_id)
);

CREATE TABLE voucher (
    code_hash BYTEA            NOT NULL,            -- 16 bytes that stand for the code
    batch_id  TEXT COLLATE "C" NOT NULL,
    place     BIGINT           NOT NULL,            -- in the batch, from 0
    used      BIGINT           NOT NULL DEFAULT 0,  -- how often, held uses too
    balance   BIGINT,                     -- minor units left on a gift card
    reopened  BIGINT           NOT NULL DEFAULT 0,  -- how often a use was given back
    CONSTRAINT voucher_once PRIMARY KEY (code_hash),
    CONSTRAINT voucher_is_never_below_nothing CHECK (used >= 0 AND (balance IS NULL OR balance >= 0))
);

-- One row for each cart and what it took: a code's use, or a promotion's where the hash stands for the promotion.
CREATE TABLE voucher_use (
    code_hash BYTEA            NOT NULL,
    source    TEXT COLLATE "C" NOT NULL,
    cart_id   TEXT COLLATE "C" NOT NULL,
    promotion TEXT COLLATE "C" NOT NULL,
    is_code   BIGINT           NOT NULL,
    amount    BIGINT           NOT NULL,  -- minor units taken from a gift card; 0: it is none
    state     TEXT COLLATE "C" NOT NULL,  -- 'held', 'used', 'free'
    order_id  TEXT COLLATE "C",              -- what the cart became
    at_ms     BIGINT           NOT NULL,
    CONSTRAINT voucher_use_once PRIMARY KEY (code_hash, source, cart_id)
);

CREATE INDEX voucher_use_by_cart ON voucher_use (source, cart_id, code_hash);
CREATE INDEX voucher_use_by_order ON voucher_use (source, order_id, cart_id) WHERE order_id IS NOT NULL;
CREATE INDEX voucher_use_held ON voucher_use (at_ms, source, cart_id) WHERE state = 'held';

CREATE TABLE promotion_use (
    promotion TEXT COLLATE "C" NOT NULL,
    used      BIGINT           NOT NULL,  -- how often it was given, held uses too
    CONSTRAINT promotion_use_once PRIMARY KEY (promotion),
    CONSTRAINT promotion_use_is_never_below_nothing CHECK (used >= 0)
);
