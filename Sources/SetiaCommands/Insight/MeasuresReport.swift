internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// Figures by definition as a table, each beside what it was in as many days before.
struct MeasuresReport {
    let measures: Measures

    var findings: Findings {
        var findings = Findings(
            subject: """
                measures: \(counted(measures.members, "member")), \(measures.from.iso) to \(measures.until.iso), days of \
                \(measures.timeZone)
                """
        )
        var table = Findings.Table(
            "measures",
            "",
            [
                .init("figure"), .init("value"), .init("unit", ""), .init("lower", "95 % from"), .init("upper", "to"),
                .init("numerator", "counted"), .init("denominator", "of"), .init("n"), .init("remark", ""),
                .init("change", "since before"), .init("changeLower", "95 % from"), .init("changeUpper", "to"),
                .init("direction", ""),
            ]
        )
        for figure in measures.figures {
            func cell(_ number: Double?) -> Findings.Cell {
                guard let number, let value = figure.value else { return .none }
                return switch value {
                case .rate: .rate(number)
                case .score: .number(number, decimals: 1)
                case .duration: .number(number / 60_000, decimals: 1)
                }
            }
            let (number, unit): (Double?, String) =
                switch figure.value {
                case .rate(let rate)?: (rate, "")
                case .score(let score)?: (score, "points")
                case .duration(let time)?: (time, "minutes")
                case nil: (nil, "")
                }
            var remarks: [String] = []
            if let currency = figure.currency { remarks.append("in \(currency.code)") }
            if let silence = figure.silence { remarks.append(words(silence)) }
            if figure.value != nil, figure.isSmall { remarks.append("few") }
            if figure.leftOut > 0 { remarks.append("\(grouped(figure.leftOut)) without an answer left out") }
            table.add(
                .text(figure.definition.name),
                cell(number),
                .text(unit),
                cell(figure.interval?.lower),
                cell(figure.interval?.upper),
                .count(figure.numerator),
                .count(figure.denominator),
                .count(figure.n),
                .text(remarks.joined(separator: "; ")),
                cell(figure.change?.difference.value),
                cell(figure.change?.difference.interval.lower),
                cell(figure.change?.difference.interval.upper),
                .text(figure.change?.direction.rawValue ?? "")
            )
        }
        findings.tables = [table]
        if measures.figures.contains(where: { $0.change != nil }) {
            findings.notes = [
                "what changed is against the \(counted(measures.days, "day")) before; a difference within the noise is none"
            ]
        }
        findings.definitions = measures.figures.map(\.definition)
        return findings
    }

    private func words(_ silence: Measures.Silence) -> String {
        switch silence {
        case .nothing: "nothing to speak of"
        case .unknownOthers: "not of some members: of the others nobody knows who they are"
        case .noChannel: "not by this way"
        }
    }
}
