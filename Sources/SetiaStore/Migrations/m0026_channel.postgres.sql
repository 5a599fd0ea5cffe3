-- m0026 channel: the brand's lines to networks of others: a number for texts, a bot, a page.

CREATE TABLE channel (
    name       TEXT COLLATE "C" NOT NULL,  -- what it is called in addresses and commands
    kind       TEXT COLLATE "C" NOT NULL,  -- sms, http, telegram, line, whatsapp, messenger, instagram
    settings   TEXT COLLATE "C" NOT NULL,  -- what is set and no secret: a JSON object of texts
    sealed     BYTEA            NOT NULL,  -- its secrets, with the server's own key
    is_on      BIGINT           NOT NULL,  -- 1: messages come and go
    created_ms BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    CONSTRAINT channel_once PRIMARY KEY (name)
);
