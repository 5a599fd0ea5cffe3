-- m0013 rewards: what members have of the catalogue, as it is listed; and the codes of partners, each given once.
-- Where a redemption stands follows from its member's events; a row is written with them. The stock itself is a counter.

CREATE TABLE redemption (
    member_id       TEXT COLLATE "C" NOT NULL,  -- whose
    id              TEXT COLLATE "C" NOT NULL,  -- its number; one a member
    reward          TEXT COLLATE "C" NOT NULL,  -- the reward's key
    kind            TEXT COLLATE "C" NOT NULL,  -- what the reward was, such as physical-good
    stock           TEXT COLLATE "C" NOT NULL,  -- unlimited, counted or codes
    state           TEXT COLLATE "C" NOT NULL,  -- held, captured, cancelled, expired or rolled-back
    fulfilment      TEXT COLLATE "C",  -- pending, packed, sent or delivered; NULL where she has it not
    quantity        BIGINT           NOT NULL,  -- how many were asked for
    captured        BIGINT           NOT NULL,  -- how many of them she had
    rolled_back     BIGINT           NOT NULL,  -- how many of those were given back
    wallet          TEXT COLLATE "C",  -- NULL where it costs no points
    each_points     BIGINT           NOT NULL,  -- points for one
    each_amount     BIGINT,  -- money for one, minor units; NULL where nothing is paid besides
    currency        TEXT COLLATE "C",  -- what the amount is in
    at_ms           BIGINT           NOT NULL,  -- when it was asked for: UTC, ms since 1970
    since_ms        BIGINT           NOT NULL,  -- when it came to where it stands
    until_ms        BIGINT,  -- set aside until then; NULL where it is not
    valid_until_ms  BIGINT,  -- from when on it can no longer be used; NULL is never
    CONSTRAINT redemption_once PRIMARY KEY (member_id, id)
);

CREATE INDEX redemption_by_age ON redemption (since_ms, member_id, id);
CREATE INDEX redemption_to_do ON redemption (fulfilment, since_ms, member_id, id) WHERE fulfilment IS NOT NULL;
CREATE INDEX redemption_by_reward ON redemption (reward, since_ms, member_id, id);

-- A list of codes is looked up by its reward. A code is sealed with the server's key; who has which is known by the
-- redemption that it was given to.
CREATE TABLE reward_code (
    reward          TEXT COLLATE "C" NOT NULL,  -- the reward's key
    hash            BYTEA            NOT NULL,  -- keyed hash of the code: the same code is loaded once
    sealed          BYTEA            NOT NULL,  -- the code
    loaded_ms       BIGINT           NOT NULL,  -- when it was loaded
    holder          TEXT COLLATE "C",  -- the member it was given to; NULL while it is free
    redemption      TEXT COLLATE "C",  -- her redemption
    place           BIGINT,  -- which of the redemption's codes, from 0
    given_ms        BIGINT,  -- when it was given
    CONSTRAINT reward_code_once PRIMARY KEY (reward, hash)
);

CREATE INDEX reward_code_free ON reward_code (reward, loaded_ms, hash) WHERE holder IS NULL;
CREATE UNIQUE INDEX reward_code_given_once ON reward_code (reward, holder, redemption, place) WHERE holder IS NOT NULL;
