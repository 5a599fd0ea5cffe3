-- m0019 surveys: whom a wave of a survey asked, and what she said: one answer a member and wave.

CREATE TABLE survey_ask (
    member_id   TEXT COLLATE "C" NOT NULL,  -- whose
    survey      TEXT COLLATE "C" NOT NULL,  -- the survey's key
    wave        TEXT COLLATE "C" NOT NULL,  -- such as 2026-Q1
    kind        TEXT COLLATE "C" NOT NULL,  -- nps, csat or ces: the scale of the score
    asked_ms    BIGINT           NOT NULL,  -- when she was asked first: UTC, milliseconds since 1970
    answered_ms BIGINT,                     -- when she answered; NULL while she has not
    score       BIGINT,                     -- what she said; NULL while she has not
    comment     BYTEA,                      -- what she wrote, sealed with her key; NULL without, or once she is erased
    CONSTRAINT survey_ask_once PRIMARY KEY (member_id, survey, wave),
    CONSTRAINT survey_ask_answer CHECK ((answered_ms IS NULL) = (score IS NULL))
);

CREATE INDEX survey_ask_by_score ON survey_ask (survey, kind, wave, score);
CREATE INDEX survey_ask_by_comment ON survey_ask (survey, kind, wave, answered_ms, member_id)
    WHERE comment IS NOT NULL;
