-- m0035 file fetch: files that came with messages by networks, until they are fetched; their names stand in the messages.

CREATE TABLE message_fetch (
    member_id       TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    number          BIGINT           NOT NULL,  -- of the message
    place           BIGINT           NOT NULL,  -- among its files, from 0
    sealed          BYTEA            NOT NULL,  -- where it lies, with the member's key
    tries           BIGINT           NOT NULL,  -- how often it was tried
    next_try_ms     BIGINT           NOT NULL,  -- when it is tried next: UTC, milliseconds since 1970
    CONSTRAINT message_fetch_once PRIMARY KEY (member_id, conversation_id, number, place)
);

CREATE INDEX message_fetch_by_try ON message_fetch (next_try_ms, member_id);
