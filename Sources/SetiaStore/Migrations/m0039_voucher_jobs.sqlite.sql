-- m0039 voucher_jobs: codes that are made while nobody waits: which batches lack some, and when one had its last.

ALTER TABLE voucher_batch ADD COLUMN finished_ms INTEGER;  -- UTC, milliseconds since 1970; NULL: some are missing, or nobody wrote it down

CREATE INDEX voucher_batch_unfinished ON voucher_batch (created_ms, batch_id)
    WHERE made < asked AND stopped_ms IS NULL;
