internal import SetiaCore

/// What a member paid, rounded down to two leading digits: so many groups there may be while members stream by.
///
/// Amounts of two currencies do not compare: hers is the currency in which she ordered most often.
struct SpendBand {
    private var byCurrency: [Currency: (orders: Int, paid: Int64)] = [:]

    mutating func add(_ order: Order) {
        let sum = byCurrency[order.currency] ?? (0, 0)
        byCurrency[order.currency] = (sum.orders + 1, sum.paid + order.total)
    }

    /// Such as `MYR 120000`; empty where she bought nothing.
    var key: Key {
        // Of currencies used equally often, the one that comes first by its code.
        let most = byCurrency.max { ($0.value.orders, $1.key.code) < ($1.value.orders, $0.key.code) }
        guard let most else { return "" }
        var (digits, zeros) = (max(0, most.value.paid), 0)
        while digits >= 100 { (digits, zeros) = (digits / 10, zeros + 1) }
        return Key("\(most.key.code) \(digits)\(String(repeating: "0", count: zeros))")
    }
}

/// Fifths of members by what they paid: 1 who paid least to 5 who paid most, 0 who bought nothing.
///
/// Each currency has fifths of its own. Who paid nearly the same stands in the same fifth, so that they are only about
/// equally large.
func fifths(_ bands: [Key: Spread]) -> [Key: Spread] {
    var fifths: [Key: Spread] = [:]
    var byCurrency: [String: [(paid: Int64, spread: Spread)]] = [:]
    for (band, spread) in bands {
        let parts = band.text.split(separator: " ")
        guard parts.count == 2, let paid = Int64(parts[1]) else {
            fifths["0", default: Spread()].add(spread)
            continue
        }
        byCurrency[String(parts[0]), default: []].append((paid, spread))
    }
    for group in byCurrency.values {
        let members = group.reduce(0) { $0 + $1.spread.members }
        var before = 0
        for (_, spread) in group.sorted(by: { $0.paid < $1.paid }) {
            let count = spread.members
            // By the one in its middle.
            let fifth = min(5, (2 * before + count) * 5 / max(1, 2 * members) + 1)
            fifths[Key(String(fifth)), default: Spread()].add(spread)
            before += count
        }
    }
    return fifths
}
