internal import SetiaCare
internal import SetiaInsight
internal import SetiaService

/// How members moved between phases month by month, drawn on the server: a column a month, whose parts are the phases, and a
/// band for each way that some went, as wide as they are many (rule I-10).
///
/// It stands there without scripts and prints. The table beneath says the same, so that nobody needs the picture.
struct PhaseFlow {
    /// One month.
    struct Column {
        /// The month, in few letters.
        let label: String
        /// Members at its end, by phase.
        let counts: [LoyaltyPhase: Int]
        /// How they came there since the month before; empty for the first.
        let moves: [PhaseInsight.Move: Int]
        /// Not over yet: drawn lighter.
        let isPartial: Bool
    }

    let columns: [Column]
    /// What the picture says, for those who do not see it.
    let description: String
    /// What a phase is called.
    let name: (LoyaltyPhase) -> String
    /// A number as it is written.
    let number: (Int) -> String

    private let width = 640.0
    private let height = 300.0
    private let top = 8.0
    private let bottom = 24.0
    private let bar = 22.0
    private let gap = 6.0

    /// As SVG, to be put into a page as it is.
    var svg: String {
        let most = Double(max(1, columns.map { $0.counts.values.reduce(0, +) }.max() ?? 1))
        let room = height - top - bottom - gap * Double(LoyaltyPhase.allCases.count - 1)
        let scale = room / most
        let step = columns.count > 1 ? (width - bar) / Double(columns.count - 1) : 0
        let places = columns.map { tops(of: $0, scale) }
        var (bands, bars) = ("", "")
        for (number, column) in columns.enumerated() {
            let x = step * Double(number)
            if number > 0 { bands += self.bands(into: number, x - step + bar, x, places, scale) }
            for phase in LoyaltyPhase.allCases {
                let count = column.counts[phase] ?? 0
                guard count > 0, let y = places[number][phase] else { continue }
                bars += "<rect class=\"part-\(phase.rawValue)\" x=\"\(fixed(x, 1))\" y=\"\(fixed(y, 1))\" "
                bars += "width=\"\(fixed(bar, 1))\" height=\"\(fixed(max(1, Double(count) * scale), 1))\""
                bars += column.isPartial ? " fill-opacity=\".55\">" : ">"
                bars += "<title>\(escaped(name(phase))), \(escaped(column.label)): \(self.number(count))</title></rect>"
            }
            let anchor = number == 0 ? "start" : number == columns.count - 1 ? "end" : "middle"
            let at = number == 0 ? x : number == columns.count - 1 ? x + bar : x + bar / 2
            bars += "<text x=\"\(fixed(at, 1))\" y=\"\(fixed(height - 6, 1))\" text-anchor=\"\(anchor)\">"
            bars += "\(escaped(column.label))</text>"
        }
        return """
            <svg class="chart phaseflow" role="img" aria-label="\(escaped(description))" \
            viewBox="0 0 \(Int(width)) \(Int(height))">\(bands)\(bars)</svg>
            """
    }

    /// Where each phase begins in a column, the first on top.
    private func tops(of column: Column, _ scale: Double) -> [LoyaltyPhase: Double] {
        var (places, y) = ([LoyaltyPhase: Double](), top)
        for phase in LoyaltyPhase.allCases {
            places[phase] = y
            y += Double(column.counts[phase] ?? 0) * scale + gap
        }
        return places
    }

    /// The ways into a column, in the order of the phases on both sides, so that they cross as little as they can.
    private func bands(
        into column: Int,
        _ from: Double,
        _ to: Double,
        _ places: [[LoyaltyPhase: Double]],
        _ scale: Double
    ) -> String {
        var (left, right, text) = (places[column - 1], places[column], "")
        for origin in LoyaltyPhase.allCases {
            for aim in LoyaltyPhase.allCases {
                let count = columns[column].moves[PhaseInsight.Move(from: origin, to: aim)] ?? 0
                guard count > 0, let start = left[origin], let end = right[aim] else { continue }
                let thick = Double(count) * scale
                left[origin] = start + thick
                right[aim] = end + thick
                let middle = fixed((from + to) / 2, 1)
                func point(_ x: Double, _ y: Double) -> String { "\(fixed(x, 1)) \(fixed(y, 1))" }
                let (a, b, c, d) = (fixed(start, 1), fixed(end, 1), fixed(end + thick, 1), fixed(start + thick, 1))
                text += "<path class=\"band part-\(origin.rawValue)\" d=\"M\(point(from, start))"
                text += "C\(middle) \(a) \(middle) \(b) \(point(to, end))L\(point(to, end + thick))"
                text += "C\(middle) \(c) \(middle) \(d) \(point(from, start + thick))Z\"><title>"
                text += "\(escaped(name(origin))) → \(escaped(name(aim))), \(escaped(columns[column].label)): "
                text += "\(number(count))</title></path>"
            }
        }
        return text
    }
}
