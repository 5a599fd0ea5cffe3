internal import SQLBase
internal import SetiaCore
internal import SetiaService

extension SQLRow {
    /// The member id in `column`.
    func memberID(_ column: Int) throws(MalformedDocument) -> MemberID {
        guard let member = MemberID(text: text(column)) else { throw MalformedDocument(field: "member_id") }
        return member
    }

    /// The moment in `column`.
    func instant(_ column: Int) -> Instant {
        Instant(milliseconds: int(column))
    }

    /// The moment in `column`, or nil where it holds `NULL`.
    func instantOrNil(_ column: Int) -> Instant? {
        intOrNil(column).map { Instant(milliseconds: $0) }
    }

    /// The key in `column`.
    func key(_ column: Int) -> Key {
        Key(text(column))
    }

    /// The currency in `column`.
    func currency(_ column: Int) throws(MalformedDocument) -> Currency {
        guard let currency = try? Currency(text(column)) else { throw MalformedDocument(field: "currency") }
        return currency
    }
}
