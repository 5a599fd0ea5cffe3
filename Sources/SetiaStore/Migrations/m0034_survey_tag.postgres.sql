-- m0034 survey tag: what staff say that the words of an answer are about.

CREATE TABLE survey_tag (
    member_id TEXT COLLATE "C" NOT NULL,  -- whose answer
    survey    TEXT COLLATE "C" NOT NULL,  -- the survey's key
    wave      TEXT COLLATE "C" NOT NULL,  -- such as 2026-Q1
    tag       TEXT COLLATE "C" NOT NULL,  -- in small letters, such as waiting-time
    kind      TEXT COLLATE "C" NOT NULL,  -- the scale of the answer, as in survey_ask
    at_ms     BIGINT           NOT NULL,  -- when it was given: UTC, milliseconds since 1970
    CONSTRAINT survey_tag_once PRIMARY KEY (member_id, survey, wave, tag)
);

CREATE INDEX survey_tag_by_wave ON survey_tag (survey, kind, wave, tag);

-- Words are those beside the score and those of further questions.
DROP INDEX survey_ask_by_comment;
CREATE INDEX survey_ask_by_words ON survey_ask (survey, kind, wave, answered_ms, member_id)
    WHERE comment IS NOT NULL OR texts IS NOT NULL;
