-- m0006 finding: members are found by words of their names and ends of their numbers, of which keyed hashes are kept.
-- Nothing here but event_by_activity is changed by an event of a member who is there.
-- What these tables tell whoever has them without the key stands in docs/operating.md.

-- Looked up by word; the newest members of a word lie together at its end.
CREATE TABLE finding_word (
    hash      INTEGER NOT NULL,  -- 8 bytes of the keyed hash of a word or of its beginning, as a number
    member_id TEXT    NOT NULL,
    CONSTRAINT finding_word_once PRIMARY KEY (hash, member_id)
) STRICT, WITHOUT ROWID;

-- A member's own words, so that they can be taken back when her name changes or she is erased.
CREATE TABLE finding_member (
    member_id TEXT NOT NULL,
    hashes    BLOB NOT NULL,  -- 8 bytes each, the highest first, lowest number first
    CONSTRAINT finding_member_once PRIMARY KEY (member_id)
) STRICT, WITHOUT ROWID;

-- How far members from before these tables are filled in.
CREATE TABLE finding_state (
    id              INTEGER NOT NULL,
    after_member_id TEXT,              -- the last one who is done; NULL before the first
    is_done         INTEGER NOT NULL,  -- 1: all are, else 0
    CONSTRAINT finding_state_once PRIMARY KEY (id),
    CONSTRAINT finding_state_is_one_row CHECK (id = 1)
) STRICT;

INSERT INTO finding_state (id, is_done) SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM member) THEN 0 ELSE 1 END;

-- What was made of everything that is kept, so that a start shows it at once; it can be made again.
CREATE TABLE snapshot (
    name     TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,  -- when it was made; UTC, milliseconds since 1970
    document TEXT    NOT NULL,  -- JSON
    CONSTRAINT snapshot_once PRIMARY KEY (name)
) STRICT;

-- The list by activity is read along it; time that passed stands in long runs and is no activity. It grows at its end only,
-- by some 15 bytes an event. Rows of one moment stand as they were written (rowid).
CREATE INDEX event_by_activity ON event (recorded_ms) WHERE type <> 'time.passed';
