/// Numbers from 0 for names, in the order in which names come first: what a file calls its customers.
///
/// Names are bytes, and are told apart by them.
package struct MemberNames: Sendable {
    private var bytes: [UInt8] = []
    /// Where each name ends in `bytes`.
    private var ends: [Int] = []
    /// Numbers by hash, -1 where free; a power of two, at most half of it taken.
    private var table = [Int32](repeating: -1, count: 1 << 12)
    private var hashes: [UInt64] = []

    package init() {}

    package var count: Int { ends.count }

    /// The number of a name, a new one where it was not seen before.
    package mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int32 {
        let hash = hashed(name)
        var place = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[place] >= 0 {
            let number = Int(table[place])
            if hashes[number] == hash, isName(number, name) { return table[place] }
            place = (place + 1) & (table.count - 1)
        }
        let number = Int32(ends.count)
        table[place] = number
        hashes.append(hash)
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        if ends.count * 2 > table.count { grow() }
        return number
    }

    /// The name that has this number.
    package subscript(number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

    /// For each number, the place of its name among all names in the order of their bytes.
    package var ranks: [Int32] {
        let order = (0..<count).sorted { bytes[range($0)].lexicographicallyPrecedes(bytes[range($1)]) }
        var ranks = [Int32](repeating: 0, count: count)
        for (rank, number) in order.enumerated() { ranks[number] = Int32(rank) }
        return ranks
    }

    /// The names with other numbers, such as their `ranks`; numbers given before hold no more.
    package func renumbered(_ numbers: [Int32]) -> MemberNames {
        var order = [Int](repeating: 0, count: count)
        for (number, rank) in numbers.enumerated() { order[Int(rank)] = number }
        var names = MemberNames()
        for number in order { bytes[range(number)].withUnsafeBufferPointer { _ = names.number(of: $0) } }
        return names
    }

    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    private func isName(_ number: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes[range(number)].elementsEqual(name)
    }

    private mutating func grow() {
        table = [Int32](repeating: -1, count: table.count * 2)
        for (number, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & (table.count - 1)
            while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
            table[place] = Int32(number)
        }
    }
}

/// FNV-1a, its bits mixed once more since the low ones choose the place.
private func hashed(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash ^= hash >> 32
    return hash &* 0x9e37_79b9_7f4a_7c15 ^ hash >> 29
}
