/// The request for which something is done, wherever in the program it is done.
///
/// It names the request in the log, in problems, and to the database server. It decides nothing.
package enum RequestScope {
    /// The request's id: as the caller gave it, or ours; none where nobody asked, as in the clock's work.
    @TaskLocal package static var id: String?

    /// The longest id that is taken from a caller, in bytes.
    package static let longest = 128

    /// Whether a text may be a request's id: 1 to 128 of the letters, digits and `-._~+/=:`.
    ///
    /// Nothing else, so that it stands in a header, a log line and a database server's list without an escape.
    package static func isWellFormed(_ text: String) -> Bool {
        guard (1...longest).contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~+/=:".utf8.contains(byte)
            }
        }
    }
}
