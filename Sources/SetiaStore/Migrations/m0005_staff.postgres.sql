-- m0005 staff: who works here, who is signed in, what was asked of a second person, and who did what.

CREATE TABLE staff_account (
    staff_id     TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    email        TEXT COLLATE "C" NOT NULL,  -- folded: signing in asks for it
    role         TEXT COLLATE "C" NOT NULL,  -- owner, manager, agent, analyst, till
    stores       TEXT COLLATE "C" NOT NULL,  -- their ids in byte order, a space between two; * for all
    language     TEXT COLLATE "C" NOT NULL,  -- en, ms, id, th
    status       TEXT COLLATE "C" NOT NULL,  -- invited, active, disabled
    revision     BIGINT           NOT NULL,  -- rises with each change that people make
    invited_ms   BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    last_seen_ms BIGINT,                     -- NULL before the first sign-in
    password     TEXT COLLATE "C",           -- Argon2id, as a PHC string; NULL before the invitation is accepted
    factor       BYTEA,                      -- the secret of an authenticator app, sealed; NULL without one
    new_factor   BYTEA,                      -- one that waits for its first code, sealed
    last_step    BIGINT           NOT NULL,  -- the last step of 30 seconds whose code was taken
    recovery     BYTEA            NOT NULL,  -- hashes of the recovery codes left, 32 bytes each
    CONSTRAINT staff_account_once PRIMARY KEY (staff_id),
    CONSTRAINT staff_account_email_once UNIQUE (email)
);

-- Secrets of sessions, links and codes are not kept: a keyed hash of each is.
CREATE TABLE staff_session (
    hash         BYTEA            NOT NULL,
    session_id   TEXT COLLATE "C" NOT NULL,  -- names it in lists; no secret
    staff_id     TEXT COLLATE "C" NOT NULL,
    started_ms   BIGINT           NOT NULL,
    seen_ms      BIGINT           NOT NULL,  -- to the minute
    signed_in_ms BIGINT           NOT NULL,  -- when the password was last shown
    is_pending   BIGINT           NOT NULL,  -- 1: the second factor is still to come, else 0
    tries_key    BYTEA            NOT NULL,  -- where wrong codes of it are counted
    wrong_codes  BIGINT           NOT NULL,
    CONSTRAINT staff_session_once PRIMARY KEY (hash)
);

CREATE INDEX staff_session_by_staff ON staff_session (staff_id, started_ms, session_id);

-- A link that does one thing once.
CREATE TABLE staff_ticket (
    hash       BYTEA            NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,  -- invitation, password-reset, sign-in
    staff_id   TEXT COLLATE "C" NOT NULL,
    expires_ms BIGINT           NOT NULL,
    used_ms    BIGINT,                     -- NULL while it was not used
    CONSTRAINT staff_ticket_once PRIMARY KEY (hash)
);

CREATE INDEX staff_ticket_by_staff ON staff_ticket (staff_id, kind);

-- How often something was tried of late; the key is a keyed hash of who tries what.
CREATE TABLE try_count (
    key      BYTEA  NOT NULL,
    tries    BIGINT NOT NULL,
    first_ms BIGINT NOT NULL,
    last_ms  BIGINT NOT NULL,
    CONSTRAINT try_count_once PRIMARY KEY (key)
);

-- Who did what: written once, never changed, never removed. Nothing personal of a member is in it.
CREATE TABLE audit_entry (
    audit_id   TEXT COLLATE "C" NOT NULL,
    at_ms      BIGINT           NOT NULL,
    actor_kind TEXT COLLATE "C" NOT NULL,  -- staff, api-key, operator, member, nobody, server
    actor_id   TEXT COLLATE "C",           -- of staff or of an API key
    actor_name TEXT COLLATE "C",           -- as it was then
    action     TEXT COLLATE "C" NOT NULL,
    member_id  TEXT COLLATE "C",           -- to which member, if to one
    subject    TEXT COLLATE "C",           -- to what else
    details    TEXT COLLATE "C" NOT NULL,  -- a JSON object of texts
    CONSTRAINT audit_entry_once PRIMARY KEY (audit_id)
);

CREATE INDEX audit_entry_by_time ON audit_entry (at_ms, audit_id);
CREATE INDEX audit_entry_by_member ON audit_entry (member_id, at_ms, audit_id) WHERE member_id IS NOT NULL;
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, at_ms, audit_id) WHERE actor_id IS NOT NULL;

CREATE FUNCTION audit_entry_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry_is_never_changed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_is_never_changed();

-- What a second person must agree to. Its id is also that of the event that comes of it.
CREATE TABLE approval_request (
    request_id     TEXT COLLATE "C" NOT NULL,
    kind           TEXT COLLATE "C" NOT NULL,  -- adjustment
    member_id      TEXT COLLATE "C" NOT NULL,
    wallet         TEXT COLLATE "C" NOT NULL,
    points         BIGINT           NOT NULL,  -- below zero where it takes
    requested_by   TEXT COLLATE "C" NOT NULL,
    requester_name TEXT COLLATE "C" NOT NULL,  -- as it was then
    requested_ms   BIGINT           NOT NULL,
    state          TEXT COLLATE "C" NOT NULL,  -- waiting, approved, declined, withdrawn
    decided_by     TEXT COLLATE "C",           -- NULL while it waits
    decider_name   TEXT COLLATE "C",
    decided_ms     BIGINT,
    reason         BYTEA,                      -- sealed with the member's key; NULL once she is erased
    note           BYTEA,                      -- likewise
    CONSTRAINT approval_request_once PRIMARY KEY (request_id)
);

CREATE INDEX approval_request_by_state ON approval_request (state, request_id);
CREATE INDEX approval_request_by_member ON approval_request (member_id, request_id);

-- A code on its way to somebody's address or number.
CREATE TABLE confirmation (
    hash        BYTEA  NOT NULL,
    code        BYTEA  NOT NULL,  -- keyed hash of the code
    sealed      BYTEA  NOT NULL,  -- whom it was sent to, and why; empty once it is over
    wrong_codes BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL,
    used_ms     BIGINT,           -- NULL while it was not used
    CONSTRAINT confirmation_once PRIMARY KEY (hash)
);

-- A member who is signed in; a look-up, keyed by what it is looked up by.
CREATE TABLE member_session (
    hash       BYTEA            NOT NULL,
    member_id  TEXT COLLATE "C" NOT NULL,
    expires_ms BIGINT           NOT NULL,
    CONSTRAINT member_session_once PRIMARY KEY (hash)
);

CREATE INDEX member_session_by_member ON member_session (member_id);
