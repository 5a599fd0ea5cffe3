-- m0029 product_review: what members say of products: one a member and product.

CREATE TABLE product_review (
    member_id    TEXT    NOT NULL,  -- whose
    product      TEXT    NOT NULL,  -- the shop's number of it
    review_id    TEXT    NOT NULL,  -- of these very words: written anew they have another
    stars        INTEGER NOT NULL,  -- 1 to 5
    language     TEXT    NOT NULL,  -- in which she writes, such as th
    naming       TEXT    NOT NULL,  -- nobody, initial, first: how she is named beside it
    state        TEXT    NOT NULL,  -- waiting, published, declined, withdrawn
    reason       TEXT,              -- why it was declined; NULL otherwise
    is_verified  INTEGER NOT NULL,  -- 1: she had bought it when that was last looked at
    words        INTEGER NOT NULL,  -- how many words it has
    written_ms   INTEGER NOT NULL,  -- UTC, milliseconds since 1970
    published_ms INTEGER,           -- when one of hers of this product was first published; NULL while none was
    answered_ms  INTEGER,           -- when the brand answered it; NULL while it has not
    sealed       BLOB,              -- what she says and how she is named, with her key; NULL once she withdrew it
    answer       BLOB,              -- what the brand answers, with her key; NULL while it has not
    CONSTRAINT product_review_once PRIMARY KEY (member_id, product),
    CONSTRAINT product_review_stars CHECK (stars BETWEEN 1 AND 5)
) STRICT, WITHOUT ROWID;

CREATE INDEX product_review_by_state ON product_review (state, review_id);
CREATE INDEX product_review_by_product ON product_review (product, state, review_id);
CREATE INDEX product_review_by_stars ON product_review (state, product, stars, is_verified, written_ms);
