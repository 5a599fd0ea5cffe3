-- m0011 calendar: whose birthday it is, without knowing when anybody was born, and through which day the calendar is kept.
-- The date itself stands sealed in person; what these tables tell whoever has them without the key stands in docs/operating.md.

-- One row a member of whom a birth date is known. All who were born on one day of the year have one hash.
CREATE TABLE birthday (
    member_id TEXT    NOT NULL,
    lane      INTEGER NOT NULL,  -- 0 to 63, as in member: shares work out to workers
    hash      BLOB    NOT NULL,  -- 16 bytes of the keyed hash of month and day, under a key of its own
    told_ms   INTEGER NOT NULL,  -- when she told it; UTC, milliseconds since 1970: a day that had begun by then is not kept
    CONSTRAINT birthday_once PRIMARY KEY (member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX birthday_by_hash ON birthday (hash, member_id);

-- Through which day birthdays and anniversaries are kept, and by which version of the programme all were looked at.
CREATE TABLE calendar_lane (
    lane     INTEGER NOT NULL,
    done_day INTEGER NOT NULL,  -- days since 1970-01-01, in the programme's time zone
    version  INTEGER NOT NULL,  -- the programme's number; 0 is none yet
    CONSTRAINT calendar_lane_once PRIMARY KEY (lane)
) STRICT;

-- Who joined on a day of any year is found along it.
CREATE INDEX member_by_joining ON member (joined_ms, member_id) WHERE joined_ms IS NOT NULL;
