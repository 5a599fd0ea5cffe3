-- m0030 improvements: what is done about causes of complaints, by whom and when, and what is told of it.

CREATE TABLE improvement (
    improvement_id TEXT    NOT NULL,
    cause          TEXT    NOT NULL,  -- product, delivery, staff, promise, system, price, other
    what           TEXT    NOT NULL,  -- what is to be done, in words of staff
    owner          TEXT,              -- who of the staff sees to it; NULL is nobody
    due_day        INTEGER NOT NULL,  -- by which day: days since 1970
    done_ms        INTEGER,           -- when it was done: UTC, milliseconds since 1970; NULL is not
    created_ms     INTEGER NOT NULL,
    told           TEXT    NOT NULL,  -- JSON: what customers said and what was done, by language; [] tells nothing
    CONSTRAINT improvement_once PRIMARY KEY (improvement_id)
) STRICT;
