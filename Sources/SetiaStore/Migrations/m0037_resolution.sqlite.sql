-- m0037 resolution: how long a matter takes from what the member wrote to its closing, and by when it was promised.
-- Conversations from before have no such promise; they count from their beginning.

ALTER TABLE conversation ADD COLUMN resolve_from_ms INTEGER;       -- when she wrote what began it or opened it again; UTC, milliseconds since 1970
ALTER TABLE conversation ADD COLUMN resolve_due_ms INTEGER;        -- by when it is to be closed; NULL is no promise
ALTER TABLE conversation ADD COLUMN resolve_version INTEGER NOT NULL DEFAULT 0;  -- by which version of the programme that was reckoned; 0 is none
ALTER TABLE conversation ADD COLUMN resolved_business_ms INTEGER;  -- how much business time it took; NULL while it is open
ALTER TABLE conversation ADD COLUMN replier TEXT;               -- who of ours answered last
ALTER TABLE conversation ADD COLUMN replier_name TEXT;

UPDATE conversation SET resolve_from_ms = started_ms WHERE last_waiting > 0;

CREATE INDEX conversation_by_resolution ON conversation (state, resolve_due_ms, conversation_id)
    WHERE resolve_due_ms IS NOT NULL;
