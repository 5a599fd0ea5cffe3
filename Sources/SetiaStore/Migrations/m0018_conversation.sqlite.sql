-- m0018 conversation: what members and the brand say to each other, over all channels, and how long somebody waited.
-- What is said is sealed with the member's key, and goes when she is erased.

-- A matter with a beginning and an end; a member has one history of them.
CREATE TABLE conversation (
    member_id       TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    channel         TEXT    NOT NULL,  -- by which she wrote last: mail, portal, phone, api
    state           TEXT    NOT NULL,  -- open, closed
    rank_ms         INTEGER NOT NULL,  -- its place in the queue
    snoozed_ms      INTEGER,           -- until when nobody needs to look; NULL is now
    assignee        TEXT,              -- who of the staff has it
    team            TEXT,              -- whose work it is
    started_ms      INTEGER NOT NULL,
    last_ms         INTEGER NOT NULL,  -- when something was last said
    last_message    INTEGER NOT NULL,  -- the number of the last message
    waiting_ms      INTEGER,           -- since when something is unanswered; NULL is nothing
    due_ms          INTEGER,           -- when an answer is due; NULL is no promise
    version         INTEGER NOT NULL,  -- by which version of the programme that was reckoned; 0 is none
    last_waiting    INTEGER NOT NULL,  -- the number of the last waiting
    has_answer      INTEGER NOT NULL,  -- 1: a person has answered since it began
    closed_ms       INTEGER,           -- NULL while it is open
    is_verified     INTEGER NOT NULL,  -- 1: whoever wrote has shown that she is the member
    has_trouble     INTEGER NOT NULL,  -- 1: our last answer did not arrive
    CONSTRAINT conversation_once PRIMARY KEY (member_id, conversation_id)
) STRICT;

CREATE INDEX conversation_by_rank ON conversation (state, rank_ms, conversation_id);
CREATE INDEX conversation_by_assignee ON conversation (assignee, state, rank_ms, conversation_id)
    WHERE assignee IS NOT NULL;
CREATE INDEX conversation_by_due ON conversation (state, due_ms, conversation_id) WHERE due_ms IS NOT NULL;
CREATE INDEX conversation_by_closing ON conversation (closed_ms, conversation_id) WHERE closed_ms IS NOT NULL;

-- What was said.
CREATE TABLE message (
    member_id       TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    number          INTEGER NOT NULL,  -- its place in the conversation, from 1
    message_id      TEXT    NOT NULL,  -- its own; in the order in which they came
    kind            TEXT    NOT NULL,  -- inbound, answer, automatic, program, note, call
    channel         TEXT    NOT NULL,
    author_kind     TEXT    NOT NULL,  -- member, staff, person, program, operator
    author_id       TEXT,              -- of staff
    author_name     TEXT,              -- of staff, persons and programs
    at_ms           INTEGER NOT NULL,  -- when it came or was written
    sealed          BLOB,              -- what it says, with the member's key; NULL once she is erased
    sent_ms         INTEGER,           -- what became of it, each the first time; NULL is not known
    delivered_ms    INTEGER,
    read_ms         INTEGER,
    failed_ms       INTEGER,
    failure         TEXT,              -- why it failed
    tries           INTEGER NOT NULL,  -- how often it was handed over
    next_try_ms     INTEGER,           -- when it is handed over next; NULL is never again
    CONSTRAINT message_once PRIMARY KEY (member_id, conversation_id, number)
) STRICT;

CREATE INDEX message_by_member ON message (member_id, message_id);
CREATE INDEX message_by_try ON message (next_try_ms, message_id) WHERE next_try_ms IS NOT NULL;

-- Files that came with a message; their names stand in it.
CREATE TABLE message_file (
    member_id       TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    number          INTEGER NOT NULL,  -- of the message
    place           INTEGER NOT NULL,  -- among its files, from 0
    sealed          BLOB    NOT NULL,
    CONSTRAINT message_file_once PRIMARY KEY (member_id, conversation_id, number, place)
) STRICT;

-- By what a message or conversation is found again from outside: keyed hashes, which tell nobody anything.
CREATE TABLE message_key (
    kind            TEXT    NOT NULL,  -- mail, token, api
    hash            BLOB    NOT NULL,
    member_id       TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    number          INTEGER NOT NULL,  -- 0 is the conversation as a whole
    CONSTRAINT message_key_once PRIMARY KEY (kind, hash)
) STRICT;

CREATE INDEX message_key_by_member ON message_key (member_id);

-- The time from a question to its answer; when it was due is written down when it begins.
CREATE TABLE waiting (
    member_id       TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    number          INTEGER NOT NULL,  -- its place in the conversation, from 1
    is_first        INTEGER NOT NULL,  -- 1: for the first answer of the conversation
    channel         TEXT    NOT NULL,  -- by which she wrote
    team            TEXT,              -- whose work it was
    opened_ms       INTEGER NOT NULL,
    due_ms          INTEGER,           -- NULL is no promise
    version         INTEGER NOT NULL,  -- by which version of the programme that was reckoned
    ended_ms        INTEGER,           -- NULL while it runs
    ending          TEXT,              -- answered, solved-by-program, closed-unanswered
    replier         TEXT,              -- who answered, whoever had the conversation
    replier_name    TEXT,
    business_ms     INTEGER,           -- how much business time it took; milliseconds
    CONSTRAINT waiting_once PRIMARY KEY (member_id, conversation_id, number)
) STRICT;

CREATE INDEX waiting_by_opening ON waiting (opened_ms, conversation_id);

-- Texts that stand ready for answers.
CREATE TABLE canned_answer (
    name     TEXT NOT NULL,
    language TEXT NOT NULL,
    text     TEXT NOT NULL,  -- with places such as {name}
    CONSTRAINT canned_answer_once PRIMARY KEY (name, language)
) STRICT;
