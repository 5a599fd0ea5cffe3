-- m0022 cases: what members come with, what was done about it, and what was given for it.
-- What was said is sealed with the member's key, and goes when she is erased.

CREATE TABLE member_case (
    member_id    TEXT    NOT NULL,  -- whose
    case_id      TEXT    NOT NULL,
    kind         TEXT    NOT NULL,  -- complaint, claim, praise, idea
    source       TEXT    NOT NULL,  -- survey, portal, staff, api
    state        TEXT    NOT NULL,  -- received, acknowledged, owned, answered, compensated, confirmed, learned, closed
    is_open      INTEGER NOT NULL,  -- 0: its state is closed
    opened_ms    INTEGER NOT NULL,  -- when it came: UTC, milliseconds since 1970
    due_ms       INTEGER NOT NULL,  -- when what is to be done next is due
    owner        TEXT,              -- who of the staff has it; NULL is nobody
    cause        TEXT,              -- product, delivery, staff, promise, system, price, other; NULL is not named
    last_step    INTEGER NOT NULL,  -- the number of its last step
    answered_ms  INTEGER,           -- when she was last answered; NULL is not, or not since it was opened again
    confirmed_ms INTEGER,           -- when she said that it is good again; NULL is not
    closed_ms    INTEGER,           -- NULL while it is open
    reopened     INTEGER NOT NULL,  -- how often it was opened again
    follow_up    INTEGER,           -- how easy it was, 1 to 7; NULL is not answered
    given        INTEGER NOT NULL,  -- whole points that were given for it
    CONSTRAINT member_case_once PRIMARY KEY (member_id, case_id)
) STRICT;

CREATE INDEX member_case_by_due ON member_case (is_open, due_ms, case_id);
CREATE INDEX member_case_by_owner ON member_case (is_open, owner, due_ms, case_id);
CREATE INDEX member_case_by_opening ON member_case (opened_ms, case_id);

-- What was done or said about a case.
CREATE TABLE case_step (
    member_id   TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    number      INTEGER NOT NULL,  -- its place in the case, from 1
    at_ms       INTEGER NOT NULL,
    what        TEXT    NOT NULL,  -- opened, moved, reopened, note, assigned, points, followUp
    state       TEXT    NOT NULL,  -- how far the case was after it
    author_kind TEXT    NOT NULL,  -- member, staff, person, program, operator
    author_id   TEXT,              -- of staff
    author_name TEXT,              -- of staff, persons and programs
    sealed      BLOB,              -- what was said, with the member's key; NULL where nothing was, or she is erased
    CONSTRAINT case_step_once PRIMARY KEY (member_id, case_id, number)
) STRICT;

-- Points that staff gave for a case, or asked for.
CREATE TABLE compensation (
    member_id  TEXT    NOT NULL,
    request_id TEXT    NOT NULL,  -- of the form, and of what comes of it
    case_id    TEXT    NOT NULL,
    staff      TEXT    NOT NULL,  -- who gave
    month      TEXT    NOT NULL,  -- out of whose budget of which month, such as 2026-03
    wallet     TEXT    NOT NULL,
    points     INTEGER NOT NULL,  -- whole points, more than 0
    at_ms      INTEGER NOT NULL,
    state      TEXT    NOT NULL,  -- waiting, given, declined
    CONSTRAINT compensation_once PRIMARY KEY (member_id, request_id),
    CONSTRAINT compensation_gives CHECK (points > 0)
) STRICT;

-- How much of a budget is gone; what waits for a second person is in it.
CREATE TABLE compensation_budget (
    staff TEXT    NOT NULL,
    month TEXT    NOT NULL,  -- such as 2026-03
    spent INTEGER NOT NULL,  -- whole points
    CONSTRAINT compensation_budget_once PRIMARY KEY (staff, month)
) STRICT;
