internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension API {
    /// Figures by definition.
    var measureEndpoints: [Endpoint] { [Endpoint(.get, "/v1/measures", needs: .eventsRead, answer: getMeasures)] }

    private func getMeasures(_ request: Request, _ context: SetiaContext) async throws -> Response {
        var query = MeasureQuery()
        query.from = try request.measureDay("from")
        query.until = try request.measureDay("to")
        func key(_ name: String) -> Key? { request.parameter(name).map { Key($0) } }
        (query.country, query.tier, query.segment, query.channel) = (
            key("country"), key("tier"), key("segment"), key("channel")
        )
        do {
            return response(BroadcastBody(try await service.measures(query).json))
        } catch let refusal as MeasureRefusal {
            throw malformed(refusal)
        }
    }

    private func malformed(_ refusal: MeasureRefusal) -> Malformed {
        func unknown(_ field: String, _ known: [Key]) -> Malformed {
            let names = known.isEmpty ? "there are none" : "there are: \(known.map(\.text).joined(separator: ", "))"
            return Malformed(field: field, reason: "is none of the programme's; \(names)")
        }
        return switch refusal {
        case .endsBeforeItBegins: Malformed(field: "to", reason: "must not be before 'from'")
        case .unknownSegment(_, let known): unknown("segment", known)
        case .unknownTier(_, let known): unknown("tier", known)
        case .unknownChannel(_, let known): unknown("channel", known)
        }
    }
}

extension Request {
    fileprivate func measureDay(_ name: String) throws -> Day? {
        guard let text = parameter(name) else { return nil }
        guard let day = Day(iso: text) else { throw Malformed(field: name, reason: "must be a day such as 2026-03-01") }
        return day
    }
}

extension Measures {
    /// As the API tells them.
    fileprivate var json: JSON {
        var filter: JSONObject = [:]
        for (name, key) in [
            ("country", query.country), ("tier", query.tier), ("segment", query.segment), ("channel", query.channel),
        ] {
            if let key { filter.set(name, .string(key.text)) }
        }
        return .object([
            "from": .string(from.iso), "to": .string(until.iso), "timeZone": .string(timeZone.text),
            "at": .string(at.rfc3339), "members": .integer(Int64(members)), "filter": .object(filter),
            "figures": .array(figures.map(\.json)),
        ])
    }
}

extension Measures.Figure {
    fileprivate var json: JSON {
        func number(_ value: Double) -> JSON { .decimal(decimalText(value, places: 6)) }
        var object: JSONObject = [
            "figure": .string(key.text), "numerator": .integer(numerator), "denominator": .integer(denominator),
            "n": .integer(Int64(n)), "isFew": .bool(isSmall), "leftOut": .integer(Int64(leftOut)),
            "definition": .object([
                "name": .string(definition.name), "version": .integer(Int64(definition.version)),
                "numerator": .string(definition.numerator), "denominator": .string(definition.denominator),
                "window": .string(definition.window), "excluded": .string(definition.excluded),
                "interval": .string(definition.interval),
            ]),
        ]
        if let currency { object.set("currency", .string(currency.code)) }
        switch value {
        case .rate(let value)?:
            object.set("unit", .string("rate"))
            object.set("value", number(value))
        case .score(let value)?:
            object.set("unit", .string("score"))
            object.set("value", number(value))
        case .duration(let value)?:
            object.set("unit", .string("milliseconds"))
            object.set("value", number(value))
        case nil: object.set("silence", .string(silence?.rawValue ?? "nothing"))
        }
        if let interval {
            object.set("lower", number(interval.lower))
            object.set("upper", number(interval.upper))
        }
        if let change {
            object.set(
                "change",
                .object([
                    "before": number(change.before), "n": .integer(Int64(change.n)),
                    "difference": number(change.difference.value), "lower": number(change.difference.interval.lower),
                    "upper": number(change.difference.interval.upper),
                    "direction": .string(change.direction.rawValue.replacing(" ", with: "-")),
                ])
            )
        }
        return .object(object)
    }
}
