-- m0043 reward_picture: pictures of rewards that staff uploaded; each shown to everybody by its address.

CREATE TABLE reward_picture (
    reward   TEXT    NOT NULL,  -- the reward's key
    address  TEXT    NOT NULL,  -- by what everybody asks for it: a hash of the picture, another one for another picture
    kind     TEXT    NOT NULL,  -- jpeg, png, webp
    width    INTEGER NOT NULL,  -- in pixels
    height   INTEGER NOT NULL,  -- in pixels
    added_ms INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    bytes    BLOB    NOT NULL,  -- the picture, nothing in it but the picture
    CONSTRAINT reward_picture_once PRIMARY KEY (reward)
) STRICT;

CREATE INDEX reward_picture_by_address ON reward_picture (address);
