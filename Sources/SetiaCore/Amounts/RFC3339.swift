extension Instant {
    /// The instant that an RFC 3339 date-time names, such as "2026-03-01T09:30:00.250+08:00"; nil for anything else.
    ///
    /// Any offset, "t" and "z" in either case, fractions of any length, of which whole milliseconds count and the rest
    /// is dropped. The leap second 60 is refused, since what comes after it would have the same number; and so is what
    /// is not in the years 1 to 9999 of UTC.
    package init?(rfc3339 text: String) {
        let characters = text.utf8.span
        // "2026-03-01T09:30:00Z" is the shortest there is.
        guard
            characters.count >= 20,
            characters[4] == UInt8(ascii: "-"), characters[7] == UInt8(ascii: "-"),
            characters[10] | 0x20 == UInt8(ascii: "t"),
            characters[13] == UInt8(ascii: ":"), characters[16] == UInt8(ascii: ":"),
            let year = Digits.number(in: characters, at: 0..<4),
            let month = Digits.number(in: characters, at: 5..<7),
            let dayOfMonth = Digits.number(in: characters, at: 8..<10),
            let day = Day(year: year, month: month, day: dayOfMonth),
            let hour = Digits.number(in: characters, at: 11..<13), hour < 24,
            let minute = Digits.number(in: characters, at: 14..<16), minute < 60,
            let second = Digits.number(in: characters, at: 17..<19), second < 60
        else { return nil }

        var position = 19
        guard
            let fraction = fractionInMilliseconds(characters, &position),
            let offset = offsetInMinutes(characters, &position), position == characters.count
        else { return nil }
        let secondsIntoDay = Int64(hour * 3_600 + minute * 60 + second)
        let local = Int64(day.number) * millisecondsPerDay + secondsIntoDay * 1_000 + fraction
        let milliseconds = local - Int64(offset) * 60_000
        guard writable.contains(milliseconds) else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// The instant as RFC 3339 in UTC with "Z", and with three decimals only where there are milliseconds:
    /// "2026-03-01T01:30:00Z", "2026-03-01T01:30:00.250Z".
    ///
    /// Outside the years 1 to 9999 there is no such text; then it is the number, such as "@253402300800000ms".
    package var rfc3339: String {
        guard writable.contains(milliseconds) else { return "@\(milliseconds)ms" }
        let dayNumber = floorDivided(milliseconds, by: millisecondsPerDay)
        let date = Day(number: Int32(truncatingIfNeeded: dayNumber)).date
        let intoDay = Int(milliseconds - dayNumber * millisecondsPerDay)
        let (secondsIntoDay, fraction) = intoDay.quotientAndRemainder(dividingBy: 1_000)
        return String(unsafeUninitializedCapacity: 24) { characters in
            Digits.write(date, to: characters)
            characters[10] = UInt8(ascii: "T")
            Digits.write(two: secondsIntoDay / 3_600, to: characters, at: 11)
            characters[13] = UInt8(ascii: ":")
            Digits.write(two: secondsIntoDay / 60 % 60, to: characters, at: 14)
            characters[16] = UInt8(ascii: ":")
            Digits.write(two: secondsIntoDay % 60, to: characters, at: 17)
            guard fraction > 0 else {
                characters[19] = UInt8(ascii: "Z")
                return 20
            }
            characters[19] = UInt8(ascii: ".")
            characters[20] = Digits.character(fraction / 100)
            Digits.write(two: fraction % 100, to: characters, at: 21)
            characters[23] = UInt8(ascii: "Z")
            return 24
        }
    }
}

/// 0001-01-01T00:00:00Z up to 10000-01-01T00:00:00Z.
private let writable: Range<Int64> = -62_135_596_800_000..<253_402_300_800_000

/// Reads ".25" as 250; 0 where there is no point; nil for a point without digits.
private func fractionInMilliseconds(_ characters: Span<UInt8>, _ position: inout Int) -> Int64? {
    guard characters[position] == UInt8(ascii: ".") else { return 0 }
    position += 1
    let start = position
    var (milliseconds, weight): (Int64, Int64) = (0, 100)
    while position < characters.count, Digits.isDigit(characters[position]) {
        milliseconds += Int64(characters[position] - UInt8(ascii: "0")) * weight
        weight /= 10
        position += 1
    }
    return position > start ? milliseconds : nil
}

/// Reads "Z" as 0 and "+08:00" as 480.
private func offsetInMinutes(_ characters: Span<UInt8>, _ position: inout Int) -> Int? {
    guard position < characters.count else { return nil }
    let sign = characters[position]
    if sign | 0x20 == UInt8(ascii: "z") {
        position += 1
        return 0
    }
    guard
        sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), characters.count == position + 6,
        let hours = Digits.number(in: characters, at: position + 1..<position + 3), hours < 24,
        characters[position + 3] == UInt8(ascii: ":"),
        let minutes = Digits.number(in: characters, at: position + 4..<position + 6), minutes < 60
    else { return nil }
    position += 6
    return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
}
