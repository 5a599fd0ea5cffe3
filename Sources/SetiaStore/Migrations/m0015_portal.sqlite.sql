-- m0015 portal: who signs members in for the brand, which of their tokens were used, and single codes that are withdrawn.

-- Whoever may say who a visitor is: the brand's shop, its app. Each has one way of signing, and no other is taken from it.
CREATE TABLE signer (
    signer_id  TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    algorithm  TEXT    NOT NULL,  -- 'HS256', 'EdDSA'
    audience   TEXT    NOT NULL,  -- for whom its tokens must say that they are
    sealed     BLOB    NOT NULL,  -- the shared secret or the public key; sealed with the server's own keys
    created_ms INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    ended_ms   INTEGER,           -- NULL: it may
    CONSTRAINT signer_once PRIMARY KEY (signer_id)
) STRICT, WITHOUT ROWID;

-- Tokens that were used, until they would be too old anyway.
CREATE TABLE used_token (
    hash       BLOB    NOT NULL,  -- stands for signer and number
    expires_ms INTEGER NOT NULL,
    CONSTRAINT used_token_once PRIMARY KEY (hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_token_by_end ON used_token (expires_ms);

ALTER TABLE voucher ADD COLUMN stopped_ms INTEGER;  -- NULL: it was not withdrawn by itself

CREATE INDEX voucher_batch_by_promotion ON voucher_batch (promotion, created_ms, batch_id);
