/// What causes most: columns by how often, and a line for the share of all up to each (a Pareto chart).
///
/// The most frequent stands first. After J. M. Juran, Quality Control Handbook, 1951.
///
/// Columns and line have one scale: 100 % is all that was counted, so that the line ends at the top.
struct ParetoChart {
    /// One cause.
    struct Cause {
        let name: String
        /// How often; above 0.
        let count: Int
        /// The share of all up to this one, as it is written.
        let running: String
    }

    /// The most frequent first.
    let causes: [Cause]
    /// What the picture says, for those who do not see it.
    let description: String

    private let width = 640.0
    private let height = 260.0
    private let top = 24.0
    private let bottom = 28.0

    /// As SVG, to be put into a page as it is; none for fewer than two causes, of which a picture says nothing.
    var svg: String? {
        let total = causes.reduce(0) { $0 + $1.count }
        guard causes.count > 1, total > 0 else { return nil }
        let (step, floor) = (width / Double(causes.count), height - bottom)
        func y(_ count: Int) -> Double { floor - (floor - top) * Double(count) / Double(total) }
        var body = ""
        for share in [0, 50, 100] {
            let line = rounded(floor - (floor - top) * Double(share) / 100)
            body += "<line class=\"grid\" x1=\"0\" x2=\"\(width)\" y1=\"\(line)\" y2=\"\(line)\"/>"
        }
        var (points, so, marks) = ([String](), 0, "")
        for (place, cause) in causes.enumerated() {
            let (x, middle) = (step * Double(place), step * (Double(place) + 0.5))
            body += "<rect class=\"bar\" x=\"\(rounded(x + step * 0.15))\" y=\"\(rounded(y(cause.count)))\" "
            body += "width=\"\(rounded(step * 0.7))\" height=\"\(rounded(floor - y(cause.count)))\" rx=\"2\">"
            body += "<title>\(escaped(cause.name)): \(cause.count)</title></rect>"
            body +=
                "<text x=\"\(rounded(middle))\" y=\"\(height - 8)\" text-anchor=\"middle\">\(escaped(cause.name))</text>"
            so += cause.count
            points.append("\(rounded(middle)),\(rounded(y(so)))")
            marks += "<circle class=\"dot\" cx=\"\(rounded(middle))\" cy=\"\(rounded(y(so)))\" r=\"3\">"
            marks += "<title>\(escaped(cause.running))</title></circle>"
            marks += "<text class=\"direct\" x=\"\(rounded(middle))\" y=\"\(rounded(y(so) - 8))\" "
            marks += "text-anchor=\"\(place == causes.count - 1 ? "end" : "middle")\">\(escaped(cause.running))</text>"
        }
        body += "<polyline class=\"line dashed\" points=\"\(points.joined(separator: " "))\"/>"
        return """
            <svg class="chart" role="img" aria-label="\(escaped(description))" \
            viewBox="0 0 \(Int(width)) \(Int(height))">\(body)\(marks)</svg>
            """
    }

    private func rounded(_ number: Double) -> String { String((number * 10).rounded() / 10) }
}
