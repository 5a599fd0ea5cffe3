-- m0044 cart_hold: until when a cart holds what it took, so that what is not used by then is free again.

ALTER TABLE voucher_use ADD COLUMN until_ms BIGINT;  -- UTC, milliseconds since 1970; NULL: it holds nothing

UPDATE voucher_use SET until_ms = at_ms + 600000 WHERE state = 'held';

DROP INDEX voucher_use_held;
CREATE INDEX voucher_use_held ON voucher_use (until_ms, source, cart_id) WHERE state = 'held';
