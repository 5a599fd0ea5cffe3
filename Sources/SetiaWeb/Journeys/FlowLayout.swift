/// Where boxes stand and ways go, so that no box lies on another and no way runs through one.
///
/// Boxes stand in rows, each below all that lead to it; between two rows lies a row of bends, so that a way that passes
/// boxes by passes between them, and what stands on a way has room of its own. Equal graphs are laid out equally.
///
/// - SeeAlso: Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", 1981: the
///   rows, and the order in a row by the middle of the neighbours.
struct FlowLayout: Sendable {
    /// A rectangle.
    struct Box: Sendable, Hashable {
        let x: Int
        let y: Int
        let width: Int
        let height: Int

        var middle: Int { x + width / 2 }
        var right: Int { x + width }
        var bottom: Int { y + height }
    }

    /// A point.
    struct Point: Sendable, Hashable {
        let x: Int
        let y: Int
    }

    /// A way as it is drawn.
    struct Line: Sendable, Hashable {
        /// From the edge of the box where it begins to the edge of that where it ends.
        let points: [Point]
        /// Where what stands on it stands.
        let label: Box?
        /// Whether it leads back to where one came from.
        let isBack: Bool
    }

    /// One a box of the graph, in its order.
    let boxes: [Box]
    /// One a way of the graph, in its order.
    let lines: [Line]
    let width: Int
    let height: Int

    /// The most bends that are drawn: what is more tangled is no picture.
    static let mostBends = 4_000
    private static let (margin, gap, rise, narrow) = (12, 28, 16, 12)

    /// Something that stands in a row: a box, or a bend of a way.
    private struct Item {
        let size: FlowGraph.Size
        /// What it hangs on in the row above and the row below, by their places among all.
        var above: [Int] = []
        var below: [Int] = []
        let isBend: Bool
    }

    /// The layout of a graph; none where it is too tangled to be drawn.
    init?(_ graph: FlowGraph) {
        guard graph.boxes.count > 1 else { return nil }
        let back = graph.waysBack
        let ranks = graph.ranks(without: back).map { $0 * 2 }
        var items = graph.boxes.enumerated().map { place, size in
            // A way from a box to itself goes around its right side.
            let loops = graph.ways.contains { $0.from == place && $0.to == place }
            return Item(size: loops ? .init(width: size.width + 64, height: size.height) : size, isBend: false)
        }
        var rows = [[Int]](repeating: [], count: (ranks.max() ?? 0) + 1)
        for (place, rank) in ranks.enumerated() { rows[rank].append(place) }
        // The bends of each way from the upper box to the lower one.
        var bends = [[Int]](repeating: [], count: graph.ways.count)
        for (place, way) in graph.ways.enumerated() where way.from != way.to {
            let isBack = back.contains(place)
            let (upper, lower) = isBack ? (way.to, way.from) : (way.from, way.to)
            var last = upper
            for rank in ranks[upper] + 1..<ranks[lower] {
                guard items.count < graph.boxes.count + FlowLayout.mostBends else { return nil }
                // What stands on a way stands where it leaves.
                let isLabelled = rank == (isBack ? ranks[lower] - 1 : ranks[upper] + 1)
                let size = (isLabelled ? way.label : nil) ?? .init(width: FlowLayout.narrow, height: 4)
                items.append(Item(size: size, above: [last], isBend: true))
                items[last].below.append(items.count - 1)
                last = items.count - 1
                bends[place].append(last)
                rows[rank].append(last)
            }
            items[last].below.append(lower)
            items[lower].above.append(last)
        }
        rows = FlowLayout.ordered(rows, items)
        let lefts = FlowLayout.placed(rows, items)

        // Downwards, row by row.
        var tops = [Int](repeating: 0, count: items.count)
        var bottoms = tops
        var y = FlowLayout.margin
        for row in rows {
            let high = row.map { items[$0].size.height }.max() ?? 0
            for item in row { (tops[item], bottoms[item]) = (y, y + high) }
            y += high + FlowLayout.rise
        }
        let boxes = graph.boxes.enumerated().map { place, size in
            Box(x: lefts[place], y: tops[place], width: size.width, height: size.height)
        }
        func bend(_ item: Int) -> Box {
            let size = items[item].size
            return Box(x: lefts[item], y: tops[item], width: size.width, height: bottoms[item] - tops[item])
        }
        lines = graph.ways.enumerated().map { place, way in
            let isBack = back.contains(place)
            guard way.from != way.to else { return FlowLayout.loop(boxes[way.from], way.label) }
            let all = bends[place].map(bend)
            let (upper, lower) = isBack ? (boxes[way.to], boxes[way.from]) : (boxes[way.from], boxes[way.to])
            var points = all.flatMap { [Point(x: $0.middle, y: $0.y), Point(x: $0.middle, y: $0.bottom)] }
            // Ways back are beside those that lead on, not among them.
            let first = FlowLayout.port(on: upper, towards: points.first?.x ?? lower.middle, apart: isBack)
            let last =
                isBack ? FlowLayout.port(on: lower, towards: points.last?.x ?? upper.middle, apart: true) : lower.middle
            points = [Point(x: first, y: upper.bottom)] + points + [Point(x: last, y: lower.y)]
            var label: Box?
            if let size = way.label, let bend = isBack ? all.last : all.first {
                label = Box(
                    x: bend.middle - size.width / 2,
                    y: bend.y + (bend.height - size.height) / 2,
                    width: size.width,
                    height: size.height
                )
            }
            return Line(points: isBack ? points.reversed() : points, label: label, isBack: isBack)
        }
        self.boxes = boxes
        width = (items.indices.map { lefts[$0] + items[$0].size.width }.max() ?? 0) + FlowLayout.margin
        height = y - FlowLayout.rise + FlowLayout.margin
    }

