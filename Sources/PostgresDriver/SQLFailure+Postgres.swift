internal import CPostgres
internal import SQLBase

/// The fields of an error that libpq hands out, macros that Swift does not see.
private enum Field {
    static let state = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let constraint = Int32(UInt8(ascii: "n"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
}

extension SQLFailure {
    /// What the server said no with.
    ///
    /// Its DETAIL is left out, which may quote rows; so is the message of a data exception, which may quote a value.
    init(result: OpaquePointer, statement: String?) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let state = field(Field.state) ?? ""
        let message = field(Field.message) ?? ""
        let column = field(Field.table).flatMap { table in field(Field.column).map { "\(table).\($0)" } }
        let kind = Kind(state: state, constraint: field(Field.constraint) ?? column ?? message)
        let words = state.hasPrefix("22") ? "a value is not of its column's kind, or out of its range" : message
        self.init(kind, message: "\(words) (SQLSTATE \(state))", statement: statement)
    }

    /// The connection was lost, or could not be made; libpq's own words name the host and the reason.
    init(lost handle: OpaquePointer?, _ what: String) {
        let words = handle.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
        let line = words.split(whereSeparator: \.isNewline).joined(separator: " ")
        // "FATAL:  sorry, too many clients already": others hold what is needed, and it may pass.
        let isFull = line.contains("too many clients") || line.contains("connection slots are reserved")
        self.init(isFull ? .busy : .cannotOpen, message: line.isEmpty ? what : "\(what): \(line)")
    }
}

extension SQLFailure.Kind {
    /// What a SQLSTATE means for us.
    ///
    /// - SeeAlso: <https://www.postgresql.org/docs/15/errcodes-appendix.html>
    init(state: String, constraint: String) {
        switch state {
        // A serialisation failure, a deadlock, a lock that was not to be had in time, and too many of something.
        case "40001", "40P01", "55P03", "53300", "53400", "53200", "53000": self = .busy
        case "25006": self = .readOnly
        case "53100", "58030": self = .diskFull
        case "57014": self = .interrupted
        case "57P01", "57P02", "57P03", "57P05", "25P03": self = .cannotOpen
        case "0A000", "42501", "XX000": self = .other
        case "XX001", "XX002": self = .corrupt
        default:
            switch state.prefix(2) {
            case "08", "28", "3D": self = .cannotOpen
            case "22": self = .constraint(name: nil)
            case "23": self = .constraint(name: constraint.isEmpty ? nil : constraint)
            case "42", "26", "34": self = .malformedStatement
            default: self = .other
            }
        }
    }
}

/// What is known of a failure beside its kind: whether the same again may pass.
enum Recovery: Sendable {
    /// Nothing to be done.
    case none
    /// Two transactions were in each other's way, and this one gave in.
    case runAgain
    /// The connection is gone, before anything was committed.
    case reconnect

    /// By SQLSTATE: 40001 is a serialisation failure, 40P01 a deadlock; class 57P and 25P03 end the connection.
    init(state: String) {
        switch state {
        case "40001", "40P01": self = .runAgain
        case "57P01", "57P02", "57P03", "57P05": self = .reconnect
        default: self = .none
        }
    }
}
