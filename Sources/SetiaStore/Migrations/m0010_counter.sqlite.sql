-- m0010 counter: what members share and may run out of: budgets, stock, uses of codes.

-- One row a counter; what is reserved counts as taken.
CREATE TABLE counter (
    key   TEXT    NOT NULL,  -- such as 'budget:campaign:merdeka' or 'stock:mug'
    cap   INTEGER,           -- how much there is altogether; NULL: without an end
    taken INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT counter_once PRIMARY KEY (key),
    CONSTRAINT counter_counts_up CHECK (taken >= 0)
) STRICT, WITHOUT ROWID;

-- What was taken for a cause that is not written yet; the row goes when it is.
CREATE TABLE reservation (
    counter    TEXT    NOT NULL,  -- its key
    id         TEXT    NOT NULL,  -- the cause: an event's source, the byte 1F, its id
    amount     INTEGER NOT NULL,  -- above 0
    code       TEXT,              -- which one, where the counter is a list of codes; NULL mostly
    expires_ms INTEGER NOT NULL,  -- UTC, milliseconds since 1970: when it is free again
    CONSTRAINT reservation_once PRIMARY KEY (counter, id),
    CONSTRAINT reservation_takes_something CHECK (amount > 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX reservation_by_end ON reservation (expires_ms, counter, id);
