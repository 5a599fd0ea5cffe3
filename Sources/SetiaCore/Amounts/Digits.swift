/// Decimal digits in ASCII, read and written without a `String` in between: dates and times come by the million.
enum Digits {
    /// The number that the digits at `places` write, or nil when one of them is no digit.
    static func number(in characters: Span<UInt8>, at places: Range<Int>) -> Int? {
        var value = 0
        for place in places {
            let digit = characters[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    static func isDigit(_ character: UInt8) -> Bool { character &- UInt8(ascii: "0") < 10 }

    static func character(_ digit: Int) -> UInt8 { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit) }

    /// Writes 0 to 99 as two digits.
    static func write(two value: Int, to characters: UnsafeMutableBufferPointer<UInt8>, at place: Int) {
        characters[place] = character(value / 10)
        characters[place + 1] = character(value % 10)
    }

    /// Writes a date of the years 0 to 9999 into the first ten places, such as "2026-03-01".
    static func write(_ date: (year: Int, month: Int, day: Int), to characters: UnsafeMutableBufferPointer<UInt8>) {
        write(two: date.year / 100, to: characters, at: 0)
        write(two: date.year % 100, to: characters, at: 2)
        characters[4] = UInt8(ascii: "-")
        write(two: date.month, to: characters, at: 5)
        characters[7] = UInt8(ascii: "-")
        write(two: date.day, to: characters, at: 8)
    }
}
