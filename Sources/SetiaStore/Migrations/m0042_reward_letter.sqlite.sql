-- m0042 reward_letter: members are told by a letter of rewards that gave them codes; one row a redemption, written with it.

CREATE TABLE reward_letter (
    member_id  TEXT    NOT NULL,  -- whose redemption
    id         TEXT    NOT NULL,  -- its number
    at_ms      INTEGER NOT NULL,  -- when she had it: UTC, milliseconds since 1970
    state      TEXT    NOT NULL,  -- due: to be planned; planned: it goes its way; dropped: none goes
    contact_id TEXT,              -- the message that it became
    CONSTRAINT reward_letter_once PRIMARY KEY (member_id, id)
) STRICT;

CREATE INDEX reward_letter_due ON reward_letter (at_ms, member_id, id) WHERE state = 'due';
