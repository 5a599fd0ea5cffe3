-- m0004 outbox: what others are to be told, written with the event itself and sent later.

CREATE TABLE listener (
    listener_id TEXT NOT NULL,
    topic       TEXT NOT NULL,  -- the type of event that it listens to
    CONSTRAINT listener_once PRIMARY KEY (listener_id, topic)
) STRICT, WITHOUT ROWID;

-- One row a listener and event. Workers share the lanes.
CREATE TABLE outbox (
    member_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,  -- the event's number, a slash, the listener
    lane      INTEGER NOT NULL,  -- the member's
    topic     TEXT    NOT NULL,
    body      TEXT    NOT NULL,  -- JSON: which event
    state     TEXT    NOT NULL,  -- waiting, sent, given-up
    due_ms    INTEGER NOT NULL,  -- when it is tried next; UTC, milliseconds since 1970
    CONSTRAINT outbox_once PRIMARY KEY (member_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_by_due ON outbox (lane, due_ms, member_id, id) WHERE state = 'waiting';
