-- m0009 programme life: versions are taken back before they begin, or publish an older one anew; drafts are kept.

ALTER TABLE programme_version ADD COLUMN cancelled_ms BIGINT;      -- taken back before it began; NULL where it was not
ALTER TABLE programme_version ADD COLUMN restores BIGINT;          -- the version whose document it is; NULL where it is new
ALTER TABLE programme_version ADD COLUMN reason TEXT COLLATE "C";  -- why it was published, if somebody said

-- One row a draft. Nothing hangs on it before it is published.
CREATE TABLE programme_draft (
    name       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT           NOT NULL,  -- 1, 2, 3 …: whoever saves says which one she read
    base       BIGINT,                     -- the version it was begun from; NULL where there was none
    created_ms BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    saved_ms   BIGINT           NOT NULL,
    actor_kind TEXT COLLATE "C" NOT NULL,  -- who saved it last, as in audit_entry
    actor_id   TEXT COLLATE "C",
    actor_name TEXT COLLATE "C",
    document   TEXT COLLATE "C" NOT NULL,  -- as it was written, to the byte; may have problems
    CONSTRAINT programme_draft_once PRIMARY KEY (name)
);
