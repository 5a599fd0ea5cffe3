-- m0036 inbox: conversations that somebody marks, and finding conversations by channel, team, proof, trouble and mark.

ALTER TABLE conversation ADD COLUMN is_marked INTEGER NOT NULL DEFAULT 0;  -- 1: somebody wants to find it again

CREATE INDEX conversation_by_channel ON conversation (state, channel, rank_ms, conversation_id);
CREATE INDEX conversation_by_team ON conversation (team, state, rank_ms, conversation_id) WHERE team IS NOT NULL;
CREATE INDEX conversation_unproved ON conversation (state, rank_ms, conversation_id) WHERE is_verified = 0;
CREATE INDEX conversation_in_trouble ON conversation (state, rank_ms, conversation_id) WHERE has_trouble = 1;
CREATE INDEX conversation_marked ON conversation (state, rank_ms, conversation_id) WHERE is_marked = 1;
