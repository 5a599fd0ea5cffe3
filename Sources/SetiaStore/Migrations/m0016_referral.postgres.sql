-- m0016 referral: who came by another member's code, from where, and what somebody decided of it. Where it stands is in the
-- friend's own state.

CREATE TABLE referral (
    member_id  TEXT COLLATE "C" NOT NULL,  -- the friend
    referrer   TEXT COLLATE "C" NOT NULL,  -- whose code it was
    joined_ms  BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    address    BYTEA,                      -- stands for the address that she came from; NULL where it is not known
    device     BYTEA,                      -- stands for her device
    held       BIGINT           NOT NULL,  -- 1: somebody must look at it; 0: not, or no longer
    actor_kind TEXT COLLATE "C",           -- who decided, as in audit_entry; NULL while nobody has
    actor_id   TEXT COLLATE "C",
    actor_name TEXT COLLATE "C",
    decided_ms BIGINT,
    note       BYTEA,                      -- why, sealed with the friend's key; NULL once she is erased
    CONSTRAINT referral_once PRIMARY KEY (member_id),
    CONSTRAINT referral_held CHECK (held IN (0, 1))
);

CREATE INDEX referral_by_held ON referral (member_id) WHERE held = 1;
CREATE INDEX referral_by_address ON referral (address, joined_ms) WHERE address IS NOT NULL;
CREATE INDEX referral_by_device ON referral (device, joined_ms) WHERE device IS NOT NULL;
