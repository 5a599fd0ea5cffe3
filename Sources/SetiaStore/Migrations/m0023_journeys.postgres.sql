-- m0023 journeys: what happens to members step by step, and how far each is. Nothing in it names anybody.

-- A journey by its name; its versions are beside it.
CREATE TABLE journey (
    journey_id     TEXT COLLATE "C" NOT NULL,  -- its name, such as welcome
    state          TEXT COLLATE "C" NOT NULL,  -- draft, live, paused, stopped
    version        BIGINT           NOT NULL,  -- the newest, on which members begin
    created_ms     BIGINT           NOT NULL,
    changed_ms     BIGINT           NOT NULL,
    pass_day       BIGINT,                     -- the day of the last look at all members, since 1970; NULL is none
    passed_through TEXT COLLATE "C",           -- the member behind whom that goes on; NULL is the beginning
    is_passed      BIGINT           NOT NULL,  -- 1: all members of that day were looked at
    passes         BIGINT           NOT NULL,  -- how many days were passed whole
    CONSTRAINT journey_once PRIMARY KEY (journey_id)
);

CREATE TABLE journey_version (
    journey_id TEXT COLLATE "C" NOT NULL,
    version    BIGINT           NOT NULL,  -- from 1 up
    document   TEXT COLLATE "C" NOT NULL,  -- YAML, to the byte
    created_ms BIGINT           NOT NULL,
    CONSTRAINT journey_version_once PRIMARY KEY (journey_id, version)
);

-- One member on her way through a journey, once.
CREATE TABLE journey_enrolment (
    member_id    TEXT COLLATE "C" NOT NULL,
    enrolment_id TEXT COLLATE "C" NOT NULL,
    lane         BIGINT           NOT NULL,  -- the member's
    journey_id   TEXT COLLATE "C" NOT NULL,
    version      BIGINT           NOT NULL,  -- the one that she began and finishes on
    entry        TEXT COLLATE "C" NOT NULL,  -- what began it, once: event:12, day:2026-03-02
    entered_ms   BIGINT           NOT NULL,
    step         TEXT COLLATE "C",           -- where she stands; NULL before the first and after the last
    due_ms       BIGINT,                     -- when something is to be done next; NULL where it has ended
    path         TEXT COLLATE "C" NOT NULL,  -- the steps that she came to: JSON
    goal_ms      BIGINT,                     -- when what it is for came about
    ending       TEXT COLLATE "C",           -- done, goal, complaint and so on; NULL while under way
    ended_ms     BIGINT,
    CONSTRAINT journey_enrolment_once PRIMARY KEY (member_id, enrolment_id),
    CONSTRAINT journey_entry_once UNIQUE (member_id, journey_id, entry)
);

CREATE INDEX journey_enrolment_by_due ON journey_enrolment (journey_id, due_ms, member_id, enrolment_id);

-- Of whom something holds that begins a journey, as it was when she was looked at last.
CREATE TABLE journey_mark (
    member_id  TEXT COLLATE "C" NOT NULL,
    journey_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT journey_mark_once PRIMARY KEY (member_id, journey_id)
);

-- Messages of journeys go the way of broadcasts: this says of which step one is, as journey/version/step.
ALTER TABLE broadcast ADD COLUMN journey TEXT COLLATE "C";
