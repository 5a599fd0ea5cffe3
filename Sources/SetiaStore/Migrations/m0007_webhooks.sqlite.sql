-- m0007 webhooks: whom events are told to, what became of each line of the outbox, and which server does which share of
-- the work.

CREATE TABLE webhook (
    webhook_id       TEXT    NOT NULL,  -- the listener of the same id has its topics
    url              TEXT    NOT NULL,
    description      TEXT    NOT NULL,
    topics           TEXT    NOT NULL,  -- types of events with spaces between, or * for all
    state            TEXT    NOT NULL,  -- enabled, disabled, gone: it said so itself
    created_ms       INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    failing_since_ms INTEGER,           -- the first failure since it last took something; NULL while it takes
    delivered_ms     INTEGER,           -- when it last took something, to the minute
    CONSTRAINT webhook_once PRIMARY KEY (webhook_id)
) STRICT, WITHOUT ROWID;

-- Several hold at once while one takes the place of another.
CREATE TABLE webhook_secret (
    webhook_id TEXT    NOT NULL,
    secret_id  TEXT    NOT NULL,
    sealed     BLOB    NOT NULL,  -- sealed with the server's own keys
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,           -- it signs nothing from then on; NULL is never
    CONSTRAINT webhook_secret_once PRIMARY KEY (webhook_id, secret_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE outbox ADD COLUMN listener_id TEXT NOT NULL DEFAULT '';  -- as it stands in the id, too
ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;   -- how often it was taken to be sent
ALTER TABLE outbox ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0;      -- when the event was recorded
ALTER TABLE outbox ADD COLUMN tried_ms INTEGER;                      -- when the last attempt ended; NULL before the first
ALTER TABLE outbox ADD COLUMN failed_ms INTEGER;                     -- the last failure; NULL before one, and once it is sent
ALTER TABLE outbox ADD COLUMN status INTEGER;                        -- what the listener answered; NULL where it did not
ALTER TABLE outbox ADD COLUMN reason TEXT;                           -- why the last attempt failed, in English
ALTER TABLE outbox ADD COLUMN answer TEXT;                           -- the first 500 bytes of what it answered

-- A listener that does not answer holds nobody else up: each has its own turns.
DROP INDEX outbox_by_due;
CREATE INDEX outbox_by_turn ON outbox (listener_id, due_ms, member_id, id, lane) WHERE state = 'waiting';
CREATE INDEX outbox_by_listener ON outbox (listener_id, at_ms, member_id, id);
CREATE INDEX outbox_by_failure ON outbox (listener_id, at_ms, member_id, id) WHERE failed_ms IS NOT NULL;

-- Work is shared by lanes: whoever has one does what is due in it, until the lease runs out.
CREATE TABLE lane_lease (
    lane     INTEGER NOT NULL,  -- 0 to 63
    owner    TEXT,              -- a running server; NULL is nobody
    until_ms INTEGER NOT NULL,
    CONSTRAINT lane_lease_once PRIMARY KEY (lane)
) STRICT;

WITH RECURSIVE lanes (lane) AS (SELECT 0 UNION ALL SELECT lane + 1 FROM lanes WHERE lane < 63)
INSERT INTO lane_lease (lane, until_ms) SELECT lane, 0 FROM lanes;

-- Who is there to share with.
CREATE TABLE lane_worker (
    worker_id TEXT    NOT NULL,
    until_ms  INTEGER NOT NULL,  -- it is gone if it has said nothing by then
    CONSTRAINT lane_worker_once PRIMARY KEY (worker_id)
) STRICT, WITHOUT ROWID;
