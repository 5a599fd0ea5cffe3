-- m0004 outbox: what others are to be told, written with the event itself and sent later.

CREATE TABLE listener (
    listener_id TEXT COLLATE "C" NOT NULL,
    topic       TEXT COLLATE "C" NOT NULL,  -- the type of event that it listens to
    CONSTRAINT listener_once PRIMARY KEY (listener_id, topic)
);

-- One row a listener and event. Workers share the lanes.
CREATE TABLE outbox (
    member_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,  -- the event's number, a slash, the listener
    lane      BIGINT           NOT NULL,  -- the member's
    topic     TEXT COLLATE "C" NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,  -- JSON: which event
    state     TEXT COLLATE "C" NOT NULL,  -- waiting, sent, given-up
    due_ms    BIGINT           NOT NULL,  -- when it is tried next; UTC, milliseconds since 1970
    CONSTRAINT outbox_once PRIMARY KEY (member_id, id)
);

CREATE INDEX outbox_by_due ON outbox (lane, due_ms, member_id, id) WHERE state = 'waiting';
