internal import JSONText
internal import SetiaCore

/// The facts of events by which two accounts become one: compact, since a share holds all that an account was.
///
/// ```json
/// {"mergeId":"…","from":"MEMBER","number":7,"first":true,"back":false,
///  "wallets":[["points",DEBT,[POINTS,ACTIVE,EXPIRES,SLIDES,[TYPE,SINCE,RULE,SOURCE,ORDER]],…]],
///  "tallies":[["status","net spend",START,AMOUNT,…]],"orders":3,
///  "caps":[["rule","coffee","day",START,TIMES,POINTS]],"levels":[["status","gold",SINCE,UNTIL]],
///  "achievements":[["card",START,COUNT,REACHED]],"joinedAt":MS,"country":"MY"}
/// ```
enum MergeFacts {
    static func write(_ share: MergeShare, to json: inout JSONWriter) {
        json.text("mergeId", share.id.text)
        json.text("from", share.from.text)
        json.number("number", share.number)
        json.key("first")
        json.bool(share.isFirst)
        json.key("back")
        json.bool(share.isBack)
        json.lists("wallets", share.wallets) { json, part in
            json.string(part.wallet.text)
            json.integer(part.debt.units)
            for lot in part.lots { write(lot, to: &json) }
        }
        writeCounted(share, to: &json)
        json.lists("levels", share.levels) { json, level in
            json.string(level.tierSet.text)
            json.string(level.level.text)
            json.integer(level.since.milliseconds)
            json.optional(level.until?.milliseconds)
        }
        if let joinedAt = share.joinedAt { json.number("joinedAt", joinedAt.milliseconds) }
        if let country = share.facts.country { json.text("country", country.text) }
        if let language = share.facts.language { json.text("language", language.text) }
        if let ageBand = share.facts.ageBand { json.text("ageBand", ageBand.text) }
    }

    static func write(_ undoing: MergeUndoing, to json: inout JSONWriter) {
        json.text("mergeId", undoing.id.text)
        json.text("from", undoing.from.text)
        json.lists("lots", undoing.lots) { json, lot in
            json.string(lot.wallet.text)
            json.integer(lot.lot)
        }
        writeCounted(undoing.counted, to: &json)
    }

    private static func write(_ lot: MergeShare.Moved, to json: inout JSONWriter) {
        json.beginArray()
        json.integer(lot.points.units)
        json.integer(lot.activeFrom.milliseconds)
        json.optional(lot.expiresAt?.milliseconds)
        json.integer(lot.slides ? 1 : 0)
        if case .event(let type, let order, let since, let rule) = lot.awaits {
            json.beginArray()
            json.string(type.rawValue)
            json.integer(since.milliseconds)
            json.optional(rule?.text)
            json.optional(order?.source.text)
            json.optional(order?.id.text)
            json.endArray()
        }
        json.endArray()
    }

    private static func writeCounted(_ share: MergeShare, to json: inout JSONWriter) {
        json.lists("tallies", share.tallies) { json, tally in
            json.string(tally.tierSet.text)
            json.string(tally.metric.text)
            for bucket in tally.buckets {
                json.integer(Int64(bucket.start.number))
                json.integer(bucket.amount)
            }
        }
        if share.orders != 0 { json.number("orders", share.orders) }
        json.lists("caps", share.capUses) { json, use in
            let (kind, key) = use.owner.words
            json.string(kind)
            json.string(key.text)
            json.string(use.span.rawValue)
            json.integer(Int64(use.start.number))
            json.integer(use.times)
            json.integer(use.points.units)
        }
        json.lists("achievements", share.achievements) { json, progress in
            json.string(progress.key.text)
            json.integer(Int64(progress.start.number))
            json.integer(progress.count)
            json.integer(progress.reached)
        }
    }
}

// MARK: - Reading

extension MergeFacts {
    static func share(_ facts: JSON) throws -> MergeShare {
        var share = MergeShare(
            id: try facts.key("mergeId"),
            from: try member(facts, "from"),
            number: try facts.number("number"),
            isBack: facts["back"]?.bool ?? false,
            isFirst: facts["first"]?.bool ?? false
        )
        share.wallets = try lists(facts, "wallets").map { list in
            MergeShare.InWallet(
                wallet: try list.key(0),
                lots: try list.values.dropFirst(2).map { try moved(Positions($0)) },
                debt: Points(try list.number(1))
            )
        }
        share.levels = try lists(facts, "levels").map { list in
            MergeShare.Level(
                tierSet: try list.key(0),
                level: try list.key(1),
                since: Instant(milliseconds: try list.number(2)),
                until: list.optionalNumber(3).map { Instant(milliseconds: $0) }
            )
        }
        share.joinedAt = facts["joinedAt"]?.int64.map { Instant(milliseconds: $0) }
        share.facts = MemberFacts(
            country: facts.optionalKey("country"),
            language: facts.optionalKey("language"),
            ageBand: facts.optionalKey("ageBand")
        )
        try readCounted(facts, into: &share)
        return share
    }

