-- m0012 reviews: events that were told and not recorded: they came too late, or bring back an order that is not known.
-- Somebody applies or dismisses them; a return is applied by itself where its order comes before listed_ms.

CREATE TABLE review (
    review_id     TEXT    NOT NULL,
    source        TEXT    NOT NULL,  -- who says so
    key           TEXT    NOT NULL,  -- the source's own id of the event
    type          TEXT    NOT NULL,  -- such as order.paid
    occurred_ms   INTEGER NOT NULL,  -- the world's time
    received_ms   INTEGER NOT NULL,  -- when it came
    listed_ms     INTEGER NOT NULL,  -- from when on somebody should look
    reason        TEXT    NOT NULL,  -- too-late, unknown-order
    member_id     TEXT,              -- whom it is about; NULL where nobody is known
    told_kind     TEXT,              -- what it tells, as in event_key: order, return; NULL where it has no number
    told_key      TEXT,
    order_id      TEXT,              -- of a return: the order that it brings back
    facts         TEXT    NOT NULL,  -- what rules may know: FactsDocument
    content_hash  BLOB    NOT NULL,  -- keyed hash of the content
    sealed        BLOB,              -- the personal part, with the member's key; NULL without one
    state         TEXT    NOT NULL,  -- open, applied, dismissed
    actor_kind    TEXT,              -- who decided, as in audit_entry; NULL while it is open
    actor_id      TEXT,
    actor_name    TEXT,
    decided_ms    INTEGER,
    event_member  TEXT,              -- the event that it became
    event_number  INTEGER,
    note          BLOB,              -- why it was dismissed, sealed; NULL once the member is erased
    CONSTRAINT review_once PRIMARY KEY (review_id),
    CONSTRAINT review_event_once UNIQUE (source, key),
    CONSTRAINT review_told_once UNIQUE (source, told_kind, told_key)
) STRICT;

CREATE INDEX review_by_state ON review (state, review_id);
CREATE INDEX review_by_time ON review (listed_ms, review_id) WHERE state = 'open';
CREATE INDEX review_by_member ON review (member_id, review_id) WHERE member_id IS NOT NULL;
CREATE INDEX review_by_order ON review (source, order_id, review_id) WHERE order_id IS NOT NULL;
