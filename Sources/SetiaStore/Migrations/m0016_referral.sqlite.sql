-- m0016 referral: who came by another member's code, from where, and what somebody decided of it. Where it stands is in the
-- friend's own state.

CREATE TABLE referral (
    member_id  TEXT    NOT NULL,  -- the friend
    referrer   TEXT    NOT NULL,  -- whose code it was
    joined_ms  INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    address    BLOB,              -- stands for the address that she came from; NULL where it is not known
    device     BLOB,              -- stands for her device
    held       INTEGER NOT NULL,  -- 1: somebody must look at it; 0: not, or no longer
    actor_kind TEXT,              -- who decided, as in audit_entry; NULL while nobody has
    actor_id   TEXT,
    actor_name TEXT,
    decided_ms INTEGER,
    note       BLOB,              -- why, sealed with the friend's key; NULL once she is erased
    CONSTRAINT referral_once PRIMARY KEY (member_id),
    CONSTRAINT referral_held CHECK (held IN (0, 1))
) STRICT;

CREATE INDEX referral_by_held ON referral (member_id) WHERE held = 1;
CREATE INDEX referral_by_address ON referral (address, joined_ms) WHERE address IS NOT NULL;
CREATE INDEX referral_by_device ON referral (device, joined_ms) WHERE device IS NOT NULL;