    static func undoing(_ facts: JSON) throws -> MergeUndoing {
        let (id, from) = (try facts.key("mergeId"), try member(facts, "from"))
        var counted = MergeShare(id: id, from: from, number: 0)
        try readCounted(facts, into: &counted)
        return MergeUndoing(
            id: id,
            from: from,
            lots: try lists(facts, "lots").map { (try $0.key(0), try $0.number(1)) },
            counted: counted
        )
    }

    static func member(_ facts: JSON, _ name: String) throws -> MemberID {
        guard let member = MemberID(text: try facts.key(name).text) else { throw MalformedDocument(field: name) }
        return member
    }

    private static func readCounted(_ facts: JSON, into share: inout MergeShare) throws {
        share.tallies = try lists(facts, "tallies").map { list in
            var buckets: [Tally.Bucket] = []
            for place in stride(from: 2, to: list.values.count, by: 2) {
                buckets.append(Tally.Bucket(start: try list.day(place), amount: try list.number(place + 1)))
            }
            return Tally(tierSet: try list.key(0), metric: try list.key(1), buckets: buckets)
        }
        share.orders = facts["orders"]?.int64 ?? 0
        share.capUses = try lists(facts, "caps").map { list in
            guard let owner = CapUse.Owner(try list.key(0).text, try list.key(1)),
                let span = Cap.Span(rawValue: try list.key(2).text)
            else { throw MalformedDocument(field: "caps") }
            return CapUse(
                owner: owner,
                span: span,
                start: try list.day(3),
                times: try list.number(4),
                points: Points(try list.number(5))
            )
        }
        share.achievements = try lists(facts, "achievements").map { list in
            MergeShare.Progress(
                key: try list.key(0),
                start: try list.day(1),
                count: try list.number(2),
                reached: try list.number(3)
            )
        }
    }

    private static func moved(_ list: Positions) throws -> MergeShare.Moved {
        var awaits: Awaited?
        if list.values.count > 4 {
            let waits = try Positions(list.values[4])
            guard let type = EventType(named: try waits.key(0).text) else { throw MalformedDocument(field: "wallets") }
            let source = waits.optionalKey(3)
            let order = source.flatMap { source in waits.optionalKey(4).map { OrderKey(source: source, id: $0) } }
            awaits = .event(
                type,
                order: order,
                since: Instant(milliseconds: try waits.number(1)),
                rule: waits.optionalKey(2)
            )
        }
        return MergeShare.Moved(
            points: Points(try list.number(0)),
            activeFrom: Instant(milliseconds: try list.number(1)),
            expiresAt: list.optionalNumber(2).map { Instant(milliseconds: $0) },
            slides: try list.number(3) == 1,
            awaits: awaits
        )
    }

    private static func lists(_ facts: JSON, _ name: String) throws -> [Positions] {
        try (facts[name]?.array ?? []).map { try Positions($0) }
    }

    /// A list whose elements mean what their place says.
    private struct Positions {
        let values: [JSON]

        init(_ json: JSON) throws {
            guard let values = json.array else { throw MalformedDocument(field: "merge") }
            self.values = values
        }

        func key(_ place: Int) throws -> Key {
            guard let key = optionalKey(place) else { throw MalformedDocument(field: "merge") }
            return key
        }

        func optionalKey(_ place: Int) -> Key? {
            values.indices.contains(place) ? values[place].string.map { Key($0) } : nil
        }

        func number(_ place: Int) throws -> Int64 {
            guard let number = optionalNumber(place) else { throw MalformedDocument(field: "merge") }
            return number
        }

        func optionalNumber(_ place: Int) -> Int64? {
            values.indices.contains(place) ? values[place].int64 : nil
        }

        func day(_ place: Int) throws -> Day {
            guard let number = Int32(exactly: try number(place)) else { throw MalformedDocument(field: "merge") }
            return Day(number: number)
        }
    }
}

extension CapUse.Owner {
    fileprivate var words: (kind: String, key: Key) {
        switch self {
        case .rule(let key): ("rule", key)
        case .wallet(let key): ("wallet", key)
        case .transfers(let key): ("transfers", key)
        case .campaign(let key): ("campaign", key)
        case .reward(let key): ("reward", key)
        case .promotion(let key): ("promotion", key)
        }
    }

    fileprivate init?(_ kind: String, _ key: Key) {
        switch kind {
        case "rule": self = .rule(key)
        case "wallet": self = .wallet(key)
        case "transfers": self = .transfers(key)
        case "campaign": self = .campaign(key)
        case "reward": self = .reward(key)
        case "promotion": self = .promotion(key)
        default: return nil
        }
    }
}

extension JSONWriter {
    /// A member whose value is a list of lists; left out where it is empty.
    fileprivate mutating func lists<Element>(
        _ key: StaticString,
        _ elements: [Element],
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        self.key(key)
        beginArray()
        for element in elements {
            beginArray()
            write(&self, element)
            endArray()
        }
        endArray()
    }

    fileprivate mutating func optional(_ number: Int64?) {
        if let number { integer(number) } else { null() }
    }

    fileprivate mutating func optional(_ text: String?) {
        if let text { string(text) } else { null() }
    }
}
