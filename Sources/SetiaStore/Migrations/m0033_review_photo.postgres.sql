-- m0033 review photo: photos that members add to what they say of products.

ALTER TABLE product_review ADD COLUMN photos BIGINT NOT NULL DEFAULT 0;  -- how many she added, those left out too

CREATE TABLE review_photo (
    member_id   TEXT COLLATE "C" NOT NULL,  -- whose
    photo_id    TEXT COLLATE "C" NOT NULL,
    product     TEXT COLLATE "C" NOT NULL,  -- the shop's number of it
    place       BIGINT           NOT NULL,  -- among those of the same review, from 0
    address     TEXT COLLATE "C" NOT NULL,  -- by what everybody asks for it: a keyed hash, which tells nobody anything
    kind        TEXT COLLATE "C" NOT NULL,  -- jpeg, png, webp
    width       BIGINT           NOT NULL,  -- in pixels
    height      BIGINT           NOT NULL,  -- in pixels
    added_ms    BIGINT           NOT NULL,  -- UTC, milliseconds since 1970
    is_left_out BIGINT           NOT NULL,  -- 1: somebody of the brand has left it out
    sealed      BYTEA            NOT NULL,  -- the picture, with her key
    CONSTRAINT review_photo_once PRIMARY KEY (member_id, photo_id)
);

CREATE INDEX review_photo_by_address ON review_photo (address);
CREATE INDEX review_photo_by_place ON review_photo (member_id, product, place, photo_id);
