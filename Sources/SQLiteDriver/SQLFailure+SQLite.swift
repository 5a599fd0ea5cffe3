internal import GRDB
internal import GRDBSQLite
internal import SQLBase

extension SQLFailure {
    /// What went wrong while a statement ran, from SQLite's extended code and message.
    ///
    /// The message is kept where SQLite makes it of names alone. Those of functions may quote their arguments (“JSON
    /// path error near …”), and an argument may be a person's; the code's own words stand in for them.
    init(code: Int32, message: String, statement: String?) {
        let speaksOfNamesAlone =
            code & 0xFF == SQLITE_CONSTRAINT || message == "integer overflow" || message.hasPrefix("no such ")
        self.init(
            Kind(code: code, message: message, unspecific: .other),
            message: "\(speaksOfNamesAlone ? message : String(cString: sqlite3_errstr(code))) (SQLite \(code))",
            statement: statement
        )
    }

    /// What went wrong in GRDB's hands: preparing, beginning, committing, opening.
    ///
    /// No values are bound there, so its message is kept.
    ///
    /// - Parameters:
    ///   - error: GRDB's.
    ///   - statement: What was being prepared, if anything.
    ///   - unspecific: The kind behind SQLite's general error, which depends on what was being done.
    init(_ error: any Error, statement: String? = nil, unspecific: Kind) {
        guard let error = error as? DatabaseError else {
            self.init(unspecific, message: "\(error)", statement: statement)
            return
        }
        let message = error.message ?? ""
        let code = error.extendedResultCode.rawValue
        self.init(
            Kind(code: code, message: message, unspecific: unspecific),
            message: "\(message) (SQLite \(code))",
            statement: statement
        )
    }
}

/// The error of a transaction as its caller sees it: GRDB's in our words, the body's own as it is.
func translated(_ error: any Error) -> any Error {
    switch error {
    case is DatabaseError: SQLFailure(error, unspecific: .other)
    case is CancellationError: SQLFailure(.interrupted, message: "the task was cancelled")
    default: error
    }
}

/// The error of a commit: where the disk failed in it, the log may hold the transaction whole, and a later opening may
/// find it there.
func translatedCommit(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError, error.resultCode == .SQLITE_IOERR else { return translated(error) }
    return SQLFailure(
        .unknownOutcome,
        message: "the disk failed while committing; whether it was kept is not known "
            + "(SQLite \(error.extendedResultCode.rawValue))"
    )
}

/// Runs `work` and throws its error as `translated` gives it.
func translatingFailures<R>(_ work: () throws -> R) throws -> R {
    do {
        return try work()
    } catch {
        throw translated(error)
    }
}

extension SQLFailure.Kind {
    fileprivate init(code: Int32, message: String, unspecific: SQLFailure.Kind) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_FULL: self = .diskFull
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
        case SQLITE_CONSTRAINT: self = .constraint(name: constraintName(code: code, message: message))
        case SQLITE_CANTOPEN, SQLITE_PERM: self = .cannotOpen
        case SQLITE_INTERRUPT: self = .interrupted
        case SQLITE_ERROR, SQLITE_MISUSE: self = unspecific
        default: self = .other
        }
    }
}

/// The name in the message of a broken rule.
///
/// SQLite writes “UNIQUE constraint failed: entry.member_id, entry.number”, “CHECK constraint failed:
/// entry_moves_something”, “UNIQUE constraint failed: index 'person_by_mail'”, “cannot store TEXT value in INTEGER
/// column entry.points” and “FOREIGN KEY constraint failed”; a trigger says what it was written to say.
private func constraintName(code: Int32, message: String) -> String? {
    if code == SQLITE_CONSTRAINT | (7 << 8) {  // SQLITE_CONSTRAINT_TRIGGER, a macro that Swift does not see
        return message
    }
    for mark in ["constraint failed: index '", "constraint failed: ", " column "] {
        guard let start = message.firstRange(of: mark)?.upperBound else { continue }
        return String(message[start...].prefix { $0 != "'" })
    }
    return nil
}
