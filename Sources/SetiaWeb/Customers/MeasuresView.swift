internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension Web {
    /// Figures by definition, of the days and members that the address names.
    func measuresPage(_ visit: Visit, _ fields: Fields) async throws -> Response {
        let brand = try await brand()
        var fields = fields
        guard brand.programme != nil else {
            fields["isEmpty"] = true
            return page("customers", visit, title: visit.texts.say("customers.title"), fields)
        }
        let view = MeasuresView(brand: brand, visit: visit, channels: try await service.measureChannels())
        let (query, problem) = view.query
        var told = view.form
        var status = HTTPResponse.Status.ok
        if let problem {
            told["problem"] = problem
            status = .unprocessableContent
        } else {
            do {
                let measures = try await service.measures(query)
                told["hasFigures"] = true
                told["about"] = view.about(measures)
                told["figures"] = measures.figures.map { view.card($0, measures) }
                let address = view.address
                fields["csv"] = CustomerRoom.measures.path + ".csv" + (address.isEmpty ? "" : "?\(address)")
            } catch let refusal as MeasureRefusal {
                told["problem"] = view.words(refusal)
                status = .unprocessableContent
            }
        }
        fields["measures"] = told
        return page("customers", visit, title: visit.texts.say("customers.title"), fields, status: status)
    }

    /// The same as a table, of the same days and members.
    func measuresTable(_ visit: Visit) async throws -> [[String]] {
        let view = MeasuresView(brand: try await brand(), visit: visit, channels: [])
        guard view.brand.programme != nil, view.query.problem == nil else { throw WebFailure.notFound }
        do {
            return try await service.measures(view.query.query).rows
        } catch is MeasureRefusal {
            throw WebFailure.notFound
        }
    }
}

/// What the page of figures by definition says.
struct MeasuresView {
    let brand: BrandView
    let visit: Visit
    let channels: [Key]

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    private static let names = ["from", "to", "country", "tier", "segment", "channel"]

    /// What the address asks for, or what is wrong with it.
    var query: (query: MeasureQuery, problem: String?) { MeasuresView.query(of: visit) }

    /// The same of any page's address.
    static func query(of visit: Visit) -> (query: MeasureQuery, problem: String?) {
        var query = MeasureQuery()
        for (name, path) in [("from", \MeasureQuery.from), ("to", \MeasureQuery.until)] {
            let text = visit.query[name]
            guard !text.isEmpty else { continue }
            guard let day = Day(iso: text), (1900...2200).contains(day.date.year) else {
                return (query, visit.texts.say("customers.measures.noDay", ["text": shown(text, upTo: 30)]))
            }
            query[keyPath: path] = day
        }
        func key(_ name: String) -> Key? { visit.query[name].isEmpty ? nil : Key(String(visit.query[name].prefix(64))) }
        (query.country, query.tier) = (key("country"), key("tier"))
        (query.segment, query.channel) = (key("segment"), key("channel"))
        return (query, nil)
    }

    /// The filter as it stands in addresses.
    var address: String {
        Self.names.filter { !visit.query[$0].isEmpty }
            .map { "\($0)=\(urlEncoded(visit.query[$0]))" }.joined(separator: "&")
    }

    /// The form of the filter, filled as the address is.
    var form: Fields {
        func option(_ value: String, _ text: String, _ chosen: String) -> Fields {
            ["value": value, "text": text, "isChosen": value == chosen]
        }
        var choices: [Fields] = []
        func choice(_ name: String, _ label: String, _ options: [(String, String)]) {
            guard !options.isEmpty else { return }
            choices.append([
                "name": name, "label": texts.say(label),
                "options": options.map { option($0.0, $0.1, visit.query[name]) },
            ])
        }
        let programme = brand.programme
        choice(
            "segment",
            "customers.segment",
            (programme?.segments ?? []).map { ($0.key.text, $0.name.text(in: visit.language.key) ?? $0.key.text) }
        )
        var levels: [(String, String)] = []
        for level in programme?.tierSets.flatMap(\.levels) ?? []
        where !levels.contains(where: { $0.0 == level.key.text }) {
            levels.append((level.key.text, level.name.text(in: visit.language.key) ?? level.key.text))
        }
        choice("tier", "members.tier", levels)
        choice(
            "country",
            "members.country",
            Set(brand.shops.map(\.country.text)).sorted().map { ($0, wording.country(Key($0))) }
        )
        choice("channel", "customers.measures.channel", channels.map { ($0.text, channelName($0)) })
        return [
            "path": CustomerRoom.measures.path, "from": visit.query["from"], "to": visit.query["to"],
            "choices": choices,
        ]
    }

    private func channelName(_ key: Key) -> String {
        if key == "online" { return texts.say("customers.measures.online") }
        if MessageChannel.allCases.contains(where: { Key($0.rawValue) == key }) {
            return texts.say("inbox.channel.\(key.text)")
        }
        return brand.shops.first { Key($0.id.text) == key }.map { shown($0.name, upTo: 60) } ?? key.text
    }

    func about(_ measures: Measures) -> String {
        texts.say(
            "customers.measures.about",
            [
                "from": wording.day(measures.from), "until": wording.day(measures.until),
                "zone": measures.timeZone.text, "n": wording.number(Int64(measures.members)),
            ]
        )
    }

