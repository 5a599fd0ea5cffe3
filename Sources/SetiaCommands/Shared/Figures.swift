internal import SetiaCore

/// A whole number with commas: 1,469,307.
func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (place, digit) in digits.enumerated() {
        if place > 0, (digits.count - place).isMultiple(of: 3) { text.append(",") }
        text.append(digit)
    }
    return number < 0 ? "-" + text : text
}

/// An amount as people write it, with the currency's decimals: "4,596,039.58 USD".
func written(_ money: Money, decimals: Int) -> String {
    "\(writtenAmount(money.minorUnits, decimals: decimals)) \(money.currency)"
}

/// Minor units with a point in their place and commas: 4,596,039.58.
func writtenAmount(_ minorUnits: Int64, decimals: Int) -> String {
    var scale: Int64 = 1
    for _ in 0..<max(0, decimals) { scale *= 10 }
    let (whole, rest) = minorUnits.quotientAndRemainder(dividingBy: scale)
    guard decimals > 0 else { return grouped(whole) }
    let fraction = String(rest.magnitude)
    return grouped(whole) + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
}

/// A share of one as a percentage with one decimal: "48.3 %".
func percent(_ value: Double) -> String {
    let tenths = Int((value * 1_000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
}

/// A stretch of time: "0:07", "12:05", "1:02:03".
func clockTime(seconds: Double) -> String {
    let seconds = Int(seconds.rounded())
    let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return parts[0] > 0 ? "\(parts[0]):\(two(parts[1])):\(two(parts[2]))" : "\(parts[1]):\(two(parts[2]))"
}

/// "1 row", "2 rows", "1,000 rows".
func counted(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
}
