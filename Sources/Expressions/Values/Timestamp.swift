/// A moment, in UTC, from the first second of year 1 to the last of year 9999, to the nanosecond.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Timestamp and Duration".
@usableFromInline
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Since 1970; below zero before.
    package let seconds: Int64
    /// 0 to 999,999,999, always forward from `seconds`.
    package let nanoseconds: Int32

    static let earliest: Int64 = -62_135_596_800
    static let latest: Int64 = 253_402_300_799

    /// Nil outside the years 1 to 9999.
    package init?(seconds: Int64, nanoseconds: Int32 = 0) {
        guard (Self.earliest...Self.latest).contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
            return nil
        }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    @usableFromInline
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Nil where the sum lies outside the range.
    func adding(_ span: Span) -> Timestamp? {
        let (whole, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        var seconds = seconds + whole
        var nanoseconds = Int64(nanoseconds) + rest
        if nanoseconds < 0 {
            nanoseconds += 1_000_000_000
            seconds -= 1
        } else if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            seconds += 1
        }
        return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }

    /// The time from another moment to this one, or nil where it is over some 292 years.
    func since(_ other: Timestamp) -> Span? {
        let (product, over) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overAgain) = product.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
        return over || overAgain ? nil : Span(nanoseconds: sum)
    }
}

/// A length of time in nanoseconds, either way, up to some 292 years: `duration` in the language.
///
/// The published conformance tests ask for this range, not for the wider one of `google.protobuf.Duration`.
@usableFromInline
package struct Span: Sendable, Hashable, Comparable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    @usableFromInline
    package static func < (left: Span, right: Span) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

/// What the room must be told of time zones.
package protocol TimeZones: Sendable {
    /// How far local time is ahead of UTC at a moment, in seconds east, or nil where no zone has that name.
    ///
    /// - Parameters:
    ///   - zone: A name such as `Asia/Kuala_Lumpur`. Fixed offsets and `UTC` are never asked for.
    ///   - second: Since 1970, UTC.
    /// - Returns: Less than a day either way.
    func secondsEast(of zone: String, at second: Int64) -> Int?
}
