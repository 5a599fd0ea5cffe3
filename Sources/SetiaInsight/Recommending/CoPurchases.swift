package import SetiaCore

/// Which items members bought, and which two of them the same members bought, counted as members come by.
///
/// Pairs lie in a triangle that grows with the items: memory is four bytes a pair of items, however many members there are.
package struct CoPurchases: Sendable {
    /// How many items are told apart, those that came first; a member's others are left out, and counted.
    package static let mostItems = 4_096
    /// How many items of one member count, those bought most lately: who buys for a shop tells little about taste.
    package static let mostOfMember = 200

    /// All items, by number.
    package private(set) var items: [Key] = []
    /// By item: how many members bought it.
    package private(set) var buyers: [UInt32] = []
    /// Members with an item.
    package private(set) var members = 0
    /// Items left out, since there were too many before them.
    package private(set) var leftOut = 0
    private var numbers: [Key: Int32] = [:]
    /// Row by row below the diagonal: how many members bought both.
    private var pairs: [UInt32] = []

    package init() {}

    /// Adds a member: the items she bought, each once, the latest first.
    package mutating func add(_ bought: [Key]) {
        var own: [Int32] = []
        for item in bought.prefix(CoPurchases.mostOfMember) {
            if let number = number(adding: item) { own.append(number) } else { leftOut += 1 }
        }
        guard !own.isEmpty else { return }
        members += 1
        own.sort()
        for (place, item) in own.enumerated() {
            buyers[Int(item)] += 1
            let row = CoPurchases.row(item)
            for other in own[..<place] { pairs[row + Int(other)] += 1 }
        }
    }

    /// The number of an item; none where it is unknown.
    package func number(of item: Key) -> Int32? { numbers[item] }

    private mutating func number(adding item: Key) -> Int32? {
        if let number = numbers[item] { return number }
        guard items.count < CoPurchases.mostItems else { return nil }
        let number = Int32(items.count)
        items.append(item)
        buyers.append(0)
        pairs.append(contentsOf: repeatElement(0, count: Int(number)))
        numbers[item] = number
        return number
    }

    private static func row(_ item: Int32) -> Int { Int(item) * (Int(item) - 1) / 2 }

    /// How many members bought both.
    package func both(_ one: Int32, _ other: Int32) -> UInt32 {
        one == other
            ? buyers[Int(one)]
            : pairs[CoPurchases.row(max(one, other)) + Int(min(one, other))]
    }

    /// Jaccard's: of those who bought one or the other, those who bought both.
    package func likeness(_ one: Int32, _ other: Int32) -> Double {
        let both = Double(both(one, other))
        guard both > 0 else { return 0 }
        return both / (Double(buyers[Int(one)]) + Double(buyers[Int(other)]) - both)
    }
}
