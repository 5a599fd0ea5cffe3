internal import Dispatch
internal import Foundation
internal import GRDB
internal import SQLBase

extension SQLiteDatabase {
    /// Writes a copy of the database, as it is at one moment, into a new file for its owner alone (mode 0600).
    ///
    /// It runs as a reading: writers go on meanwhile, and the log grows until it ends. What was not finished is
    /// removed.
    ///
    /// - Parameter path: Where nothing may stand yet.
    /// - Throws: `SQLFailure`, `cannotOpen` when there is a file.
    package func backup(to path: String) async throws {
        try gate.enter()
        defer { gate.leave() }
        guard try makePrivateFile(at: path) else {
            throw SQLFailure(.cannotOpen, message: "a backup does not overwrite: \(path)")
        }
        do {
            try await onQueue { [pool] in
                let copy = try DatabaseQueue(path: path)
                try pool.backup(to: copy)
                try copy.close()
            }
        } catch {
            for ending in ["", "-journal", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + ending)
            }
            throw error
        }
    }

    /// Moves the log into the file, as far as no reading still needs it, without waiting for anyone.
    ///
    /// Commits do this by themselves when the log is long; this is for a quiet hour.
    ///
    /// - Returns: Whether all of the log is in the file.
    @discardableResult
    package func checkpoint() async throws -> Bool {
        try gate.enter()
        defer { gate.leave() }
        return try await onQueue { [pool] in
            let (inLog, moved) = try pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
            return inLog == moved
        }
    }

    /// Runs what blocks on a thread that may be blocked, and gives its failures in our words.
    func onQueue<R: Sendable>(_ work: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try translatingFailures(work) })
            }
        }
    }
}

extension SQLiteDatabase {
    /// Moves the log of the database in a file into it and gives the log up, so that the file stands alone.
    ///
    /// Only the one program that has the database open can do that.
    ///
    /// - Parameter path: The file.
    /// - Returns: Whether nobody else has it open; where somebody has, nothing changed.
    /// - Throws: `SQLFailure` where it cannot be opened.
    package static func leaveLog(path: String) async throws -> Bool {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try translatingFailures {
                            let alone = try DatabaseQueue(path: path)
                            defer { try? alone.close() }
                            return try alone.inDatabase { database in
                                do {
                                    let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
                                    return mode == "delete"
                                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                                    return false
                                }
                            }
                        }
                    }
                )
            }
        }
    }
}
