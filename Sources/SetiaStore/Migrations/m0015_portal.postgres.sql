-- m0015 portal: who signs members in for the brand, which of their tokens were used, and single codes that are withdrawn.

-- Whoever may say who a visitor is: the brand's shop, its app. Each has one way of signing, and no other is taken from it.
CREATE TABLE signer (
    signer_id  TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    algorithm  TEXT COLLATE "C" NOT NULL,  -- 'HS256', 'EdDSA'
    audience   TEXT COLLATE "C" NOT NULL,  -- for whom its tokens must say that they are
    sealed     BYTEA            NOT NULL,  -- the shared secret or the public key; sealed with the server's own keys
    created_ms BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    ended_ms   BIGINT,                     -- NULL: it may
    CONSTRAINT signer_once PRIMARY KEY (signer_id)
);

-- Tokens that were used, until they would be too old anyway.
CREATE TABLE used_token (
    hash       BYTEA  NOT NULL,  -- stands for signer and number
    expires_ms BIGINT NOT NULL,
    CONSTRAINT used_token_once PRIMARY KEY (hash)
);

CREATE INDEX used_token_by_end ON used_token (expires_ms);

ALTER TABLE voucher ADD COLUMN stopped_ms BIGINT;  -- NULL: it was not withdrawn by itself

CREATE INDEX voucher_batch_by_promotion ON voucher_batch (promotion, created_ms, batch_id);
