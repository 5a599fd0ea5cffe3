-- m0043 reward_picture: pictures of rewards that staff uploaded; each shown to everybody by its address.

CREATE TABLE reward_picture (
    reward   TEXT COLLATE "C" NOT NULL,  -- the reward's key
    address  TEXT COLLATE "C" NOT NULL,  -- by what everybody asks for it: a hash of the picture, another one for another picture
    kind     TEXT COLLATE "C" NOT NULL,  -- jpeg, png, webp
    width    BIGINT           NOT NULL,  -- in pixels
    height   BIGINT           NOT NULL,  -- in pixels
    added_ms BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    bytes    BYTEA            NOT NULL,  -- the picture, nothing in it but the picture
    CONSTRAINT reward_picture_once PRIMARY KEY (reward)
);

CREATE INDEX reward_picture_by_address ON reward_picture (address);
