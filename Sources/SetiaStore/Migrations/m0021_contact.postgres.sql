-- m0021 contact: which message was planned for whom, what was decided about it and why, and what became of it. Nothing
-- in it names anybody or says what a message said to her.

-- One message to all members of a segment.
CREATE TABLE broadcast (
    broadcast_id    TEXT COLLATE "C" NOT NULL,
    document        TEXT COLLATE "C" NOT NULL,  -- what it says and to whom: JSON
    state           TEXT COLLATE "C" NOT NULL,  -- draft, running, paused, stopped, done
    created_ms      BIGINT           NOT NULL,
    started_ms      BIGINT,                     -- NULL before
    ended_ms        BIGINT,                     -- NULL before
    planned_through TEXT COLLATE "C",           -- the member behind whom planning goes on; NULL is from the beginning
    is_planned      BIGINT           NOT NULL,  -- 1: for everybody
    slot_ms         BIGINT           NOT NULL,  -- when the next message may leave
    is_settled      BIGINT           NOT NULL,  -- 1: there is nothing left to do
    CONSTRAINT broadcast_once PRIMARY KEY (broadcast_id)
);

-- One message planned for one member.
CREATE TABLE contact (
    member_id     TEXT COLLATE "C" NOT NULL,
    contact_id    TEXT COLLATE "C" NOT NULL,
    broadcast_id  TEXT COLLATE "C" NOT NULL,
    once_key      TEXT COLLATE "C" NOT NULL,  -- what makes it once
    purpose       TEXT COLLATE "C" NOT NULL,  -- such as marketing
    channel       TEXT COLLATE "C" NOT NULL,  -- such as email
    kind          TEXT COLLATE "C" NOT NULL,  -- promotion, survey, service, answer, recovery
    verdict       TEXT COLLATE "C" NOT NULL,  -- sent, deferred, dropped, digested, withheld, blocked
    reason        TEXT COLLATE "C" NOT NULL,  -- such as no-consent
    rules_version BIGINT           NOT NULL,  -- by which rules
    inputs        TEXT COLLATE "C" NOT NULL,  -- what the decision hung on: JSON
    decided_ms    BIGINT           NOT NULL,
    until_ms      BIGINT,                     -- of what is deferred: until when
    way           TEXT COLLATE "C",           -- of what may go: due, sending, sent, failed, unknown
    reservation   TEXT COLLATE "C",           -- its place under the limits: reserved, committed, released; NULL never had one
    taken_ms      BIGINT,                     -- when it took that place
    next_ms       BIGINT,                     -- when it has its turn; NULL is never again
    tries         BIGINT           NOT NULL,  -- how often it was handed over
    CONSTRAINT contact_once PRIMARY KEY (member_id, contact_id),
    CONSTRAINT contact_key_once UNIQUE (member_id, once_key)
);

CREATE INDEX contact_by_broadcast ON contact (broadcast_id, verdict, reason, way);
CREATE INDEX contact_by_turn ON contact (broadcast_id, next_ms, contact_id) WHERE next_ms IS NOT NULL;
CREATE INDEX contact_by_place ON contact (member_id, taken_ms) WHERE taken_ms IS NOT NULL;

-- That a member may not be written to by a channel.
CREATE TABLE suppression (
    member_id TEXT COLLATE "C" NOT NULL,
    channel   TEXT COLLATE "C" NOT NULL,  -- such as email
    cause     TEXT COLLATE "C" NOT NULL,  -- hard-bounce, soft-bounces, complaint, platform-stop
    since_ms  BIGINT           NOT NULL,
    until_ms  BIGINT,                     -- NULL is for good
    CONSTRAINT suppression_once PRIMARY KEY (member_id, channel, cause)
);
