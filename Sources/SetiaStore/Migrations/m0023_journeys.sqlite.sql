-- m0023 journeys: what happens to members step by step, and how far each is. Nothing in it names anybody.

-- A journey by its name; its versions are beside it.
CREATE TABLE journey (
    journey_id     TEXT    NOT NULL,  -- its name, such as welcome
    state          TEXT    NOT NULL,  -- draft, live, paused, stopped
    version        INTEGER NOT NULL,  -- the newest, on which members begin
    created_ms     INTEGER NOT NULL,
    changed_ms     INTEGER NOT NULL,
    pass_day       INTEGER,           -- the day of the last look at all members, since 1970; NULL is none
    passed_through TEXT,              -- the member behind whom that goes on; NULL is the beginning
    is_passed      INTEGER NOT NULL,  -- 1: all members of that day were looked at
    passes         INTEGER NOT NULL,  -- how many days were passed whole
    CONSTRAINT journey_once PRIMARY KEY (journey_id)
) STRICT;

CREATE TABLE journey_version (
    journey_id TEXT    NOT NULL,
    version    INTEGER NOT NULL,  -- from 1 up
    document   TEXT    NOT NULL,  -- YAML, to the byte
    created_ms INTEGER NOT NULL,
    CONSTRAINT journey_version_once PRIMARY KEY (journey_id, version)
) STRICT;

-- One member on her way through a journey, once.
CREATE TABLE journey_enrolment (
    member_id    TEXT    NOT NULL,
    enrolment_id TEXT    NOT NULL,
    lane         INTEGER NOT NULL,  -- the member's
    journey_id   TEXT    NOT NULL,
    version      INTEGER NOT NULL,  -- the one that she began and finishes on
    entry        TEXT    NOT NULL,  -- what began it, once: event:12, day:2026-03-02
    entered_ms   INTEGER NOT NULL,
    step         TEXT,              -- where she stands; NULL before the first and after the last
    due_ms       INTEGER,           -- when something is to be done next; NULL where it has ended
    path         TEXT    NOT NULL,  -- the steps that she came to: JSON
    goal_ms      INTEGER,           -- when what it is for came about
    ending       TEXT,              -- done, goal, complaint and so on; NULL while under way
    ended_ms     INTEGER,
    CONSTRAINT journey_enrolment_once PRIMARY KEY (member_id, enrolment_id),
    CONSTRAINT journey_entry_once UNIQUE (member_id, journey_id, entry)
) STRICT;

CREATE INDEX journey_enrolment_by_due ON journey_enrolment (journey_id, due_ms, member_id, enrolment_id);

-- Of whom something holds that begins a journey, as it was when she was looked at last.
CREATE TABLE journey_mark (
    member_id  TEXT NOT NULL,
    journey_id TEXT NOT NULL,
    CONSTRAINT journey_mark_once PRIMARY KEY (member_id, journey_id)
) STRICT;

-- Messages of journeys go the way of broadcasts: this says of which step one is, as journey/version/step.
ALTER TABLE broadcast ADD COLUMN journey TEXT;
