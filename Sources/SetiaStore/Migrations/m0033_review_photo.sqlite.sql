-- m0033 review photo: photos that members add to what they say of products.

ALTER TABLE product_review ADD COLUMN photos INTEGER NOT NULL DEFAULT 0;  -- how many she added, those left out too

CREATE TABLE review_photo (
    member_id   TEXT    NOT NULL,  -- whose
    photo_id    TEXT    NOT NULL,
    product     TEXT    NOT NULL,  -- the shop's number of it
    place       INTEGER NOT NULL,  -- among those of the same review, from 0
    address     TEXT    NOT NULL,  -- by what everybody asks for it: a keyed hash, which tells nobody anything
    kind        TEXT    NOT NULL,  -- jpeg, png, webp
    width       INTEGER NOT NULL,  -- in pixels
    height      INTEGER NOT NULL,  -- in pixels
    added_ms    INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    is_left_out INTEGER NOT NULL,  -- 1: somebody of the brand has left it out
    sealed      BLOB    NOT NULL,  -- the picture, with her key
    CONSTRAINT review_photo_once PRIMARY KEY (member_id, photo_id)
) STRICT;

CREATE INDEX review_photo_by_address ON review_photo (address);
CREATE INDEX review_photo_by_place ON review_photo (member_id, product, place, photo_id);
