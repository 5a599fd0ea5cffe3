/// The moment that a `Date` header names (RFC 5322, 3.3 and 4.3), in milliseconds since 1970; nil where it is none.
///
/// The day of the week is not looked at; seconds and zone may be missing; a zone that is not known is UTC.
package func mailDate(_ text: String) -> Int64? {
    var words = dateWords(text)[...]
    if let first = words.first, first.first?.isLetter == true, words.count > 4, !isMonth(first) { words.removeFirst() }
    guard
        words.count >= 4, let day = number(words[words.startIndex], digits: 1...2),
        let month = month(words[words.startIndex + 1]), let year = year(words[words.startIndex + 2])
    else { return nil }
    let clock = words[words.startIndex + 3].split(separator: Byte.colon, omittingEmptySubsequences: false)
    guard
        (2...3).contains(clock.count), let hour = number(clock[0], digits: 1...2), hour < 24,
        let minute = number(clock[1], digits: 2...2), minute < 60,
        let second = clock.count == 3 ? number(clock[2], digits: 2...2) : 0, second <= 60,
        (1...daysIn(month: month, of: year)).contains(day)
    else { return nil }
    let zone = words.count > 4 ? zoneMinutes(words[words.startIndex + 4]) : 0
    let days = daysSince1970(year: year, month: month, day: day)
    return Int64(((days * 24 + hour) * 60 + minute - zone) * 60 + second) * 1_000
}

/// The moment as a `Date` header has it, in UTC: `Tue, 24 Nov 2026 13:59:00 +0000`; parts of a second are dropped.
///
/// - Parameter milliseconds: Since 1970; from the years 1900 to 9999.
/// - Returns: The text, or nil for another year.
package func mailDate(milliseconds: Int64) -> String? {
    let day = milliseconds.quotientDown(86_400_000)
    let (year, month, dayOfMonth) = date(ofDay: day)
    guard (1900...9999).contains(year) else { return nil }
    let seconds = (milliseconds - day * 86_400_000) / 1_000
    // 1 January 1970 was a Thursday.
    let weekday = weekdays[Int((day + 3) - (day + 3).quotientDown(7) * 7)]
    let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let two = dayOfMonth < 10 ? "0\(dayOfMonth)" : "\(dayOfMonth)"
    return "\(weekday), \(two) \(monthNames[Int(month) - 1]) \(year) \(time.joined(separator: ":")) +0000"
}

private let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
private let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/// Words between blanks and commas, comments left out; "24-Nov-2026" is three.
private func dateWords(_ text: String) -> [[UInt8]] {
    var words: [[UInt8]] = [[]]
    var depth = 0
    for byte in text.utf8.prefix(200) {
        if byte == Byte.openParenthesis { depth += 1 }
        let isDash = byte == Byte.hyphen && words.count <= 4 && words.last?.isEmpty == false
        if depth > 0 || byte.isBlank || byte == Byte.comma || isDash {
            if words.last?.isEmpty == false { words.append([]) }
        } else {
            words[words.count - 1].append(byte)
        }
        if byte == Byte.closeParenthesis { depth = max(0, depth - 1) }
    }
    return words.filter { !$0.isEmpty }
}

private func number(_ word: some Collection<UInt8>, digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(word.count), word.allSatisfy(\.isDigit) else { return nil }
    return word.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
}

private func isMonth(_ word: [UInt8]) -> Bool { month(word) != nil }

private func month(_ word: [UInt8]) -> Int? {
    let text = String(decoding: word.prefix(3).map(\.lowered), as: UTF8.self)
    return monthNames.firstIndex { $0.loweredASCII == text }.map { $0 + 1 }
}

/// Two digits up to 49 are in this century, others and three digits count from 1900.
private func year(_ word: [UInt8]) -> Int? {
    guard let number = number(word, digits: 2...4) else { return nil }
    switch word.count {
    case 2: return number < 50 ? 2000 + number : 1900 + number
    case 3: return 1900 + number
    default: return number >= 1900 ? number : nil
    }
}

private func zoneMinutes(_ word: [UInt8]) -> Int {
    if word.count == 5, let hours = number(word[1...2], digits: 2...2), let minutes = number(word[3...4], digits: 2...2)
    {
        let offset = hours * 60 + minutes
        guard hours < 24, minutes < 60 else { return 0 }
        return word[0] == Byte.hyphen ? -offset : offset
    }
    switch String(decoding: word.map(\.lowered), as: UTF8.self) {
    case "edt": return -4 * 60
    case "est", "cdt": return -5 * 60
    case "cst", "mdt": return -6 * 60
    case "mst", "pdt": return -7 * 60
    case "pst": return -8 * 60
    default: return 0
    }
}

// MARK: - The calendar (Howard Hinnant's algorithms)

private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let fromMarch = month <= 2 ? year - 1 : year
    let era = fromMarch / 400
    let yearOfEra = fromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func date(ofDay number: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = number + 719_468
    let era = shifted.quotientDown(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
}

private func daysIn(month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}

extension Int64 {
    fileprivate func quotientDown(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
