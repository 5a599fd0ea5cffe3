/// A length of time as people say it: 14 days, 12 months, 1 year.
///
/// Months and years have no fixed length; `Day.adding(_:)` says where they end.
package struct Period: Sendable, Hashable {
    package enum Unit: Sendable, Hashable, CaseIterable {
        case day, month, year
    }

    /// 0 up to a million.
    package let count: Int
    package let unit: Unit

    /// A count below 0 or above a million is a fault; what people write goes through `init(text:)`.
    package init(_ count: Int, _ unit: Unit) {
        guard Period.counts.contains(count) else { fault("no period of \(count) \(unit)s") }
        self.count = count
        self.unit = unit
    }

    private static let counts = 0...1_000_000
}

extension Period {
    /// The period that a person wrote: a count, one space and `day`, `month` or `year`, with or without an s.
    ///
    /// nil for anything else; a count has no sign and no needless zero in front.
    package init?(text: String) {
        guard let (count, unit) = parse(text), Period.counts.contains(count) else { return nil }
        self.init(count, unit)
    }
}

private func parse(_ text: String) -> (count: Int, unit: Period.Unit)? {
    let parts = text.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let count = wholeNumber(parts[0]) else { return nil }
    let word = parts[1].last == UInt8(ascii: "s") ? parts[1].dropLast() : parts[1]
    for unit in Period.Unit.allCases where word.elementsEqual(unit.word.utf8) {
        return (count, unit)
    }
    return nil
}

private func wholeNumber(_ digits: Substring.UTF8View) -> Int? {
    guard (1...7).contains(digits.count), digits.first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
    var value = 0
    for digit in digits {
        guard Digits.isDigit(digit) else { return nil }
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
}

extension Period.Unit {
    fileprivate var word: String {
        switch self {
        case .day: "day"
        case .month: "month"
        case .year: "year"
        }
    }
}

extension Period: CustomStringConvertible {
    /// "1 year", "14 days": what `init(text:)` reads back.
    package var description: String { "\(count) \(unit.word)\(count == 1 ? "" : "s")" }
}
