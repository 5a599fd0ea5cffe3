/// Timestamps and durations as text.
///
/// - SeeAlso: RFC 3339; cel-spec, `langdef.md`, "Timestamp and Duration".
enum TimeText {
    /// Of the form `2026-01-31T09:00:00.5+08:00`; nil for anything else and outside the years 1 to 9999.
    static func timestamp(_ text: String) -> Timestamp? {
        var reader = Reader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T"), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2)
        else { return nil }
        guard (1...12).contains(month), (1...CivilTime.daysInMonth(month, year: year)).contains(day), hour < 24,
            minute < 60,
            second < 60
        else { return nil }
        var nanoseconds: Int64 = 0
        if reader.take(".") {
            guard let fraction = reader.fraction(limit: 9) else { return nil }
            nanoseconds = fraction
        }
        var east: Int64 = 0
        if !reader.take("Z") {
            let isWest = reader.take("-")
            guard isWest || reader.take("+"), let hours = reader.number(2), reader.take(":"),
                let minutes = reader.number(2),
                hours < 24, minutes < 60
            else { return nil }
            east = (hours * 60 + minutes) * (isWest ? -60 : 60)
        }
        guard reader.isAtEnd else { return nil }
        let days = CivilTime.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - east
        return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }

    static func write(_ moment: Timestamp) -> String {
        let time = CivilTime(seconds: moment.seconds)
        return padded(time.year, 4) + "-" + padded(time.month, 2) + "-" + padded(time.day, 2) + "T"
            + padded(time.hour, 2)
            + ":" + padded(time.minute, 2) + ":" + padded(time.second, 2) + fraction(Int64(moment.nanoseconds)) + "Z"
    }

    /// Of the form `1h30m` or `-2.5s`, with the units h, m, s, ms, us and ns; nil for anything else and past some 292
    /// years.
    static func span(_ text: String) -> Span? {
        var reader = Reader(text)
        let isNegative = reader.take("-")
        if !isNegative { _ = reader.take("+") }
        if reader.rest.elementsEqual("0".utf8) { return Span(nanoseconds: 0) }
        var total: Int64 = 0
        guard !reader.isAtEnd else { return nil }
        while !reader.isAtEnd {
            let whole = reader.wholeNumber()
            if whole == nil, !reader.startsFraction { return nil }
            var parts: Int64 = 0
            if reader.take(".") {
                guard let fraction = reader.fraction(limit: 9) else { return nil }
                parts = fraction
            }
            guard let unit = reader.unit() else { return nil }
            let (product, over) = (whole ?? 0).multipliedReportingOverflow(by: unit)
            // A part of a unit is at most an hour, which 128 bits hold with room.
            let part = Int64(Int128(parts) * Int128(unit) / 1_000_000_000)
            let (sum, overAgain) = total.addingReportingOverflow(product)
            let (all, overAtLast) = sum.addingReportingOverflow(part)
            if over || overAgain || overAtLast { return nil }
            total = all
        }
        return reader.hasOverflowed ? nil : Span(nanoseconds: isNegative ? -total : total)
    }

    /// In seconds, such as `6347s` or `-1.5s`.
    static func write(_ span: Span) -> String {
        let magnitude = span.nanoseconds.magnitude
        let (seconds, rest) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        return (span.nanoseconds < 0 ? "-" : "") + String(seconds) + fraction(Int64(rest)) + "s"
    }

    /// A fixed offset such as `+07:00`, `-02:30` or `02:00`, in seconds east; nil for anything else.
    static func fixedOffset(_ text: String) -> Int? {
        var reader = Reader(text)
        let isWest = reader.take("-")
        if !isWest { _ = reader.take("+") }
        guard let hours = reader.number(2), reader.take(":"), let minutes = reader.number(2), reader.isAtEnd,
            hours < 24,
            minutes < 60
        else { return nil }
        return Int((hours * 60 + minutes) * (isWest ? -60 : 60))
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func fraction(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "" }
        var digits = Array(padded(nanoseconds, 9).utf8)
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
        }
        return "." + String(decoding: digits, as: UTF8.self)
    }

    private struct Reader {
        var rest: Substring.UTF8View
        /// Whether a number was larger than 64 bits hold.
        private(set) var hasOverflowed = false

        init(_ text: String) {
            rest = Substring(text).utf8
        }

        var isAtEnd: Bool { rest.isEmpty }

        var startsFraction: Bool { rest.first == UInt8(ascii: ".") }

        mutating func take(_ sign: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: sign) else { return false }
            rest.removeFirst()
            return true
        }

        private mutating func digit() -> Int64? {
            guard let byte = rest.first, (48...57).contains(byte) else { return nil }
            rest.removeFirst()
            return Int64(byte - 48)
        }

        /// Exactly so many digits.
        mutating func number(_ digits: Int) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        /// One digit or more; nil where there is none.
        mutating func wholeNumber() -> Int64? {
            guard var value = digit() else { return nil }
            while let digit = digit() {
                let (product, over) = value.multipliedReportingOverflow(by: 10)
                let (sum, overAgain) = product.addingReportingOverflow(digit)
                hasOverflowed = hasOverflowed || over || overAgain
                value = sum
            }
            return value
        }

        /// Digits after a point, in billionths; what is past nine digits is dropped.
        mutating func fraction(limit: Int) -> Int64? {
            guard var value = digit() else { return nil }
            var count = 1
            while let digit = digit() {
                if count < limit {
                    value = value * 10 + digit
                    count += 1
                }
            }
            for _ in count..<limit {
                value *= 10
            }
            return value
        }

        /// The nanoseconds of the unit that stands here.
        mutating func unit() -> Int64? {
            let names: [(String, Int64)] = [
                ("ns", 1), ("us", 1000), ("\u{B5}s", 1000), ("\u{3BC}s", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
                ("m", 60_000_000_000), ("h", 3_600_000_000_000),
            ]
            for (name, value) in names where rest.starts(with: name.utf8) {
                rest.removeFirst(name.utf8.count)
                return value
            }
            return nil
        }
    }
}
