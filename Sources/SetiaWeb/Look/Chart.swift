internal import SetiaService

/// A column chart, drawn on the server: it stands there without scripts, prints, and is the same for everybody.
///
/// Columns begin at zero. The highest and the last are labelled directly; a table stands behind it in the page.
struct Chart {
    /// One column.
    struct Column {
        let label: String
        let value: Int64
        /// As it is written.
        let shown: String
        /// Not a whole month yet: drawn lighter.
        var isPartial = false
    }

    let columns: [Column]
    /// What the picture says, for those who do not see it.
    let description: String
    var isPoints = false

    private let width = 640.0
    private let height = 240.0
    private let left = 4.0
    private let right = 4.0
    private let top = 28.0
    private let bottom = 24.0

    /// As SVG, to be put into a page as it is.
    var svg: String {
        let highest = max(1, columns.map(\.value).max() ?? 1)
        let step = (width - left - right) / Double(max(1, columns.count))
        let floor = height - bottom
        var body = "<line class=\"grid\" x1=\"0\" x2=\"\(width)\" y1=\"\(floor)\" y2=\"\(floor)\"/>"
        let labelled = Set([columns.indices.max { columns[$0].value < columns[$1].value }, columns.indices.last])
        for (place, column) in columns.enumerated() {
            let tall = (floor - top) * Double(column.value) / Double(highest)
            let x = left + step * Double(place)
            let gap = min(4, step * 0.2)
            body += "<rect class=\"bar\(isPoints ? " second" : "")\" x=\"\(rounded(x + gap / 2))\" "
            body +=
                "y=\"\(rounded(floor - tall))\" width=\"\(rounded(step - gap))\" height=\"\(rounded(tall))\" rx=\"2\""
            body += column.isPartial ? " fill-opacity=\".45\"" : ""
            body += "><title>\(escaped(column.label)): \(escaped(column.shown))</title></rect>"
            let anchor = place * 5 < columns.count ? "start" : place * 5 > columns.count * 4 ? "end" : "middle"
            let at = anchor == "start" ? x : anchor == "end" ? x + step : x + step / 2
            if labelled.contains(place), !column.isPartial || column.value == highest {
                body += "<text class=\"direct\" x=\"\(rounded(at))\" y=\"\(rounded(floor - tall - 8))\" "
                body += "text-anchor=\"\(anchor)\">\(escaped(column.shown))</text>"
            }
            if place == 0 || place == columns.count - 1 || place == columns.count / 2 {
                body += "<text x=\"\(rounded(at))\" y=\"\(height - 6)\" text-anchor=\"\(anchor)\">"
                body += "\(escaped(column.label))</text>"
            }
        }
        return """
            <svg class="chart" role="img" aria-label="\(escaped(description))" \
            viewBox="0 0 \(Int(width)) \(Int(height))">\(body)</svg>
            """
    }

    private func rounded(_ number: Double) -> String {
        String((number * 10).rounded() / 10)
    }
}
