internal import SetiaCare
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// A figure's members as an address: what a page links to, and what the list reads back.
struct FigureAddress {
    let figure: MemberFigure

    init(_ figure: MemberFigure) {
        self.figure = figure
    }

    /// Where the list is.
    static let room = "/console/customers/members"

    /// The page of the list.
    var path: String { FigureAddress.room + "?" + query }
    /// The same as a file.
    var file: String { FigureAddress.room + ".csv?" + query }

    private var query: String {
        parts.filter { !$0.value.isEmpty }.map { "\($0.name)=\(urlEncoded($0.value))" }.joined(separator: "&")
    }

    private var parts: [(name: String, value: String)] {
        switch figure {
        case .customers(let currency, let count): parts(of: count) + [(name: "currency", value: currency.code)]
        case .phase(let phase): [("figure", "phase"), ("phase", phase.rawValue)]
        case .side(let kind, let key, let isHeldOut):
            [("figure", isHeldOut ? "held-out" : "treated"), ("kind", kind.rawValue), ("key", key)]
        case .points(let wallet, let count): [("figure", "points"), ("wallet", wallet.text), ("count", count.rawValue)]
        case .buyers(let brand, let category):
            [("figure", "buyers"), ("brand", brand.text), ("category", category?.text ?? "")]
        case .measure(let key, let query):
            [
                ("figure", "measure"), ("measure", key.text), ("from", query.from?.iso ?? ""),
                ("to", query.until?.iso ?? ""), ("country", query.country?.text ?? ""),
                ("tier", query.tier?.text ?? ""),
                ("segment", query.segment?.text ?? ""), ("channel", query.channel?.text ?? ""),
            ]
        }
    }

    private func parts(of count: CustomerInsight.Count) -> [(name: String, value: String)] {
        switch count {
        case .repeating: [("figure", "repeating")]
        case .within(let days): [("figure", "within"), ("days", "\(days)")]
        case .retained: [("figure", "retained")]
        case .reactivated: [("figure", "reactivated")]
        case .silent: [("figure", "silent")]
        case .cohort(let month, let age): [("figure", "cohort"), ("month", "\(month)"), ("age", "\(age)")]
        case .segment(let segment): [("figure", "rfm"), ("rfm", segment.rawValue)]
        case .band(let band): [("figure", "band"), ("band", band.rawValue)]
        }
    }

    /// The figure that an address names; none where it names none.
    init?(_ visit: Visit) {
        let query = visit.query
        func key(_ name: String) -> Key? { query[name].isEmpty ? nil : Key(String(query[name].prefix(100))) }
        let found: MemberFigure?
        switch query["figure"] {
        case "phase": found = LoyaltyPhase(rawValue: query["phase"]).map { .phase($0) }
        case "treated", "held-out":
            found = WorthInsight.Kind(rawValue: query["kind"]).map { kind in
                .side(kind, key: String(query["key"].prefix(100)), isHeldOut: query["figure"] == "held-out")
            }
        case "points":
            guard let wallet = key("wallet"), let count = PointsInsight.Count(rawValue: query["count"]) else {
                return nil
            }
            found = .points(wallet: wallet, count)
        case "buyers": found = key("brand").map { .buyers(brand: $0, category: key("category")) }
        case "measure":
            let (measures, problem) = MeasuresView.query(of: visit)
            guard problem == nil, let measure = key("measure") else { return nil }
            found = .measure(measure, measures)
        default:
            guard let currency = try? Currency(query["currency"]) else { return nil }
            found = FigureAddress.count(query).map { .customers(currency, $0) }
        }
        guard let found else { return nil }
        figure = found
    }

    private static func count(_ query: Form) -> CustomerInsight.Count? {
        switch query["figure"] {
        case "repeating": return .repeating
        case "within": return Int(query["days"]).flatMap { (1...3_650).contains($0) ? .within($0) : nil }
        case "retained": return .retained
        case "reactivated": return .reactivated
        case "silent": return .silent
        case "cohort":
            guard let day = Day(iso: query["month"] + "-01"), let age = Int(query["age"]), (0...1_200).contains(age)
            else {
                return nil
            }
            return .cohort(CalendarMonth(of: day), age: age)
        case "rfm": return RFMSegment(rawValue: query["rfm"]).map { .segment($0) }
        case "band": return Outlook.Band(rawValue: query["band"]).map { .band($0) }
        default: return nil
        }
    }
}

extension MemberFigure {
    /// The page that lists its members.
    var path: String { FigureAddress(self).path }
}
