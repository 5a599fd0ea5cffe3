/// An amount as people type it, in minor units: 12.50, 12,50, 1,234.50, 1.234,50, and 25.000 where there are no decimals.
///
/// The last mark begins the decimals where as many digits as the currency has, or fewer, stand behind it; each other
/// mark groups thousands and has three digits behind it. What could be read in two ways is not read: where there are
/// decimals, a single mark with three digits behind it, as in 12.345, may be either.
///
/// - Parameters:
///   - text: What was typed.
///   - decimals: How many the currency has.
/// - Returns: none where it is no amount, or more than 15 digits.
func minorUnits(_ text: String, decimals: Int) -> Int64? {
    let kept = text.filter { $0 != " " && $0 != "\u{a0}" }
    guard kept.utf8.allSatisfy({ (48...57).contains($0) || $0 == 44 || $0 == 46 }) else { return nil }
    var groups = kept.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    var fraction: Substring = ""
    if groups.count > 1, decimals > 0, let last = groups.last, (1...decimals).contains(last.count) {
        fraction = last
        groups.removeLast()
    }
    guard decimals == 0 || !fraction.isEmpty || groups.count != 2 else { return nil }
    guard let first = groups.first, !first.isEmpty, groups.count == 1 || first.count <= 3,
        groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    let whole = groups.joined()
    guard whole.count + decimals <= 15 else { return nil }
    return Int64(whole + fraction + String(repeating: "0", count: decimals - fraction.count))
}
