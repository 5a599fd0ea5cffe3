-- m0019 surveys: whom a wave of a survey asked, and what she said: one answer a member and wave.

CREATE TABLE survey_ask (
    member_id   TEXT    NOT NULL,  -- whose
    survey      TEXT    NOT NULL,  -- the survey's key
    wave        TEXT    NOT NULL,  -- such as 2026-Q1
    kind        TEXT    NOT NULL,  -- nps, csat or ces: the scale of the score
    asked_ms    INTEGER NOT NULL,  -- when she was asked first: UTC, milliseconds since 1970
    answered_ms INTEGER,           -- when she answered; NULL while she has not
    score       INTEGER,           -- what she said; NULL while she has not
    comment     BLOB,              -- what she wrote, sealed with her key; NULL without, or once she is erased
    CONSTRAINT survey_ask_once PRIMARY KEY (member_id, survey, wave),
    CONSTRAINT survey_ask_answer CHECK ((answered_ms IS NULL) = (score IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX survey_ask_by_score ON survey_ask (survey, kind, wave, score);
CREATE INDEX survey_ask_by_comment ON survey_ask (survey, kind, wave, answered_ms, member_id)
    WHERE comment IS NOT NULL;
