internal import SetiaCore

/// Hundredths of a per cent that a text such as `25%` or `2.5%` states, with two decimals at most: 100 % is 10,000.
///
/// - Returns: none where it is none, or outside `range`.
package func hundredths(ofPercentage text: String, in range: ClosedRange<Int64> = 1...10_000) -> Int64? {
    guard text.utf8.last == UInt8(ascii: "%"), let units = minorUnits(of: String(text.dropLast()), decimals: 2),
        range.contains(units)
    else { return nil }
    return units
}
