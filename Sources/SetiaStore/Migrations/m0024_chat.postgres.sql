-- m0024 chat: whoever chats on the shop's pages and in the portal; nobody until she writes or shows who she is.

CREATE TABLE chat_session (
    hash            BYTEA            NOT NULL,  -- stands for the secret that the browser has
    member_id       TEXT COLLATE "C",           -- whose it is; NULL is nobody's yet
    conversation_id TEXT COLLATE "C",           -- the one that she sees, where she has not shown who she is
    is_proven       BIGINT           NOT NULL,  -- 1: she has shown who she is
    is_made         BIGINT           NOT NULL,  -- 1: the member was made for this session
    language        TEXT COLLATE "C",           -- in which she reads
    started_ms      BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    expires_ms      BIGINT           NOT NULL,  -- when it ends
    CONSTRAINT chat_session_once PRIMARY KEY (hash)
);

CREATE INDEX chat_session_by_member ON chat_session (member_id);
CREATE INDEX chat_session_by_end ON chat_session (expires_ms);
