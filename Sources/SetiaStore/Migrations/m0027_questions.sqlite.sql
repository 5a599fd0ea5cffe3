-- m0027 questions: what a member said to the further questions of a survey.

ALTER TABLE survey_ask ADD COLUMN chosen TEXT;  -- such as often:weekly drinks:kopi,teh; NULL without questions
ALTER TABLE survey_ask ADD COLUMN texts BLOB;  -- what she wrote by question, sealed with her key; NULL without
