import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Boxes and ways laid out")
struct FlowLayoutTests {
    private let size = FlowGraph.Size(width: 224, height: 62)

    /// A graph with steps in a row, each leading to the next one, and more ways.
    private func graph(_ steps: Int, _ more: [(Int, Int)] = [], labelled: Bool = false) -> FlowGraph {
        let end = FlowGraph.Size(width: 88, height: 32)
        let boxes = [end] + [FlowGraph.Size](repeating: size, count: steps) + [end]
        let pairs = (0...steps).map { ($0, $0 + 1) } + more
        return FlowGraph(
            boxes: boxes,
            ways: pairs.map {
                FlowGraph.Way(from: $0, to: $1, label: labelled ? FlowGraph.Size(width: 90, height: 20) : nil)
            }
        )
    }

    /// What is wrong with a layout; nothing where it is as it should be.
    private func faults(_ graph: FlowGraph, _ layout: FlowLayout) -> [String] {
        var faults: [String] = []
        func overlap(_ one: FlowLayout.Box, _ other: FlowLayout.Box) -> Bool {
            one.x < other.right && other.x < one.right && one.y < other.bottom && other.y < one.bottom
        }
        let labels = layout.lines.compactMap(\.label)
        let all = layout.boxes + labels
        for (place, box) in all.enumerated() {
            if box.x < 0 || box.y < 0 || box.right > layout.width || box.bottom > layout.height {
                faults.append("\(place) stands outside")
            }
            for other in all[..<place] where overlap(box, other) { faults.append("\(place) lies on another") }
        }
        for (way, line) in zip(graph.ways, layout.lines) {
            let (from, to) = (layout.boxes[way.from], layout.boxes[way.to])
            guard let first = line.points.first, let last = line.points.last else {
                faults.append("\(way.from)-\(way.to) has no points")
                continue
            }
            func isOn(_ point: FlowLayout.Point, _ box: FlowLayout.Box) -> Bool {
                let isAcross = (box.x...box.right).contains(point.x)
                let isDown = (box.y...box.bottom).contains(point.y)
                return isAcross && isDown && (point.y == box.y || point.y == box.bottom || point.x == box.right)
            }
            if !isOn(first, from) || !isOn(last, to) { faults.append("\(way.from)-\(way.to) does not lead there") }
            if way.from != way.to, line.isBack != (first.y > last.y) { faults.append("\(way.from)-\(way.to) turns") }
            // Between rows a way swings, and in a row it goes straight down: it crosses no box there.
            for (one, other) in zip(line.points, line.points.dropFirst()) where way.from != way.to {
                let (top, bottom) = (min(one.y, other.y), max(one.y, other.y))
                for (place, box) in layout.boxes.enumerated() where top < box.bottom && bottom > box.y {
                    if max(one.x, other.x) > box.x && min(one.x, other.x) < box.right {
                        faults.append("\(way.from)-\(way.to) runs through \(place)")
                    }
                }
            }
        }
        return faults
    }

    @Test("Y-21: steps one after the other stand straight below each other")
    func straight() throws {
        let graph = graph(5)
        let layout = try #require(FlowLayout(graph))
        #expect(faults(graph, layout) == [])
        #expect(Set(layout.boxes.map(\.middle)).count == 1)
        #expect(layout.boxes.map(\.y) == layout.boxes.map(\.y).sorted())
        #expect(layout.width < 300, "a phone shows it whole")
        #expect(layout.lines.allSatisfy { Set($0.points.map(\.x)).count == 1 })
    }

    @Test("Y-21: ways that part stand side by side, and one that is late goes past what it leaves out")
    func parting() throws {
        // 1 leads to 2 and 3, both to 4; from 2 one comes to the end too.
        let end = FlowGraph.Size(width: 88, height: 32)
        let graph = FlowGraph(
            boxes: [end, size, size, size, size, end],
            ways: [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (2, 5)].map { FlowGraph.Way(from: $0, to: $1) }
        )
        let layout = try #require(FlowLayout(graph))
        #expect(faults(graph, layout) == [])
        #expect(layout.boxes[2].y == layout.boxes[3].y && layout.boxes[2].x < layout.boxes[3].x)
        #expect(layout.boxes[5].y > layout.boxes[4].y)
    }

    @Test("Y-21: a way back is drawn upwards, and one from a step to itself beside it")
    func loops() throws {
        let graph = graph(3, [(3, 1), (2, 2)], labelled: true)
        let layout = try #require(FlowLayout(graph))
        #expect(faults(graph, layout) == [])
        #expect(layout.lines.map(\.isBack) == [false, false, false, false, true, true])
    }

    @Test(
        "Y-21: whatever the graph, boxes do not overlap, ways lead where they should, and it is the same each time",
        arguments: 0..<120
    )
    func law(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let steps = Int.random(in: 1...12, using: &random)
        var pairs: [(Int, Int)] = []
        for _ in 0..<Int.random(in: 0...16, using: &random) {
            let pair = (Int.random(in: 1...steps, using: &random), Int.random(in: 1...steps + 1, using: &random))
            if pair.1 != pair.0 + 1, !pairs.contains(where: { $0 == pair }) { pairs.append(pair) }
        }
        var graph = graph(steps, pairs, labelled: seed % 2 == 0)
        // Of some nothing is reached any more.
        if seed % 3 == 0 { graph.ways.remove(at: Int.random(in: 0..<graph.ways.count, using: &random)) }
        let layout = try #require(FlowLayout(graph))
        #expect(faults(graph, layout) == [])
        let again = try #require(FlowLayout(graph))
        #expect(again.boxes == layout.boxes && again.lines == layout.lines)
    }

    @Test("Y-21: what is too tangled is not drawn, and takes no time")
    func tangled() {
        let pairs = (1...60).flatMap { from in (1...20).map { (from, (from * 7 + $0 * 3) % 60 + 1) } }
        #expect(FlowLayout(graph(60, pairs.filter { $0.1 != $0.0 + 1 })) == nil)
        #expect(FlowLayout(FlowGraph(boxes: [size], ways: [])) == nil)
        #expect(FlowLayout(graph(60)) != nil)
    }

    @Test("texts are cut to the room that they have, marks above and below Thai letters taking none")
    func fitting() {
        #expect(Drawn.width(of: "ที่", 13) == Drawn.width(of: "ท", 13))
        #expect(Drawn.fitted("short", 200, 13) == "short")
        let cut = Drawn.fitted(String(repeating: "long ", count: 20), 100, 13)
        #expect(cut.hasSuffix("…") && Drawn.width(of: cut, 13) <= 100)
        #expect(Drawn.fitted("anything", 0, 13) == "…")
    }
}
