-- m0003 configuration: the programme, the shops, who may call, and how far imports have come.

-- One row. Its version rises with each change of programmes, shops or listeners; caches hang on it.
CREATE TABLE configuration (
    id      INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT configuration_once PRIMARY KEY (id),
    CONSTRAINT configuration_is_one_row CHECK (id = 1)
) STRICT;

INSERT INTO configuration (id, version) VALUES (1, 0);

CREATE TABLE programme_version (
    number        INTEGER NOT NULL,  -- 1, 2, 3 …
    valid_from_ms INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    published_ms  INTEGER NOT NULL,
    document      TEXT    NOT NULL,  -- as it was written, to the byte
    CONSTRAINT programme_version_once PRIMARY KEY (number)
) STRICT;

CREATE TABLE shop (
    store_id  TEXT NOT NULL,
    name      TEXT NOT NULL,
    country   TEXT NOT NULL,  -- ISO 3166-1 alpha-2
    time_zone TEXT NOT NULL,  -- IANA
    currency  TEXT NOT NULL,  -- ISO 4217
    CONSTRAINT shop_once PRIMARY KEY (store_id)
) STRICT;

CREATE TABLE api_key (
    key_id     TEXT    NOT NULL,
    name       TEXT    NOT NULL,  -- what people call it
    scopes     TEXT    NOT NULL,  -- in byte order, a space between two
    created_ms INTEGER NOT NULL,
    revoked_ms INTEGER,           -- NULL while it holds
    hash       BLOB    NOT NULL,  -- of its secret, which is not kept
    CONSTRAINT api_key_once PRIMARY KEY (key_id),
    CONSTRAINT api_key_hash_once UNIQUE (hash)
) STRICT;

CREATE TABLE import_job (
    job_id     TEXT    NOT NULL,
    done_bytes INTEGER NOT NULL,  -- of the file; a row boundary
    row_count  INTEGER NOT NULL,  -- rows that are done, the header too
    recorded   INTEGER NOT NULL,
    replayed   INTEGER NOT NULL,
    refused    INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    is_done    INTEGER NOT NULL,  -- 1: the whole file, else 0
    CONSTRAINT import_job_once PRIMARY KEY (job_id)
) STRICT;
