internal import SetiaInsight

/// A few lines over one scale, drawn on the server: what came beside what was expected.
///
/// It stands there without scripts and prints. Lines are named at their ends, and a table beneath says the same.
struct LineChart {
    /// One line.
    struct Line {
        let name: String
        /// From left to right.
        let points: [(x: Double, y: Double)]
        /// What came is drawn in full, what was expected or is chance is dashed.
        var isDashed = false
    }

    let lines: [Line]
    /// What the picture says, for those who do not see it.
    let description: String
    /// What stands at the ends of the ground line.
    let ends: (first: String, last: String)
    /// From where on something is set off, such as what was held out.
    var shadedFrom: Double?
    /// A number as it is written at a line's end.
    let number: (Double) -> String

    private let width = 640.0
    private let height = 240.0
    private let top = 30.0
    private let bottom = 24.0
    private let right = 110.0

    /// As SVG, to be put into a page as it is.
    var svg: String {
        let all = lines.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
        let (least, most) = (all.map(\.x).min() ?? 0, all.map(\.x).max() ?? 1)
        let (low, high) = (min(0, all.map(\.y).min() ?? 0), max(0, all.map(\.y).max() ?? 0))
        func across(_ x: Double) -> Double { (x - least) / max(1e-9, most - least) * (width - right) }
        func down(_ y: Double) -> Double {
            height - bottom - (y - low) / max(1e-9, high - low) * (height - top - bottom)
        }
        var body = ""
        if let from = shadedFrom, from < most {
            body += "<rect class=\"shade\" x=\"\(fixed(across(from), 1))\" y=\"\(fixed(top, 1))\" "
            body +=
                "width=\"\(fixed(width - right - across(from), 1))\" height=\"\(fixed(height - top - bottom, 1))\"/>"
        }
        body += "<line class=\"grid\" x1=\"0\" x2=\"\(fixed(width - right, 1))\" "
        body += "y1=\"\(fixed(down(0), 1))\" y2=\"\(fixed(down(0), 1))\"/>"
        // Names stand apart, also where lines end together.
        var names: [(y: Double, text: String)] = []
        for line in lines {
            let points = line.points.filter { $0.x.isFinite && $0.y.isFinite }
            guard let last = points.last else { continue }
            let path = points.map { "\(fixed(across($0.x), 1)),\(fixed(down($0.y), 1))" }.joined(separator: " ")
            body += "<polyline class=\"line\(line.isDashed ? " dashed" : "")\" points=\"\(path)\"/>"
            names.append((down(last.y), "\(line.name) \(number(last.y))"))
        }
        var above = -Double.infinity
        for name in names.sorted(by: { $0.y < $1.y }) {
            let y = max(name.y + 4, above + 17)
            above = y
            body += "<text class=\"direct\" x=\"\(fixed(width - right + 6, 1))\" y=\"\(fixed(y, 1))\">"
            body += "\(escaped(name.text))</text>"
        }
        body += "<text x=\"0\" y=\"\(fixed(height - 6, 1))\">\(escaped(ends.first))</text>"
        body += "<text x=\"\(fixed(width - right, 1))\" y=\"\(fixed(height - 6, 1))\" text-anchor=\"end\">"
        body += "\(escaped(ends.last))</text>"
        return """
            <svg class="chart lines" role="img" aria-label="\(escaped(description))" \
            viewBox="0 0 \(Int(width)) \(Int(height))">\(body)</svg>
            """
    }
}
