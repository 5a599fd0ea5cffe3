-- m0001 ledger: members, what happened to them, and what moved because of it.
-- An event is decided once; an entry is written once and never changed; a balance is what its entries add up to.
-- Each table's rows belong to one member and her id opens each key, so that members can be spread over machines;
-- what is looked up by something else (event_key) is a table of its own, keyed by that.

CREATE TABLE member (
    member_id TEXT COLLATE "C" NOT NULL,
    status    TEXT COLLATE "C" NOT NULL,  -- prospect, active, suspended, closed, erased
    is_guest  BIGINT           NOT NULL,  -- 1: nobody is known behind it, else 0
    number    BIGINT           NOT NULL,  -- the last number given to an event or entry of this member
    clock_ms  BIGINT           NOT NULL,  -- the newest moment applied: UTC, ms since 1970; lowest of all before any
    due_ms    BIGINT,                     -- when time alone changes something next; NULL is never
    lane      BIGINT           NOT NULL,  -- 0 to 63, from the id: shares work out to workers
    joined_ms BIGINT,                     -- NULL for a prospect
    document  TEXT COLLATE "C" NOT NULL,  -- accounts, standings, spend, facts, consents: StateDocument
    CONSTRAINT member_once PRIMARY KEY (member_id)
);

CREATE INDEX member_by_due ON member (due_ms, member_id) WHERE due_ms IS NOT NULL;

-- That an event of a source is here once is seen to by event_key, in the same transaction.
CREATE TABLE event (
    member_id         TEXT COLLATE "C" NOT NULL,
    number            BIGINT           NOT NULL,  -- the member's own, shared with entries: the order of the proof
    source            TEXT COLLATE "C" NOT NULL,  -- who says so
    key               TEXT COLLATE "C" NOT NULL,  -- the source's own id of it
    type              TEXT COLLATE "C" NOT NULL,  -- such as order.paid
    store_id          TEXT COLLATE "C",           -- NULL is online
    occurred_ms       BIGINT           NOT NULL,  -- the world's time
    recorded_ms       BIGINT           NOT NULL,  -- our time
    programme_version BIGINT           NOT NULL,  -- which version decided
    order_id          TEXT COLLATE "C",           -- the order that it names, in the source's numbering
    amount            BIGINT,                     -- of a paid order: its total, minor units
    currency          TEXT COLLATE "C",           -- of a paid order: what the amount is in
    facts             TEXT COLLATE "C" NOT NULL,  -- what rules may know: FactsDocument
    decision          TEXT COLLATE "C" NOT NULL,  -- what it did and why, but its entries: DecisionDocument
    sealed            BYTEA,                      -- the personal part; NULL where there was none, or it was erased
    CONSTRAINT event_once PRIMARY KEY (member_id, number)
);

-- What makes once: unique for ever, over all members.
CREATE TABLE event_key (
    source       TEXT COLLATE "C" NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,  -- event, order, return, redemption
    key          TEXT COLLATE "C" NOT NULL,
    member_id    TEXT COLLATE "C" NOT NULL,  -- whose event holds it
    number       BIGINT           NOT NULL,  -- which of hers
    content_hash BYTEA            NOT NULL,  -- keyed hash of that event's content
    CONSTRAINT event_key_once PRIMARY KEY (source, kind, key)
);

CREATE TABLE entry (
    member_id      TEXT COLLATE "C" NOT NULL,
    number         BIGINT           NOT NULL,  -- the member's own, shared with events
    wallet         TEXT COLLATE "C" NOT NULL,
    kind           TEXT COLLATE "C" NOT NULL,  -- earn, spend, expire, claw-back, give-back, settle, adjust, open
    points         BIGINT           NOT NULL,  -- what it adds; below zero where it takes
    balance        BIGINT           NOT NULL,  -- what the wallet holds after it: an entry proves itself
    lot            BIGINT           NOT NULL,  -- the number of the entry that opened the lot; 0 is what is owed
    event_number   BIGINT           NOT NULL,  -- the event that caused it
    active_from_ms BIGINT,                     -- only where it opens a lot
    expires_ms     BIGINT,                     -- only where it opens a lot; NULL there is never
    at_ms          BIGINT           NOT NULL,  -- the world's time
    CONSTRAINT entry_once PRIMARY KEY (member_id, number),
    CONSTRAINT entry_moves_something CHECK (points <> 0)
);

CREATE FUNCTION entry_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entry_is_never_changed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE ON entry
FOR EACH ROW EXECUTE FUNCTION entry_is_never_changed();

-- Only of an order that points helped to pay or that came back; what was paid and earned stands in the order's event.
CREATE TABLE order_state (
    member_id   TEXT COLLATE "C" NOT NULL,
    source      TEXT COLLATE "C" NOT NULL,
    order_id    TEXT COLLATE "C" NOT NULL,
    is_returned BIGINT           NOT NULL,  -- 1: it came back, else 0
    document    TEXT COLLATE "C" NOT NULL,  -- the lots that helped to pay it: OrderDocument
    CONSTRAINT order_state_once PRIMARY KEY (member_id, source, order_id)
);