    /// Where a way leaves a box: towards where it goes, and where it leads back clear of the middle.
    private static func port(on box: Box, towards x: Int, apart: Bool) -> Int {
        let reach = box.width / 2 - 24
        let wanted = max(-reach, min(reach, x - box.middle))
        guard apart, abs(wanted) < 36 else { return box.middle + (apart ? wanted : wanted / 3) }
        return box.middle + (wanted < 0 ? -36 : 36)
    }

    private static func loop(_ box: Box, _ label: FlowGraph.Size?) -> Line {
        let (x, y) = (box.right, box.y + box.height / 2)
        let points = [
            Point(x: x, y: y + 14), Point(x: x + 40, y: y + 14), Point(x: x + 40, y: y - 14), Point(x: x, y: y - 14),
        ]
        return Line(points: points, label: nil, isBack: true)
    }

    // MARK: - The order in a row

    /// Rows in an order in which few ways cross: by the middle of what each hangs on, down and up again.
    private static func ordered(_ rows: [[Int]], _ items: [Item]) -> [[Int]] {
        var (rows, best) = (rows, rows)
        var fewest = crossings(rows, items)
        for sweep in 0..<8 where fewest > 0 {
            var places = [Int](repeating: 0, count: items.count)
            for row in rows { for (place, item) in row.enumerated() { places[item] = place } }
            let isDown = sweep % 2 == 0
            for row in isDown ? Array(rows.indices) : rows.indices.reversed() {
                let sorted = rows[row].enumerated().map { place, item -> (Double, Int, Int) in
                    let near = isDown ? items[item].above : items[item].below
                    guard !near.isEmpty else { return (Double(place), place, item) }
                    return (Double(near.reduce(0) { $0 + places[$1] }) / Double(near.count), place, item)
                }
                rows[row] = sorted.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
                for (place, item) in rows[row].enumerated() { places[item] = place }
            }
            let count = crossings(rows, items)
            if count < fewest { (fewest, best) = (count, rows) }
        }
        return best
    }

    /// How often ways between neighbouring rows cross.
    private static func crossings(_ rows: [[Int]], _ items: [Item]) -> Int {
        var places = [Int](repeating: 0, count: items.count)
        for row in rows { for (place, item) in row.enumerated() { places[item] = place } }
        var count = 0
        for row in rows {
            let ends = row.flatMap { item in items[item].below.map { places[$0] }.sorted() }
            for (place, end) in ends.enumerated() { count += ends[..<place].reduce(0) { $1 > end ? $0 + 1 : $0 } }
        }
        return count
    }

    // MARK: - Across

    /// How far left each item stands: as near as may be to what it hangs on, in the order of its row.
    private static func placed(_ rows: [[Int]], _ items: [Item]) -> [Int] {
        var middles = [Double](repeating: 0, count: items.count)
        for row in rows { settle(row, row.map { _ in 0 }, row.map { _ in 1 }, items, &middles) }
        for sweep in 0..<25 {
            let isDown = sweep % 2 == 0
            for row in isDown ? rows : rows.reversed() {
                var (wanted, weights): ([Double], [Double]) = ([], [])
                for item in row {
                    let near = isDown ? items[item].above : items[item].below
                    // What is long is straight, and boxes give way to it.
                    let isLong = items[item].isBend && near.allSatisfy { items[$0].isBend }
                    wanted.append(middle(of: near.map { middles[$0] }) ?? middles[item])
                    weights.append(near.isEmpty ? 0.1 : isLong ? 1_000 : 1)
                }
                settle(row, wanted, weights, items, &middles)
            }
        }
        let lefts = items.indices.map { Int((middles[$0] - Double(items[$0].size.width) / 2).rounded()) }
        let first = lefts.min() ?? 0
        return lefts.map { $0 - first + margin }
    }

    /// The one in the middle, or between the two that are.
    private static func middle(of numbers: [Double]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// Puts the items of a row where they want to be, as far as they leave each other room: the sum of the squares of how
    /// far each is from there is the least that it can be (pool adjacent violators).
    private static func settle(
        _ row: [Int],
        _ wanted: [Double],
        _ weights: [Double],
        _ items: [Item],
        _ middles: inout [Double]
    ) {
        // With the room of those before it taken off, items only need to be in order.
        var offsets: [Double] = []
        for (place, item) in row.enumerated() {
            guard place > 0 else {
                offsets.append(0)
                continue
            }
            let other = row[place - 1]
            let room = Double(items[item].size.width + items[other].size.width) / 2
            offsets.append(offsets[place - 1] + room + Double(gap))
        }
        var pools: [(value: Double, weight: Double, count: Int)] = []
        for place in row.indices {
            pools.append((wanted[place] - offsets[place], weights[place], 1))
            while pools.count > 1, pools[pools.count - 2].value > pools[pools.count - 1].value {
                let (last, before) = (pools.removeLast(), pools.removeLast())
                let weight = last.weight + before.weight
                let value = (last.value * last.weight + before.value * before.weight) / weight
                pools.append((value, weight, last.count + before.count))
            }
        }
        var place = 0
        for pool in pools {
            for _ in 0..<pool.count {
                middles[row[place]] = pool.value + offsets[place]
                place += 1
            }
        }
    }
}
