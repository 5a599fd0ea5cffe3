package import SetiaCore

/// The moment that a cell states: RFC 3339, or a day or a day with a time of day as the clocks of `zone` show it.
///
/// `2026-03-01T09:30:00+08:00`, `2026-03-01`, `2026-03-01 09:30`, `2026-03-01 09:30:00` (a T may stand for the space, a
/// fraction may follow). A day alone is its first instant. What the clocks show twice is taken the first time; what
/// they skip, as much later as they skip.
package func instant(inTable text: String, zone: any LocalTime) -> Instant? {
    if let instant = Instant(rfc3339: text) { return instant }
    let characters = Array(text.utf8)
    guard characters.count >= 10, let day = Day(iso: String(decoding: characters[..<10], as: UTF8.self)) else {
        return nil
    }
    let start = zone.start(of: day)
    guard characters.count > 10 else { return start }
    guard characters[10] == UInt8(ascii: " ") || characters[10] | 0x20 == UInt8(ascii: "t"),
        let intoDay = millisecondsIntoDay(characters[11...])
    else { return nil }
    let elapsed = start.adding(milliseconds: intoDay - zone.millisecondsIntoDay(start))
    let off = intoDay - zone.millisecondsIntoDay(elapsed)
    guard off != 0 else { return elapsed }
    let shifted = elapsed.adding(milliseconds: off)
    return zone.day(of: shifted) == day && zone.millisecondsIntoDay(shifted) == intoDay ? shifted : elapsed
}

/// "09:30", "09:30:00", "09:30:00.250".
private func millisecondsIntoDay(_ text: ArraySlice<UInt8>) -> Int64? {
    let characters = Array(text)
    guard characters.count == 5 || characters.count >= 8, characters[2] == UInt8(ascii: ":"),
        let hour = twoDigits(characters, at: 0), hour < 24, let minute = twoDigits(characters, at: 3), minute < 60
    else { return nil }
    var milliseconds = (hour * 60 + minute) * 60_000
    guard characters.count > 5 else { return milliseconds }
    guard characters[5] == UInt8(ascii: ":"), let second = twoDigits(characters, at: 6), second < 60 else { return nil }
    milliseconds += second * 1_000
    guard characters.count > 8 else { return milliseconds }
    let fraction = characters[9...]
    guard characters[8] == UInt8(ascii: "."), !fraction.isEmpty,
        fraction.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    var weight: Int64 = 100
    for digit in fraction.prefix(3) {
        milliseconds += Int64(digit - UInt8(ascii: "0")) * weight
        weight /= 10
    }
    return milliseconds
}

private func twoDigits(_ characters: [UInt8], at place: Int) -> Int64? {
    let tens = characters[place] &- UInt8(ascii: "0")
    let ones = characters[place + 1] &- UInt8(ascii: "0")
    return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : nil
}
