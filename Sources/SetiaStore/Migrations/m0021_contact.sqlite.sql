-- m0021 contact: which message was planned for whom, what was decided about it and why, and what became of it. Nothing
-- in it names anybody or says what a message said to her.

-- One message to all members of a segment.
CREATE TABLE broadcast (
    broadcast_id    TEXT    NOT NULL,
    document        TEXT    NOT NULL,  -- what it says and to whom: JSON
    state           TEXT    NOT NULL,  -- draft, running, paused, stopped, done
    created_ms      INTEGER NOT NULL,
    started_ms      INTEGER,           -- NULL before
    ended_ms        INTEGER,           -- NULL before
    planned_through TEXT,              -- the member behind whom planning goes on; NULL is from the beginning
    is_planned      INTEGER NOT NULL,  -- 1: for everybody
    slot_ms         INTEGER NOT NULL,  -- when the next message may leave
    is_settled      INTEGER NOT NULL,  -- 1: there is nothing left to do
    CONSTRAINT broadcast_once PRIMARY KEY (broadcast_id)
) STRICT;

-- One message planned for one member.
CREATE TABLE contact (
    member_id     TEXT    NOT NULL,
    contact_id    TEXT    NOT NULL,
    broadcast_id  TEXT    NOT NULL,
    once_key      TEXT    NOT NULL,  -- what makes it once
    purpose       TEXT    NOT NULL,  -- such as marketing
    channel       TEXT    NOT NULL,  -- such as email
    kind          TEXT    NOT NULL,  -- promotion, survey, service, answer, recovery
    verdict       TEXT    NOT NULL,  -- sent, deferred, dropped, digested, withheld, blocked
    reason        TEXT    NOT NULL,  -- such as no-consent
    rules_version INTEGER NOT NULL,  -- by which rules
    inputs        TEXT    NOT NULL,  -- what the decision hung on: JSON
    decided_ms    INTEGER NOT NULL,
    until_ms      INTEGER,           -- of what is deferred: until when
    way           TEXT,              -- of what may go: due, sending, sent, failed, unknown
    reservation   TEXT,              -- its place under the limits: reserved, committed, released; NULL never had one
    taken_ms      INTEGER,           -- when it took that place
    next_ms       INTEGER,           -- when it has its turn; NULL is never again
    tries         INTEGER NOT NULL,  -- how often it was handed over
    CONSTRAINT contact_once PRIMARY KEY (member_id, contact_id),
    CONSTRAINT contact_key_once UNIQUE (member_id, once_key)
) STRICT;

CREATE INDEX contact_by_broadcast ON contact (broadcast_id, verdict, reason, way);
CREATE INDEX contact_by_turn ON contact (broadcast_id, next_ms, contact_id) WHERE next_ms IS NOT NULL;
CREATE INDEX contact_by_place ON contact (member_id, taken_ms) WHERE taken_ms IS NOT NULL;

-- That a member may not be written to by a channel.
CREATE TABLE suppression (
    member_id TEXT    NOT NULL,
    channel   TEXT    NOT NULL,  -- such as email
    cause     TEXT    NOT NULL,  -- hard-bounce, soft-bounces, complaint, platform-stop
    since_ms  INTEGER NOT NULL,
    until_ms  INTEGER,           -- NULL is for good
    CONSTRAINT suppression_once PRIMARY KEY (member_id, channel, cause)
) STRICT;
