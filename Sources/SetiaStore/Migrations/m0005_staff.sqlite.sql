-- m0005 staff: who works here, who is signed in, what was asked of a second person, and who did what.

CREATE TABLE staff_account (
    staff_id      TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    email         TEXT    NOT NULL,  -- folded: signing in asks for it
    role          TEXT    NOT NULL,  -- owner, manager, agent, analyst, till
    stores        TEXT    NOT NULL,  -- their ids in byte order, a space between two; * for all
    language      TEXT    NOT NULL,  -- en, ms, id, th
    status        TEXT    NOT NULL,  -- invited, active, disabled
    revision      INTEGER NOT NULL,  -- rises with each change that people make
    invited_ms    INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    last_seen_ms  INTEGER,           -- NULL before the first sign-in
    password      TEXT,              -- Argon2id, as a PHC string; NULL before the invitation is accepted
    factor        BLOB,              -- the secret of an authenticator app, sealed; NULL without one
    new_factor    BLOB,              -- one that waits for its first code, sealed
    last_step     INTEGER NOT NULL,  -- the last step of 30 seconds whose code was taken
    recovery      BLOB    NOT NULL,  -- hashes of the recovery codes left, 32 bytes each
    CONSTRAINT staff_account_once PRIMARY KEY (staff_id),
    CONSTRAINT staff_account_email_once UNIQUE (email)
) STRICT;

-- Secrets of sessions, links and codes are not kept: a keyed hash of each is.
CREATE TABLE staff_session (
    hash         BLOB    NOT NULL,
    session_id   TEXT    NOT NULL,  -- names it in lists; no secret
    staff_id     TEXT    NOT NULL,
    started_ms   INTEGER NOT NULL,
    seen_ms      INTEGER NOT NULL,  -- to the minute
    signed_in_ms INTEGER NOT NULL,  -- when the password was last shown
    is_pending   INTEGER NOT NULL,  -- 1: the second factor is still to come, else 0
    tries_key    BLOB    NOT NULL,  -- where wrong codes of it are counted
    wrong_codes  INTEGER NOT NULL,
    CONSTRAINT staff_session_once PRIMARY KEY (hash)
) STRICT;

CREATE INDEX staff_session_by_staff ON staff_session (staff_id, started_ms, session_id);

-- A link that does one thing once.
CREATE TABLE staff_ticket (
    hash       BLOB    NOT NULL,
    kind       TEXT    NOT NULL,  -- invitation, password-reset, sign-in
    staff_id   TEXT    NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_ms    INTEGER,           -- NULL while it was not used
    CONSTRAINT staff_ticket_once PRIMARY KEY (hash)
) STRICT;

CREATE INDEX staff_ticket_by_staff ON staff_ticket (staff_id, kind);

-- How often something was tried of late; the key is a keyed hash of who tries what.
CREATE TABLE try_count (
    key      BLOB    NOT NULL,
    tries    INTEGER NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms  INTEGER NOT NULL,
    CONSTRAINT try_count_once PRIMARY KEY (key)
) STRICT;

-- Who did what: written once, never changed, never removed. Nothing personal of a member is in it.
CREATE TABLE audit_entry (
    audit_id   TEXT    NOT NULL,
    at_ms      INTEGER NOT NULL,
    actor_kind TEXT    NOT NULL,  -- staff, api-key, operator, member, nobody, server
    actor_id   TEXT,              -- of staff or of an API key
    actor_name TEXT,              -- as it was then
    action     TEXT    NOT NULL,
    member_id  TEXT,              -- to which member, if to one
    subject    TEXT,              -- to what else
    details    TEXT    NOT NULL,  -- a JSON object of texts
    CONSTRAINT audit_entry_once PRIMARY KEY (audit_id)
) STRICT;

CREATE INDEX audit_entry_by_time ON audit_entry (at_ms, audit_id);
CREATE INDEX audit_entry_by_member ON audit_entry (member_id, at_ms, audit_id) WHERE member_id IS NOT NULL;
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, at_ms, audit_id) WHERE actor_id IS NOT NULL;

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit_entry_is_never_changed');
END;

CREATE TRIGGER audit_entry_is_never_removed BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit_entry_is_never_removed');
END;

-- What a second person must agree to. Its id is also that of the event that comes of it.
CREATE TABLE approval_request (
    request_id     TEXT    NOT NULL,
    kind           TEXT    NOT NULL,  -- adjustment
    member_id      TEXT    NOT NULL,
    wallet         TEXT    NOT NULL,
    points         INTEGER NOT NULL,  -- below zero where it takes
    requested_by   TEXT    NOT NULL,
    requester_name TEXT    NOT NULL,  -- as it was then
    requested_ms   INTEGER NOT NULL,
    state          TEXT    NOT NULL,  -- waiting, approved, declined, withdrawn
    decided_by     TEXT,              -- NULL while it waits
    decider_name   TEXT,
    decided_ms     INTEGER,
    reason         BLOB,              -- sealed with the member's key; NULL once she is erased
    note           BLOB,              -- likewise
    CONSTRAINT approval_request_once PRIMARY KEY (request_id)
) STRICT;

CREATE INDEX approval_request_by_state ON approval_request (state, request_id);
CREATE INDEX approval_request_by_member ON approval_request (member_id, request_id);

-- A code on its way to somebody's address or number.
CREATE TABLE confirmation (
    hash        BLOB    NOT NULL,
    code        BLOB    NOT NULL,  -- keyed hash of the code
    sealed      BLOB    NOT NULL,  -- whom it was sent to, and why; empty once it is over
    wrong_codes INTEGER NOT NULL,
    expires_ms  INTEGER NOT NULL,
    used_ms     INTEGER,           -- NULL while it was not used
    CONSTRAINT confirmation_once PRIMARY KEY (hash)
) STRICT;

-- A member who is signed in; a look-up, keyed by what it is looked up by.
CREATE TABLE member_session (
    hash       BLOB    NOT NULL,
    member_id  TEXT    NOT NULL,
    expires_ms INTEGER NOT NULL,
    CONSTRAINT member_session_once PRIMARY KEY (hash)
) STRICT;

CREATE INDEX member_session_by_member ON member_session (member_id);
