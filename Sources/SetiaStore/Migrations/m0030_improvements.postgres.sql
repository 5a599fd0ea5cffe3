-- m0030 improvements: what is done about causes of complaints, by whom and when, and what is told of it.

CREATE TABLE improvement (
    improvement_id TEXT COLLATE "C" NOT NULL,
    cause          TEXT COLLATE "C" NOT NULL,  -- product, delivery, staff, promise, system, price, other
    what           TEXT COLLATE "C" NOT NULL,  -- what is to be done, in words of staff
    owner          TEXT COLLATE "C",            -- who of the staff sees to it; NULL is nobody
    due_day        BIGINT NOT NULL,  -- by which day: days since 1970
    done_ms        BIGINT,           -- when it was done: UTC, milliseconds since 1970; NULL is not
    created_ms     BIGINT NOT NULL,
    told           TEXT COLLATE "C" NOT NULL,  -- JSON: what customers said and what was done, by language; [] tells nothing
    CONSTRAINT improvement_once PRIMARY KEY (improvement_id)
);
