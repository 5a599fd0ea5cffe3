-- m0003 configuration: the programme, the shops, who may call, and how far imports have come.

-- One row. Its version rises with each change of programmes, shops or listeners; caches hang on it.
CREATE TABLE configuration (
    id      BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT configuration_once PRIMARY KEY (id),
    CONSTRAINT configuration_is_one_row CHECK (id = 1)
);

INSERT INTO configuration (id, version) VALUES (1, 0);

CREATE TABLE programme_version (
    number        BIGINT           NOT NULL,  -- 1, 2, 3 …
    valid_from_ms BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    published_ms  BIGINT           NOT NULL,
    document      TEXT COLLATE "C" NOT NULL,  -- as it was written, to the byte
    CONSTRAINT programme_version_once PRIMARY KEY (number)
);

CREATE TABLE shop (
    store_id  TEXT COLLATE "C" NOT NULL,
    name      TEXT COLLATE "C" NOT NULL,
    country   TEXT COLLATE "C" NOT NULL,  -- ISO 3166-1 alpha-2
    time_zone TEXT COLLATE "C" NOT NULL,  -- IANA
    currency  TEXT COLLATE "C" NOT NULL,  -- ISO 4217
    CONSTRAINT shop_once PRIMARY KEY (store_id)
);

CREATE TABLE api_key (
    key_id     TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,  -- what people call it
    scopes     TEXT COLLATE "C" NOT NULL,  -- in byte order, a space between two
    created_ms BIGINT           NOT NULL,
    revoked_ms BIGINT,                     -- NULL while it holds
    hash       BYTEA            NOT NULL,  -- of its secret, which is not kept
    CONSTRAINT api_key_once PRIMARY KEY (key_id),
    CONSTRAINT api_key_hash_once UNIQUE (hash)
);

CREATE TABLE import_job (
    job_id     TEXT COLLATE "C" NOT NULL,
    done_bytes BIGINT           NOT NULL,  -- of the file; a row boundary
    row_count  BIGINT           NOT NULL,  -- rows that are done, the header too
    recorded   BIGINT           NOT NULL,
    replayed   BIGINT           NOT NULL,
    refused    BIGINT           NOT NULL,
    updated_ms BIGINT           NOT NULL,
    is_done    BIGINT           NOT NULL,  -- 1: the whole file, else 0
    CONSTRAINT import_job_once PRIMARY KEY (job_id)
);
