-- m0017 segments: who stands on which list, and who could have got something of a campaign, and was held out of it or not.
-- Both follow from the members' events; a row is written with them, so that lists can be read and campaigns measured.

CREATE TABLE listing (
    member_id       TEXT             NOT NULL,  -- whose
    segment         TEXT             NOT NULL,  -- the list's key
    is_in           INTEGER          NOT NULL,  -- 1 while she stands on it, 0 since she was taken off
    since_ms        INTEGER          NOT NULL,  -- since when: UTC, ms since 1970
    CONSTRAINT listing_once PRIMARY KEY (member_id, segment)
) STRICT;

CREATE INDEX listing_by_segment ON listing (segment, member_id) WHERE is_in = 1;

CREATE TABLE exposure (
    member_id       TEXT             NOT NULL,  -- whose
    campaign        TEXT             NOT NULL,  -- the campaign's key
    is_held_out     INTEGER          NOT NULL,  -- 1 where she is held out, 0 where she has part
    at_ms           INTEGER          NOT NULL,  -- when she could have got something for the first time
    CONSTRAINT exposure_once PRIMARY KEY (member_id, campaign)
) STRICT;

CREATE INDEX exposure_by_campaign ON exposure (campaign, member_id);
