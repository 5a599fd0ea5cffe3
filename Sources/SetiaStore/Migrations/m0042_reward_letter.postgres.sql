-- m0042 reward_letter: members are told by a letter of rewards that gave them codes; one row a redemption, written with it.

CREATE TABLE reward_letter (
    member_id  TEXT COLLATE "C" NOT NULL,  -- whose redemption
    id         TEXT COLLATE "C" NOT NULL,  -- its number
    at_ms      BIGINT           NOT NULL,  -- when she had it: UTC, milliseconds since 1970
    state      TEXT COLLATE "C" NOT NULL,  -- due: to be planned; planned: it goes its way; dropped: none goes
    contact_id TEXT COLLATE "C",           -- the message that it became
    CONSTRAINT reward_letter_once PRIMARY KEY (member_id, id)
);

CREATE INDEX reward_letter_due ON reward_letter (at_ms, member_id, id) WHERE state = 'due';
