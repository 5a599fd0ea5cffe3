-- m0032 case promise: what is promised about a case and by which day, and when its member was asked whether it was made good.

ALTER TABLE member_case ADD COLUMN promise_day BIGINT;  -- by which day: days since 1970; NULL is nothing, or done
ALTER TABLE member_case ADD COLUMN asked_ms BIGINT;     -- when she was asked: UTC, milliseconds since 1970; NULL is not yet

-- Whom there is to ask, the longest answered first.
CREATE INDEX member_case_to_ask ON member_case (answered_ms, case_id) WHERE asked_ms IS NULL;
