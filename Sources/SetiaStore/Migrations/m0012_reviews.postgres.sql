-- m0012 reviews: events that were told and not recorded: they came too late, or bring back an order that is not known.
-- Somebody applies or dismisses them; a return is applied by itself where its order comes before listed_ms.

CREATE TABLE review (
    review_id     TEXT COLLATE "C" NOT NULL,
    source        TEXT COLLATE "C" NOT NULL,  -- who says so
    key           TEXT COLLATE "C" NOT NULL,  -- the source's own id of the event
    type          TEXT COLLATE "C" NOT NULL,  -- such as order.paid
    occurred_ms   BIGINT           NOT NULL,  -- the world's time
    received_ms   BIGINT           NOT NULL,  -- when it came
    listed_ms     BIGINT           NOT NULL,  -- from when on somebody should look
    reason        TEXT COLLATE "C" NOT NULL,  -- too-late, unknown-order
    member_id     TEXT COLLATE "C",           -- whom it is about; NULL where nobody is known
    told_kind     TEXT COLLATE "C",           -- what it tells, as in event_key: order, return; NULL where it has no number
    told_key      TEXT COLLATE "C",
    order_id      TEXT COLLATE "C",           -- of a return: the order that it brings back
    facts         TEXT COLLATE "C" NOT NULL,  -- what rules may know: FactsDocument
    content_hash  BYTEA            NOT NULL,  -- keyed hash of the content
    sealed        BYTEA,                      -- the personal part, with the member's key; NULL without one
    state         TEXT COLLATE "C" NOT NULL,  -- open, applied, dismissed
    actor_kind    TEXT COLLATE "C",           -- who decided, as in audit_entry; NULL while it is open
    actor_id      TEXT COLLATE "C",
    actor_name    TEXT COLLATE "C",
    decided_ms    BIGINT,
    event_member  TEXT COLLATE "C",           -- the event that it became
    event_number  BIGINT,
    note          BYTEA,                      -- why it was dismissed, sealed; NULL once the member is erased
    CONSTRAINT review_once PRIMARY KEY (review_id),
    CONSTRAINT review_event_once UNIQUE (source, key),
    CONSTRAINT review_told_once UNIQUE (source, told_kind, told_key)
);

CREATE INDEX review_by_state ON review (state, review_id);
CREATE INDEX review_by_time ON review (listed_ms, review_id) WHERE state = 'open';
CREATE INDEX review_by_member ON review (member_id, review_id) WHERE member_id IS NOT NULL;
CREATE INDEX review_by_order ON review (source, order_id, review_id) WHERE order_id IS NOT NULL;
