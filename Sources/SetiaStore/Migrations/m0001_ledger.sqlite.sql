-- m0001 ledger: members, what happened to them, and what moved because of it.
-- An event is decided once; an entry is written once and never changed; a balance is what its entries add up to.
-- Each table's rows belong to one member and her id opens each key, so that members can be spread over machines;
-- what is looked up by something else (event_key) is a table of its own, keyed by that.

CREATE TABLE member (
    member_id TEXT    NOT NULL,
    status    TEXT    NOT NULL,  -- prospect, active, suspended, closed, erased
    is_guest  INTEGER NOT NULL,  -- 1: nobody is known behind it, else 0
    number    INTEGER NOT NULL,  -- the last number given to an event or entry of this member
    clock_ms  INTEGER NOT NULL,  -- the newest moment applied: UTC, ms since 1970; lowest of all before any
    due_ms    INTEGER,           -- when time alone changes something next; NULL is never
    lane      INTEGER NOT NULL,  -- 0 to 63, from the id: shares work out to workers
    joined_ms INTEGER,           -- NULL for a prospect
    document  TEXT    NOT NULL,  -- accounts, standings, spend, facts, consents: StateDocument
    CONSTRAINT member_once PRIMARY KEY (member_id)
) STRICT;

CREATE INDEX member_by_due ON member (due_ms, member_id) WHERE due_ms IS NOT NULL;

-- A row is some 800 bytes: it goes to the end of the table and its key into an index, both cheap. Kept in the order of
-- the key (WITHOUT ROWID), each insert would tear a page apart: a third more time, a fifth more space.
-- That an event of a source is here once is seen to by event_key, in the same transaction.
CREATE TABLE event (
    member_id         TEXT    NOT NULL,
    number            INTEGER NOT NULL,  -- the member's own, shared with entries: the order of the proof
    source            TEXT    NOT NULL,  -- who says so
    key               TEXT    NOT NULL,  -- the source's own id of it
    type              TEXT    NOT NULL,  -- such as order.paid
    store_id          TEXT,              -- NULL is online
    occurred_ms       INTEGER NOT NULL,  -- the world's time
    recorded_ms       INTEGER NOT NULL,  -- our time
    programme_version INTEGER NOT NULL,  -- which version decided
    order_id          TEXT,              -- the order that it names, in the source's numbering
    amount            INTEGER,           -- of a paid order: its total, minor units
    currency          TEXT,              -- of a paid order: what the amount is in
    facts             TEXT    NOT NULL,  -- what rules may know: FactsDocument
    decision          TEXT    NOT NULL,  -- what it did and why, but its entries: DecisionDocument
    sealed            BLOB,              -- the personal part; NULL where there was none, or it was erased
    CONSTRAINT event_once PRIMARY KEY (member_id, number)
) STRICT;

-- What makes once: unique for ever, over all members.
CREATE TABLE event_key (
    source       TEXT    NOT NULL,
    kind         TEXT    NOT NULL,  -- event, order, return, redemption
    key          TEXT    NOT NULL,
    member_id    TEXT    NOT NULL,  -- whose event holds it
    number       INTEGER NOT NULL,  -- which of hers
    content_hash BLOB    NOT NULL,  -- keyed hash of that event's content
    CONSTRAINT event_key_once PRIMARY KEY (source, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    member_id      TEXT    NOT NULL,
    number         INTEGER NOT NULL,  -- the member's own, shared with events
    wallet         TEXT    NOT NULL,
    kind           TEXT    NOT NULL,  -- earn, spend, expire, claw-back, give-back, settle, adjust, open
    points         INTEGER NOT NULL,  -- what it adds; below zero where it takes
    balance        INTEGER NOT NULL,  -- what the wallet holds after it: an entry proves itself
    lot            INTEGER NOT NULL,  -- the number of the entry that opened the lot; 0 is what is owed
    event_number   INTEGER NOT NULL,  -- the event that caused it
    active_from_ms INTEGER,           -- only where it opens a lot
    expires_ms     INTEGER,           -- only where it opens a lot; NULL there is never
    at_ms          INTEGER NOT NULL,  -- the world's time
    CONSTRAINT entry_once PRIMARY KEY (member_id, number),
    CONSTRAINT entry_moves_something CHECK (points <> 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entry_is_never_changed');
END;

CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entry_is_never_removed');
END;

-- Only of an order that points helped to pay or that came back; what was paid and earned stands in the order's event.
CREATE TABLE order_state (
    member_id   TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    order_id    TEXT    NOT NULL,
    is_returned INTEGER NOT NULL,  -- 1: it came back, else 0
    document    TEXT    NOT NULL,  -- the lots that helped to pay it: OrderDocument
    CONSTRAINT order_state_once PRIMARY KEY (member_id, source, order_id)
) STRICT, WITHOUT ROWID;
