/// Many customers, those who are alike counted together: what a model is fitted to.
///
/// A million customers who are watched by days come to a hundred thousand kinds, and to a few thousand pairs of repeats
/// and time, which is all that the costly parts of a likelihood depend on. The order of the customers changes nothing.
package struct CustomerBase: Sendable {
    /// How many customers there are.
    package let count: Int
    /// The kinds, by repeats, last purchase and watch, ascending.
    package let kinds: [CustomerSummary]
    /// How many customers are of each kind.
    package let counts: [Int]
    /// The kind of each customer, in the order in which they came.
    package let kindOfCustomer: [Int32]

    /// Times that occur, as last purchase or as watch, ascending.
    let times: [Double]
    /// Pairs of repeats and time that occur.
    let pairs: [(repeats: Int32, time: Int32)]
    /// For each kind: the pair of its last purchase, and that of its watch.
    let pairsOfKind: [(last: Int32, watched: Int32)]
    /// How many customers have how many repeats; those of 0 first.
    let histogram: [Int]

    /// Counts customers who are alike together.
    package init(_ customers: [CustomerSummary]) {
        let grouped = KindTable(customers)
        let order = grouped.kinds.indices.sorted { grouped.kinds[$0] < grouped.kinds[$1] }
        var rank = [Int32](repeating: 0, count: order.count)
        for (place, kind) in order.enumerated() { rank[kind] = Int32(place) }
        self.init(
            kinds: order.map { grouped.kinds[$0] },
            counts: order.map { grouped.counts[$0] },
            kindOfCustomer: grouped.kindOfCustomer.map { rank[Int($0)] }
        )
    }

    private init(kinds: [CustomerSummary], counts: [Int], kindOfCustomer: [Int32]) {
        self.kinds = kinds
        self.counts = counts
        self.kindOfCustomer = kindOfCustomer
        count = counts.reduce(0, +)
        var histogram = [Int](repeating: 0, count: (kinds.last?.repeats ?? 0) + 1)
        for (kind, count) in zip(kinds, counts) { histogram[kind.repeats] += count }
        self.histogram = histogram

        var seen: Set<Double> = []
        for kind in kinds {
            seen.insert(kind.lastAt)
            seen.insert(kind.watched)
        }
        times = seen.sorted()
        (pairs, pairsOfKind) = CustomerBase.pairs(of: kinds, times)
    }

    /// Customers with a repeat.
    package var repeaters: Int { count - (histogram.first ?? 0) }
    /// Repeats of all customers together.
    package var repeats: Int { histogram.enumerated().reduce(0) { $0 + $1.offset * $1.element } }
    /// The longest watch.
    package var longestWatch: Double { times.last ?? 0 }

    /// Calls `body` for each kind: its repeats, the places of its last purchase and its watch among `times`, how many.
    @inline(__always)
    func forEachKind(_ body: (_ repeats: Int, _ last: Int, _ watched: Int, _ count: Double) -> Void) {
        for place in kinds.indices {
            let (last, watched) = pairsOfKind[place]
            body(
                kinds[place].repeats,
                Int(pairs[Int(last)].time),
                Int(pairs[Int(watched)].time),
                Double(counts[place])
            )
        }
    }

    /// The base of every so many-th kind, to look around with.
    func thinned(by step: Int) -> CustomerBase {
        CustomerBase(
            kinds: stride(from: step / 2, to: kinds.count, by: step).map { kinds[$0] },
            counts: stride(from: step / 2, to: kinds.count, by: step).map { counts[$0] },
            kindOfCustomer: []
        )
    }

    private static func pairs(
        of kinds: [CustomerSummary],
        _ times: [Double]
    ) -> (pairs: [(repeats: Int32, time: Int32)], ofKind: [(last: Int32, watched: Int32)]) {
        var places: [Double: Int32] = [:]
        places.reserveCapacity(times.count)
        for (place, time) in times.enumerated() { places[time] = Int32(place) }
        var pairs: [(repeats: Int32, time: Int32)] = []
        var seen = [Int32](repeating: -1, count: times.count)
        var ofKind: [(last: Int32, watched: Int32)] = []
        ofKind.reserveCapacity(kinds.count)
        var repeats = -1
        func pair(_ time: Double) -> Int32 {
            guard let place = places[time] else { return 0 }
            if seen[Int(place)] < 0 {
                seen[Int(place)] = Int32(pairs.count)
                pairs.append((Int32(repeats), place))
            }
            return seen[Int(place)]
        }
        for kind in kinds {
            if kind.repeats != repeats {
                repeats = kind.repeats
                for place in seen.indices { seen[place] = -1 }
            }
            ofKind.append((pair(kind.lastAt), pair(kind.watched)))
        }
        return (pairs, ofKind)
    }
}

extension CustomerSummary: Comparable {
    package static func < (left: CustomerSummary, right: CustomerSummary) -> Bool {
        (left.repeats, left.lastAt, left.watched) < (right.repeats, right.lastAt, right.watched)
    }
}

/// Finds who is alike: a table of open places, filled by a mix of the three numbers.
private struct KindTable {
    private(set) var kinds: [CustomerSummary] = []
    private(set) var counts: [Int] = []
    private(set) var kindOfCustomer: [Int32] = []

    init(_ customers: [CustomerSummary]) {
        kindOfCustomer.reserveCapacity(customers.count)
        var size = 1_024
        var places = [Int32](repeating: -1, count: size)
        for customer in customers {
            if kinds.count * 2 > size {
                size *= 4
                places = [Int32](repeating: -1, count: size)
                for (kind, summary) in kinds.enumerated() {
                    var place = mixed(summary) & (size - 1)
                    while places[place] >= 0 { place = (place + 1) & (size - 1) }
                    places[place] = Int32(kind)
                }
            }
            var place = mixed(customer) & (size - 1)
            while places[place] >= 0, kinds[Int(places[place])] != customer { place = (place + 1) & (size - 1) }
            if places[place] < 0 {
                places[place] = Int32(kinds.count)
                kinds.append(customer)
                counts.append(0)
            }
            counts[Int(places[place])] += 1
            kindOfCustomer.append(places[place])
        }
    }
}

private func mixed(_ customer: CustomerSummary) -> Int {
    var bits = customer.lastAt.bitPattern &* 0x9E37_79B9_7F4A_7C15
    bits ^= customer.watched.bitPattern &+ (bits >> 29)
    bits = (bits ^ UInt64(customer.repeats)) &* 0xBF58_476D_1CE4_E5B9
    bits ^= bits >> 32
    bits = bits &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: bits >> 16)
}
