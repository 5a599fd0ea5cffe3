-- m0038 content: tips, tutorials and posts in their languages and for their channels, and the words of the brand.

CREATE TABLE content_piece (
    content_id TEXT NOT NULL,
    kind       TEXT NOT NULL,  -- tip, tutorial, post
    name       TEXT NOT NULL,  -- what staff call it
    state      TEXT NOT NULL,  -- draft, ready, published
    day        INTEGER,           -- on which day it is told: days since 1970; NULL is not planned
    owner      TEXT,           -- who of the staff sees to it; NULL is nobody
    forms      TEXT NOT NULL,  -- JSON: title, text and picture by language and channel
    created_ms INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    changed_ms INTEGER NOT NULL,
    CONSTRAINT content_piece_once PRIMARY KEY (content_id)
) STRICT;

CREATE INDEX content_piece_by_day ON content_piece (state, day, content_id) WHERE day IS NOT NULL;

-- Words that the brand uses and does not, by language.
CREATE TABLE voice_word (
    language TEXT NOT NULL,  -- such as ms
    kind     TEXT NOT NULL,  -- use, avoid, hollow, name
    word     TEXT NOT NULL,  -- in small letters, but for names
    CONSTRAINT voice_word_once PRIMARY KEY (language, kind, word)
) STRICT;
