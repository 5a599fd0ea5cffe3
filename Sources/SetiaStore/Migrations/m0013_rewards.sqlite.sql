-- m0013 rewards: what members have of the catalogue, as it is listed; and the codes of partners, each given once.
-- Where a redemption stands follows from its member's events; a row is written with them. The stock itself is a counter.

CREATE TABLE redemption (
    member_id       TEXT             NOT NULL,  -- whose
    id              TEXT             NOT NULL,  -- its number; one a member
    reward          TEXT             NOT NULL,  -- the reward's key
    kind            TEXT             NOT NULL,  -- what the reward was, such as physical-good
    stock           TEXT             NOT NULL,  -- unlimited, counted or codes
    state           TEXT             NOT NULL,  -- held, captured, cancelled, expired or rolled-back
    fulfilment      TEXT,  -- pending, packed, sent or delivered; NULL where she has it not
    quantity        INTEGER          NOT NULL,  -- how many were asked for
    captured        INTEGER          NOT NULL,  -- how many of them she had
    rolled_back     INTEGER          NOT NULL,  -- how many of those were given back
    wallet          TEXT,  -- NULL where it costs no points
    each_points     INTEGER          NOT NULL,  -- points for one
    each_amount     INTEGER,  -- money for one, minor units; NULL where nothing is paid besides
    currency        TEXT,  -- what the amount is in
    at_ms           INTEGER          NOT NULL,  -- when it was asked for: UTC, ms since 1970
    since_ms        INTEGER          NOT NULL,  -- when it came to where it stands
    until_ms        INTEGER,  -- set aside until then; NULL where it is not
    valid_until_ms  INTEGER,  -- from when on it can no longer be used; NULL is never
    CONSTRAINT redemption_once PRIMARY KEY (member_id, id)
) STRICT;

CREATE INDEX redemption_by_age ON redemption (since_ms, member_id, id);
CREATE INDEX redemption_to_do ON redemption (fulfilment, since_ms, member_id, id) WHERE fulfilment IS NOT NULL;
CREATE INDEX redemption_by_reward ON redemption (reward, since_ms, member_id, id);

-- A list of codes is looked up by its reward. A code is sealed with the server's key; who has which is known by the
-- redemption that it was given to.
CREATE TABLE reward_code (
    reward          TEXT             NOT NULL,  -- the reward's key
    hash            BLOB             NOT NULL,  -- keyed hash of the code: the same code is loaded once
    sealed          BLOB             NOT NULL,  -- the code
    loaded_ms       INTEGER          NOT NULL,  -- when it was loaded
    holder          TEXT,  -- the member it was given to; NULL while it is free
    redemption      TEXT,  -- her redemption
    place           INTEGER,  -- which of the redemption's codes, from 0
    given_ms        INTEGER,  -- when it was given
    CONSTRAINT reward_code_once PRIMARY KEY (reward, hash)
) STRICT;

CREATE INDEX reward_code_free ON reward_code (reward, loaded_ms, hash) WHERE holder IS NULL;
CREATE UNIQUE INDEX reward_code_given_once ON reward_code (reward, holder, redemption, place) WHERE holder IS NOT NULL;
