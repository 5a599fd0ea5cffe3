internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `import_job`.

extension TableLedger {
    func importJob(_ id: String) throws -> ImportJob? {
        try connection.first(
            """
            SELECT done_bytes, row_count, recorded, replayed, refused, updated_ms, is_done FROM import_job
            WHERE job_id = $1
            """,
            [.text(id)]
        ).map { row in
            ImportJob(
                id: id,
                offset: row.int(0),
                rows: row.int(1),
                recorded: row.int(2),
                replayed: row.int(3),
                refused: row.int(4),
                updatedAt: row.instant(5),
                isDone: row.int(6) != 0
            )
        }
    }

    func save(_ job: ImportJob) throws {
        try connection.run(
            """
            INSERT INTO import_job (job_id, done_bytes, row_count, recorded, replayed, refused, updated_ms, is_done)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (job_id) DO UPDATE SET done_bytes = excluded.done_bytes, row_count = excluded.row_count,
                recorded = excluded.recorded, replayed = excluded.replayed, refused = excluded.refused,
                updated_ms = excluded.updated_ms, is_done = excluded.is_done
            """,
            [
                .text(job.id), .integer(job.offset), .integer(job.rows), .integer(job.recorded),
                .integer(job.replayed), .integer(job.refused), .integer(job.updatedAt.milliseconds),
                .integer(job.isDone ? 1 : 0),
            ]
        )
    }
}
