-- m0018 conversation: what members and the brand say to each other, over all channels, and how long somebody waited.
-- What is said is sealed with the member's key, and goes when she is erased.

-- A matter with a beginning and an end; a member has one history of them.
CREATE TABLE conversation (
    member_id       TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    channel         TEXT COLLATE "C" NOT NULL,  -- by which she wrote last: mail, portal, phone, api
    state           TEXT COLLATE "C" NOT NULL,  -- open, closed
    rank_ms         BIGINT           NOT NULL,  -- its place in the queue
    snoozed_ms      BIGINT,                     -- until when nobody needs to look; NULL is now
    assignee        TEXT COLLATE "C",           -- who of the staff has it
    team            TEXT COLLATE "C",           -- whose work it is
    started_ms      BIGINT           NOT NULL,
    last_ms         BIGINT           NOT NULL,  -- when something was last said
    last_message    BIGINT           NOT NULL,  -- the number of the last message
    waiting_ms      BIGINT,                     -- since when something is unanswered; NULL is nothing
    due_ms          BIGINT,                     -- when an answer is due; NULL is no promise
    version         BIGINT           NOT NULL,  -- by which version of the programme that was reckoned; 0 is none
    last_waiting    BIGINT           NOT NULL,  -- the number of the last waiting
    has_answer      BIGINT           NOT NULL,  -- 1: a person has answered since it began
    closed_ms       BIGINT,                     -- NULL while it is open
    is_verified     BIGINT           NOT NULL,  -- 1: whoever wrote has shown that she is the member
    has_trouble     BIGINT           NOT NULL,  -- 1: our last answer did not arrive
    CONSTRAINT conversation_once PRIMARY KEY (member_id, conversation_id)
);

CREATE INDEX conversation_by_rank ON conversation (state, rank_ms, conversation_id);
CREATE INDEX conversation_by_assignee ON conversation (assignee, state, rank_ms, conversation_id)
    WHERE assignee IS NOT NULL;
CREATE INDEX conversation_by_due ON conversation (state, due_ms, conversation_id) WHERE due_ms IS NOT NULL;
CREATE INDEX conversation_by_closing ON conversation (closed_ms, conversation_id) WHERE closed_ms IS NOT NULL;

-- What was said.
CREATE TABLE message (
    member_id       TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    number          BIGINT           NOT NULL,  -- its place in the conversation, from 1
    message_id      TEXT COLLATE "C" NOT NULL,  -- its own; in the order in which they came
    kind            TEXT COLLATE "C" NOT NULL,  -- inbound, answer, automatic, program, note, call
    channel         TEXT COLLATE "C" NOT NULL,
    author_kind     TEXT COLLATE "C" NOT NULL,  -- member, staff, person, program, operator
    author_id       TEXT COLLATE "C",           -- of staff
    author_name     TEXT COLLATE "C",           -- of staff, persons and programs
    at_ms           BIGINT           NOT NULL,  -- when it came or was written
    sealed          BYTEA,                      -- what it says, with the member's key; NULL once she is erased
    sent_ms         BIGINT,                     -- what became of it, each the first time; NULL is not known
    delivered_ms    BIGINT,
    read_ms         BIGINT,
    failed_ms       BIGINT,
    failure         TEXT COLLATE "C",           -- why it failed
    tries           BIGINT           NOT NULL,  -- how often it was handed over
    next_try_ms     BIGINT,                     -- when it is handed over next; NULL is never again
    CONSTRAINT message_once PRIMARY KEY (member_id, conversation_id, number)
);

CREATE INDEX message_by_member ON message (member_id, message_id);
CREATE INDEX message_by_try ON message (next_try_ms, message_id) WHERE next_try_ms IS NOT NULL;

-- Files that came with a message; their names stand in it.
CREATE TABLE message_file (
    member_id       TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    number          BIGINT           NOT NULL,  -- of the message
    place           BIGINT           NOT NULL,  -- among its files, from 0
    sealed          BYTEA            NOT NULL,
    CONSTRAINT message_file_once PRIMARY KEY (member_id, conversation_id, number, place)
);

-- By what a message or conversation is found again from outside: keyed hashes, which tell nobody anything.
CREATE TABLE message_key (
    kind            TEXT COLLATE "C" NOT NULL,  -- mail, token, api
    hash            BYTEA            NOT NULL,
    member_id       TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    number          BIGINT           NOT NULL,  -- 0 is the conversation as a whole
    CONSTRAINT message_key_once PRIMARY KEY (kind, hash)
);

CREATE INDEX message_key_by_member ON message_key (member_id);

-- The time from a question to its answer; when it was due is written down when it begins.
CREATE TABLE waiting (
    member_id       TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    number          BIGINT           NOT NULL,  -- its place in the conversation, from 1
    is_first        BIGINT           NOT NULL,  -- 1: for the first answer of the conversation
    channel         TEXT COLLATE "C" NOT NULL,  -- by which she wrote
    team            TEXT COLLATE "C",           -- whose work it was
    opened_ms       BIGINT           NOT NULL,
    due_ms          BIGINT,                     -- NULL is no promise
    version         BIGINT           NOT NULL,  -- by which version of the programme that was reckoned
    ended_ms        BIGINT,                     -- NULL while it runs
    ending          TEXT COLLATE "C",           -- answered, solved-by-program, closed-unanswered
    replier         TEXT COLLATE "C",           -- who answered, whoever had the conversation
    replier_name    TEXT COLLATE "C",
    business_ms     BIGINT,                     -- how much business time it took; milliseconds
    CONSTRAINT waiting_once PRIMARY KEY (member_id, conversation_id, number)
);

CREATE INDEX waiting_by_opening ON waiting (opened_ms, conversation_id);

-- Texts that stand ready for answers.
CREATE TABLE canned_answer (
    name     TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    text     TEXT COLLATE "C" NOT NULL,  -- with places such as {name}
    CONSTRAINT canned_answer_once PRIMARY KEY (name, language)
);
