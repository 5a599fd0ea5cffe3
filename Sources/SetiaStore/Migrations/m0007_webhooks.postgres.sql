-- m0007 webhooks: whom events are told to, what became of each line of the outbox, and which server does which share of
-- the work.

CREATE TABLE webhook (
    webhook_id       TEXT COLLATE "C" NOT NULL,  -- the listener of the same id has its topics
    url              TEXT COLLATE "C" NOT NULL,
    description      TEXT COLLATE "C" NOT NULL,
    topics           TEXT COLLATE "C" NOT NULL,  -- types of events with spaces between, or * for all
    state            TEXT COLLATE "C" NOT NULL,  -- enabled, disabled, gone: it said so itself
    created_ms       BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    failing_since_ms BIGINT,                     -- the first failure since it last took something; NULL while it takes
    delivered_ms     BIGINT,                     -- when it last took something, to the minute
    CONSTRAINT webhook_once PRIMARY KEY (webhook_id)
);

-- Several hold at once while one takes the place of another.
CREATE TABLE webhook_secret (
    webhook_id TEXT COLLATE "C" NOT NULL,
    secret_id  TEXT COLLATE "C" NOT NULL,
    sealed     BYTEA            NOT NULL,  -- sealed with the server's own keys
    created_ms BIGINT           NOT NULL,
    expires_ms BIGINT,                     -- it signs nothing from then on; NULL is never
    CONSTRAINT webhook_secret_once PRIMARY KEY (webhook_id, secret_id)
);

ALTER TABLE outbox ADD COLUMN listener_id TEXT COLLATE "C" NOT NULL DEFAULT '';  -- as it stands in the id, too
ALTER TABLE outbox ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;             -- how often it was taken to be sent
ALTER TABLE outbox ADD COLUMN at_ms BIGINT NOT NULL DEFAULT 0;                -- when the event was recorded
ALTER TABLE outbox ADD COLUMN tried_ms BIGINT;                                -- when the last attempt ended; NULL before the first
ALTER TABLE outbox ADD COLUMN failed_ms BIGINT;                               -- the last failure; NULL before one, and once it is sent
ALTER TABLE outbox ADD COLUMN status BIGINT;                                  -- what the listener answered; NULL where it did not
ALTER TABLE outbox ADD COLUMN reason TEXT COLLATE "C";                        -- why the last attempt failed, in English
ALTER TABLE outbox ADD COLUMN answer TEXT COLLATE "C";                        -- the first 500 bytes of what it answered

-- A listener that does not answer holds nobody else up: each has its own turns.
DROP INDEX outbox_by_due;
CREATE INDEX outbox_by_turn ON outbox (listener_id, due_ms, member_id, id, lane) WHERE state = 'waiting';
CREATE INDEX outbox_by_listener ON outbox (listener_id, at_ms, member_id, id);
CREATE INDEX outbox_by_failure ON outbox (listener_id, at_ms, member_id, id) WHERE failed_ms IS NOT NULL;

-- Work is shared by lanes: whoever has one does what is due in it, until the lease runs out.
CREATE TABLE lane_lease (
    lane     BIGINT           NOT NULL,  -- 0 to 63
    owner    TEXT COLLATE "C",           -- a running server; NULL is nobody
    until_ms BIGINT           NOT NULL,
    CONSTRAINT lane_lease_once PRIMARY KEY (lane)
);

WITH RECURSIVE lanes (lane) AS (SELECT 0 UNION ALL SELECT lane + 1 FROM lanes WHERE lane < 63)
INSERT INTO lane_lease (lane, until_ms) SELECT lane, 0 FROM lanes;

-- Who is there to share with.
CREATE TABLE lane_worker (
    worker_id TEXT COLLATE "C" NOT NULL,
    until_ms  BIGINT           NOT NULL,  -- it is gone if it has said nothing by then
    CONSTRAINT lane_worker_once PRIMARY KEY (worker_id)
);
