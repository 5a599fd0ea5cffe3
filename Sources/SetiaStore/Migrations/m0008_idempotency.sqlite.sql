-- m0008 idempotency: what was answered to requests with an Idempotency-Key, and how much each API key may ask for.

-- One row a request. It is claimed before it is carried out, and answered in the transaction of its effect where that
-- is one.
CREATE TABLE idempotency (
    request_key  BLOB    NOT NULL,  -- 32 bytes that stand for API key, path and Idempotency-Key
    content_hash BLOB    NOT NULL,  -- 32 bytes that stand for what was sent
    holder       TEXT    NOT NULL,  -- names the try that carries it out
    claimed_ms   INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    kept_ms      INTEGER NOT NULL,  -- until when it is kept
    lease_ms     INTEGER,           -- until when nobody else may carry it out; NULL once it is answered
    status       INTEGER,           -- of HTTP; NULL while it is carried out
    sealed_for   TEXT,              -- the member whose key seals the answer; NULL: the server's
    answer       BLOB,              -- sealed: type, location and body
    CONSTRAINT idempotency_once PRIMARY KEY (request_key),
    CONSTRAINT idempotency_runs_or_is_answered CHECK (
        (lease_ms IS NULL) = (status IS NOT NULL) AND (status IS NULL) = (answer IS NULL)
    )
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_by_end ON idempotency (kept_ms, request_key);

-- How many requests a second a key may send; NULL: what every key may.
ALTER TABLE api_key ADD COLUMN rate INTEGER CONSTRAINT api_key_rate_is_possible CHECK (rate BETWEEN 1 AND 1000000);

-- What is left to a key over all servers, as they settle it once a second.
CREATE TABLE rate_level (
    key_id      TEXT    NOT NULL,
    level_milli INTEGER NOT NULL,  -- thousandths of a request; below zero: to be paid back
    settled_ms  INTEGER NOT NULL,
    CONSTRAINT rate_level_once PRIMARY KEY (key_id)
) STRICT, WITHOUT ROWID;

-- What each server was asked by a key between its last two settlements.
CREATE TABLE rate_asked (
    key_id     TEXT    NOT NULL,
    server     TEXT    NOT NULL,
    asked      INTEGER NOT NULL,  -- requests, those refused too
    settled_ms INTEGER NOT NULL,
    CONSTRAINT rate_asked_once PRIMARY KEY (key_id, server)
) STRICT, WITHOUT ROWID;
