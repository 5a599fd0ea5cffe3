-- m0025 aspects: what a member said of the sides of something, beside the score.

ALTER TABLE survey_ask ADD COLUMN aspects TEXT;  -- such as product:3 value:1; NULL where she said nothing of any
