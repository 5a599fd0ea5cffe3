internal import SetiaCare
internal import SetiaCore

/// A journey drawn on the server: a box a step, one below the other, and a line for each way.
///
/// It stands there without scripts. The table beside it says the same, so that nobody needs the picture.
struct JourneyDrawing {
    let journey: Journey
    /// What a step does, in a few words.
    let words: [Key: String]
    /// How many stand at a step; nothing is drawn for none.
    var counts: [Key: String] = [:]
    /// What the picture says, for those who do not see it.
    let description: String
    /// What begins it, and the end, in words.
    let begin: String
    let end: String

    private static let (left, width, height, pitch, top) = (8, 250, 46, 76, 54)

    /// As SVG, to be put into a page as it is.
    var svg: String {
        let steps = journey.steps
        var places: [Key: Int] = [:]
        for (place, step) in steps.enumerated() { places[step.key] = place }
        var (lines, body, lane) = ("", "", 0)
        let middle = Self.left + Self.width / 2
        body += "<text x=\"\(middle)\" y=\"20\" text-anchor=\"middle\" class=\"soft\">\(escaped(begin))</text>"
        lines += line(middle, 28, middle, Self.top)
        for (place, step) in steps.enumerated() {
            let y = Self.top + place * Self.pitch
            let id = step.key.text
            body += "<rect x=\"\(Self.left)\" y=\"\(y)\" width=\"\(Self.width)\" height=\"\(Self.height)\" rx=\"8\"/>"
            body += "<text x=\"\(Self.left + 12)\" y=\"\(y + 19)\" class=\"name\">\(escaped(id))</text>"
            body +=
                "<text x=\"\(Self.left + 12)\" y=\"\(y + 37)\" class=\"soft\">\(escaped(words[step.key] ?? ""))</text>"
            if let count = counts[step.key] {
                body += "<text x=\"\(Self.left + Self.width - 12)\" y=\"\(y + 19)\" text-anchor=\"end\" "
                body += "class=\"count\">\(escaped(count))</text>"
            }
            var seen: Set<Int> = []
            for target in step.targets {
                // The end is drawn below the last step.
                let aim = target.flatMap { places[$0] } ?? steps.count
                guard seen.insert(aim).inserted else { continue }
                if aim == place + 1 {
                    lines += line(middle, y + Self.height, middle, y + Self.pitch)
                } else {
                    lines += curve(from: y + Self.height / 2, to: center(of: aim, steps.count), lane: lane % 6)
                    lane += 1
                }
            }
        }
        let bottom = Self.top + steps.count * Self.pitch
        // A curve comes out for three quarters of where its handles are.
        let wide = Self.left * 2 + Self.width + (lane == 0 ? 0 : 16 + min(lane, 6) * 10)
        body +=
            "<text x=\"\(middle)\" y=\"\(bottom + 18)\" text-anchor=\"middle\" class=\"soft\">\(escaped(end))</text>"
        return """
            <svg class="flow" role="img" aria-label="\(escaped(description))" viewBox="0 0 \(wide) \(bottom + 30)">\
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
            <path class="tip" d="M0 0l8 4-8 4z"/></marker></defs>\(lines)\(body)</svg>
            """
    }

    private func center(of place: Int, _ count: Int) -> Int {
        place < count ? Self.top + place * Self.pitch + Self.height / 2 : Self.top + count * Self.pitch + 14
    }

    private func line(_ x: Int, _ y: Int, _ toX: Int, _ toY: Int) -> String {
        "<path class=\"way\" marker-end=\"url(#tip)\" d=\"M\(x) \(y)L\(toX) \(toY)\"/>"
    }

    /// Around the boxes, on the right; several beside each other.
    private func curve(from y: Int, to aim: Int, lane: Int) -> String {
        let right = Self.left + Self.width
        let out = right + 24 + lane * 12
        let isEnd = aim > Self.top + journey.steps.count * Self.pitch
        let x = isEnd ? Self.left + Self.width / 2 + 44 : right
        return
            "<path class=\"way\" marker-end=\"url(#tip)\" d=\"M\(right) \(y)C\(out) \(y) \(out) \(aim) \(x) \(aim)\"/>"
    }
}