    func card(_ figure: Measures.Figure, _ measures: Measures) -> Fields {
        let key = figure.key.text
        var fields: Fields = [
            "label": texts.say("customers.measures.\(key)"), "value": figure.value.map(told) ?? "–",
            "definition": texts.say("customers.measures.\(key).definition"),
            "version": texts.say("customers.measures.version", ["n": wording.number(Int64(figure.definition.version))]),
            "isFew": figure.value != nil && figure.isSmall,
        ]
        if let silence = figure.silence {
            fields["note"] = texts.say("customers.measures.silence.\(silence.rawValue)")
        } else {
            let isMoney = figure.key == "participation"
            fields["note"] =
                isMoney
                ? texts.say("customers.measures.ofOrders", ["n": wording.number(Int64(figure.n))])
                : texts.say(
                    "customers.measures.partOf",
                    ["part": wording.number(figure.numerator), "whole": wording.number(figure.denominator)]
                )
        }
        if let interval = figure.interval, let value = figure.value {
            fields["interval"] = texts.say(
                "home.interval",
                ["lower": told(value.with(interval.lower)), "upper": told(value.with(interval.upper))]
            )
        }
        if let change = figure.change { fields["change"] = told(change, figure, measures) }
        if figure.leftOut > 0 {
            fields["leftOut"] = texts.say("customers.measures.leftOut", ["n": wording.number(Int64(figure.leftOut))])
        }
        if figure.value != nil {
            var query = measures.query
            (query.from, query.until) = (measures.from, measures.until)
            fields["membersPath"] = MemberFigure.measure(figure.key, query).path
        }
        return fields
    }

    private func told(_ value: Measures.Value) -> String {
        switch value {
        case .rate(let rate): return wording.percent(rate) ?? "–"
        case .score(let score):
            let tenths = Int64((score * 10).rounded())
            return (tenths < 0 ? "−" : "") + wording.decimal(abs(tenths), decimals: 1)
        case .duration(let milliseconds):
            let minutes = Int64((milliseconds / 60_000).rounded())
            return texts.say(
                "customers.measures.time",
                ["hours": wording.number(minutes / 60), "minutes": wording.number(minutes % 60)]
            )
        }
    }

    /// An arrow only where the difference leaves the noise.
    func told(_ change: Measures.Change, _ figure: Measures.Figure, _ measures: Measures) -> String {
        switch change.direction {
        case .withinNoise: return texts.say("customers.change.noise")
        case .tooFew: return texts.say("customers.change.tooFew")
        case .up, .down: break
        }
        // Shares differ by points of a hundred, a score by its own.
        var scale = 1.0
        if case .rate? = figure.value { scale = 100 }
        func tenths(_ number: Double) -> String {
            let tenths = Int64((number * scale * 10).rounded())
            return (tenths < 0 ? "−" : "") + wording.decimal(abs(tenths), decimals: 1)
        }
        return texts.say(
            "customers.change",
            [
                "arrow": change.direction.arrow, "points": tenths(abs(change.difference.value)),
                "days": wording.number(Int64(measures.days)), "lower": tenths(change.difference.interval.lower),
                "upper": tenths(change.difference.interval.upper),
            ]
        )
    }

    func words(_ refusal: MeasureRefusal) -> String {
        func unknown(_ key: Key, _ known: [Key]) -> String {
            texts.say(
                "customers.measures.unknown",
                ["key": shown(key.text, upTo: 40), "known": known.isEmpty ? "–" : wording.all(known.map(\.text))]
            )
        }
        return switch refusal {
        case .endsBeforeItBegins: texts.say("customers.measures.backwards")
        case .unknownSegment(let key, let known), .unknownTier(let key, let known), .unknownChannel(let key, let known):
            unknown(key, known)
        }
    }
}

extension Measures.Value {
    /// Another number of the same unit.
    fileprivate func with(_ number: Double) -> Measures.Value {
        switch self {
        case .rate: .rate(number)
        case .score: .score(number)
        case .duration: .duration(number)
        }
    }
}

extension Measures {
    /// A table for other programs, the header first: what each figure is, of whom and of when.
    fileprivate var rows: [[String]] {
        [
            [
                "figure", "version", "numerator", "denominator", "value", "lower", "upper", "n", "leftOut", "silence",
                "from", "to", "zone", "country", "tier", "segment", "channel", "before", "difference",
                "differenceLower", "differenceUpper", "direction",
            ]
        ]
            + figures.map { figure in
                func number(_ value: Double?) -> String { value.map { fixed($0, 6) } ?? "" }
                let (value, change) = (figure.value?.number, figure.change)
                return [
                    figure.key.text, "\(figure.definition.version)", "\(figure.numerator)", "\(figure.denominator)",
                    number(value), number(figure.interval?.lower), number(figure.interval?.upper), "\(figure.n)",
                    "\(figure.leftOut)", figure.silence?.rawValue ?? "", from.iso, until.iso, timeZone.text,
                    query.country?.text ?? "", query.tier?.text ?? "", query.segment?.text ?? "",
                    query.channel?.text ?? "", number(change?.before), number(change?.difference.value),
                    number(change?.difference.interval.lower), number(change?.difference.interval.upper),
                    change?.direction.rawValue ?? "",
                ]
            }
    }
}
