internal import ArgumentParser
internal import Foundation
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// One import on its way: how far its file has come, what was refused, and what a person sees of it.
struct ImportRun {
    /// As it stands in the database.
    private(set) var job: ImportJob
    /// What a person sees.
    let progress: Progress

    private let input: InputFile
    private let unit: String
    private let isResumed: Bool
    private let shell = Shell.current
    private let before: ImportJob
    private var refused: RefusedRows
    private var seconds = 0.0

    /// Finds out where the import of a file stands.
    ///
    /// The file is known again by its name, its size, the time of its last change, its first 64 KiB, and what was told
    /// of it, such as the mapping of its columns; a file that changed is another import, in which what is recorded
    /// already counts once.
    ///
    /// `kind` says what is imported, such as `events`, and `unit` what is counted, such as "orders".
    init(
        _ kind: String,
        _ input: InputFile,
        told: String,
        unit: String,
        restart: Bool,
        _ service: SetiaService
    ) async throws {
        var hash = FNV()
        for part in [kind, input.path, "\(input.size)", "\(input.changedAt)", told] {
            hash.add(part.utf8)
            hash.add([0])
        }
        hash.add(try input.beginning(1 << 16))
        let found = try await service.importJob("\(kind)-\(hash.text)")
        // What was refused may be taken now that stores or the programme are others; what was taken counts once.
        let isAgain = restart || found.isDone && found.refused > 0
        let job = isAgain ? ImportJob(id: found.id, updatedAt: found.updatedAt) : found
        self.job = job
        before = job
        isResumed = job.offset > 0
        self.input = input
        self.unit = unit
        refused = RefusedRows(besides: input, isResumed: isResumed)
        progress = Progress("import", unit: unit)
        progress.resume(done: Double(job.offset) / Double(max(1, input.size)), count: job.recorded + job.replayed)
        if job.isDone {
            shell.note(
                "\(input.name) was imported before, on \(job.updatedAt.rfc3339); --restart goes through it again"
            )
        } else if isResumed {
            shell.note("an earlier import of \(input.name) stopped after row \(grouped(job.rows)); going on there")
        } else if isAgain {
            shell.note("going through \(input.name) again; what is recorded already counts once")
        }
    }

    /// Whether nothing is left to do.
    var isDone: Bool { job.isDone }

    /// Where to go on; none at the beginning.
    var place: (offset: Int64, rows: Int64)? { isResumed ? (job.offset, job.rows) : nil }

    /// Takes in what became of a piece.
    mutating func advance(to job: ImportJob, refused rows: [RefusedRow]) {
        self.job = job
        refused.add(rows, shell)
        progress.show(done: Double(job.offset) / Double(max(1, input.size)), count: job.recorded + job.replayed)
    }

    /// The file is done: what it took is counted, and the bar taken away.
    mutating func end() {
        seconds = progress.seconds
        progress.end()
    }

    /// Says what came of it all.
    ///
    /// - Throws: the exit code that tells of refused rows.
    mutating func finish(json: Bool) throws {
        refused.finish(shell)
        let done = job.recorded + job.replayed - before.recorded - before.replayed
        if json {
            let summary: JSON = .object([
                "file": .string(input.name), "job": .string(job.id), "milliseconds": .integer(Int64(seconds * 1_000)),
                "recorded": .integer(job.recorded), "refused": .integer(job.refused),
                "refusedFile": job.refused > 0 ? .string(refused.name) : .null,
                "repeated": .integer(job.replayed), "resumed": .bool(isResumed), "rows": .integer(job.rows),
            ])
            shell.say(summary.pretty)
        } else {
            let rate = done > 0 && seconds > 0 ? ", \(grouped(Int64(Double(done) / seconds))) \(unit) a second" : ""
            shell.say("\(input.name): \(counted(job.rows, "row")) in \(clockTime(seconds: seconds))\(rate)")
            var table = TextTable([("", .left), ("", .right), ("", .left)])
            table.add("  recorded", grouped(job.recorded), unit)
            table.add("  repeated", grouped(job.replayed), "recorded before, and counted once")
            table.add("  refused", grouped(job.refused), job.refused > 0 ? "rows, listed in \(refused.name)" : "rows")
            shell.say(table.text)
        }
        if job.refused > 0 { throw endWithFindings() }
    }
}

/// Rows that were not taken: the first ones for the person at the terminal, all of them in a file beside the input.
private struct RefusedRows {
    /// The file that lists them.
    let name: String
    private static let most = 20
    private let isResumed: Bool
    private var file: OutputFile?
    private var first: [RefusedRow] = []
    private var count = 0
    private var failure: FileFailure?

    init(besides input: InputFile, isResumed: Bool) {
        name = input.name + ".refused.csv"
        self.isResumed = isResumed
    }

    mutating func add(_ rows: [RefusedRow], _ shell: Shell) {
        guard !rows.isEmpty else { return }
        first += rows.prefix(RefusedRows.most - first.count)
        count += rows.count
        do throws(FileFailure) {
            let file = if let file { file } else { try begin() }
            self.file = file
            for row in rows { try file.write(csvRow([String(row.row), row.field, row.reason]).utf8) }
            try file.flush()
        } catch {
            if failure == nil { shell.note("setia: the refused rows are not listed: \(error), \(error.reason)") }
            failure = error
        }
    }

    private func begin() throws(FileFailure) -> OutputFile {
        if !isResumed { unlink(name) }
        let isThere = access(name, F_OK) == 0
        let file = try OutputFile(name, appending: true, mode: 0o644)
        if !isThere { try file.write(csvRow(["row", "column", "reason"]).utf8) }
        return file
    }

    func finish(_ shell: Shell) {
        for row in first {
            shell.note("row \(grouped(row.row))\(row.field.isEmpty ? "" : ", \(row.field)"): \(row.reason)")
        }
        if count > first.count { shell.note("and \(grouped(count - first.count)) more") }
    }
}

/// The hash of Fowler, Noll and Vo, 64 bits: tells files apart that nobody forges.
private struct FNV {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
