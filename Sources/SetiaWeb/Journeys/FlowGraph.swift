/// Boxes and the ways between them, to be laid out from top to bottom.
struct FlowGraph: Sendable, Hashable {
    /// The first is where everything begins, the last where it ends; the others in the order in which they are told.
    var boxes: [Size]
    /// Each pair of boxes at most once.
    var ways: [Way]

    /// How much room something takes, in pixels.
    struct Size: Sendable, Hashable {
        let width: Int
        let height: Int
    }

    /// A way from one box to another, by their places; with room for what stands on it.
    struct Way: Sendable, Hashable {
        let from: Int
        let to: Int
        /// None where nothing stands on it.
        var label: Size?
    }
}

extension FlowGraph {
    /// The places of ways that lead back to where one came from, found by walking from the first box in the order told.
    var waysBack: Set<Int> {
        var back: Set<Int> = []
        // 0 is not seen yet, 1 on the way, 2 done.
        var state = [Int](repeating: 0, count: boxes.count)
        var leaving = [[Int]](repeating: [], count: boxes.count)
        for (place, way) in ways.enumerated() { leaving[way.from].append(place) }
        for root in boxes.indices where state[root] == 0 {
            var open: [(box: Int, next: Int)] = [(root, 0)]
            state[root] = 1
            while let (box, next) = open.last {
                guard next < leaving[box].count else {
                    state[box] = 2
                    open.removeLast()
                    continue
                }
                open[open.count - 1].next += 1
                let way = leaving[box][next]
                switch state[ways[way].to] {
                case 0:
                    state[ways[way].to] = 1
                    open.append((ways[way].to, 0))
                case 1: back.insert(way)
                default: break
                }
            }
        }
        return back
    }

    /// How far down each box stands: below all from which a way leads to it, and the last one below all.
    func ranks(without back: Set<Int>) -> [Int] {
        var ranks = boxes.indices.map { $0 == 0 ? 0 : 1 }
        // No way is longer than there are boxes.
        for _ in boxes {
            var isSettled = true
            for (place, way) in ways.enumerated() where !back.contains(place) && ranks[way.to] <= ranks[way.from] {
                ranks[way.to] = ranks[way.from] + 1
                isSettled = false
            }
            if isSettled { break }
        }
        if let last = ranks.indices.last, last > 0 { ranks[last] = max(ranks[last], (ranks.dropLast().max() ?? 0) + 1) }
        return ranks
    }
}
