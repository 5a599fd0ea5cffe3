-- m0035 file fetch: files that came with messages by networks, until they are fetched; their names stand in the messages.

CREATE TABLE message_fetch (
    member_id       TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    number          INTEGER NOT NULL,  -- of the message
    place           INTEGER NOT NULL,  -- among its files, from 0
    sealed          BLOB    NOT NULL,  -- where it lies, with the member's key
    tries           INTEGER NOT NULL,  -- how often it was tried
    next_try_ms     INTEGER NOT NULL,  -- when it is tried next: UTC, milliseconds since 1970
    CONSTRAINT message_fetch_once PRIMARY KEY (member_id, conversation_id, number, place)
) STRICT;

CREATE INDEX message_fetch_by_try ON message_fetch (next_try_ms, member_id);
