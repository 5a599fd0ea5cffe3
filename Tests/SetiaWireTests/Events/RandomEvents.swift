import JSONText
import SetiaCore
import SetiaWire

/// Makes events that can come from outside, and the JSON that a sender may write for them.
struct RandomEvents {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func next() throws -> (parsed: ParsedEvent, json: JSON) {
        let types = EventType.allCases.filter { !$0.isOurs }
        let type = types[int(0, types.count - 1)]
        let (matter, facts) = try matter(type)
        var data = JSONObject(facts)
        var attributes: JSONObject = ["specversion": "1.0", "type": .string(type.rawValue)]
        let mayNameNobody = type == .orderPaid || type == .orderReturned
        let naming = int(mayNameNobody ? 0 : 1, 3)
        let subject = naming & 1 == 1 ? word() : nil
        let identity = naming & 2 == 2 ? ParsedIdentity(kind: ParsedIdentity.kinds[int(0, 3)], value: word()) : nil
        let store = try chance() ? StoreID(["kl-bangsar", "online", "a.b_1"][int(0, 2)]) : nil
        let channel: Key? = chance() ? "app" : nil
        let event = Event(
            source: key(),
            id: key(),
            occurredAt: Instant(milliseconds: Int64(int(-62_135_596_800_000, 253_402_300_799_999))),
            store: store,
            channel: channel,
            isAnonymous: naming == 0,
            matter: matter
        )
        var personal: JSONObject = [:]
        if chance() { personal.set("unknown \(int(0, 9))", anything()) }
        for member in personal.members { data.set(member.key, member.value) }
        if let store { data.set("store", .string(store.text)) }
        if let channel { data.set("channel", .string(channel.text)) }
        if let identity {
            data.set("identity", ["kind": .string(identity.kind), "value": .string(identity.value)])
        }
        if chance() {
            attributes.set("traceparent", "00-ab")
            personal.set("cloudevent", ["traceparent": "00-ab"])
        }
        attributes.set("id", .string(event.id.text))
        attributes.set("source", .string(event.source.text))
        attributes.set("time", .string(event.occurredAt.rfc3339))
        if let subject { attributes.set("subject", .string(subject)) }
        attributes.set("data", .object(shuffled(data)))
        let parsed = ParsedEvent(event: event, subject: subject, identity: identity, personal: personal)
        return (parsed, .object(shuffled(attributes)))
    }

    private mutating func matter(_ type: EventType) throws -> (Event.Matter, [(String, JSON)]) {
        switch type {
        case .memberEnrolled, .memberChanged:
            let facts = MemberFacts(
                country: chance() ? "TH" : nil,
                language: chance() ? "th" : nil,
                ageBand: chance() ? "25-34" : nil
            )
            let json = [("country", facts.country), ("language", facts.language), ("ageBand", facts.ageBand)]
                .map { ($0.0, $0.1.map { JSON.string($0.text) } ?? .null) }
            return (type == .memberEnrolled ? .memberEnrolled(facts) : .memberChanged(facts), json)
        case .orderPaid: return try order()
        case .orderReturned:
            let (order, id) = (key(), key())
            let lines = try chance() ? (0..<int(1, 3)).map { _ in try returnedLine() } : nil
            return (
                .orderReturned(OrderReturn(order: order, id: id, lines: lines?.map(\.0))),
                [("orderId", .string(order.text)), ("returnId", .string(id.text))]
                    + (lines.map { [("lines", .array($0.map(\.1)))] } ?? [])
            )
        case .pointsRedeemed:
            let redemption = Redemption(id: key(), wallet: key(), points: points(), order: chance() ? key() : nil)
            var json: [(String, JSON)] = [
                ("redemptionId", .string(redemption.id.text)), ("wallet", .string(redemption.wallet.text)),
                ("points", .integer(redemption.points.units)),
            ]
            if let order = redemption.order { json.append(("orderId", .string(order.text))) }
            return (.pointsRedeemed(redemption), json)
        case .pointsHeld:
            let hold = PointsHold(id: key(), wallet: key(), points: points(), minutes: Int64(int(1, 10_080)))
            return (
                .pointsHeld(hold),
                [
                    ("holdId", .string(hold.id.text)), ("wallet", .string(hold.wallet.text)),
                    ("points", .integer(hold.points.units)), ("minutes", .integer(hold.minutes)),
                ]
            )
        case .pointsCaptured:
            let capture = HoldCapture(
                hold: key(),
                points: chance() ? points() : nil,
                order: chance() ? key() : nil
            )
            var json: [(String, JSON)] = [("holdId", .string(capture.hold.text))]
            if let points = capture.points { json.append(("points", .integer(points.units))) }
            if let order = capture.order { json.append(("orderId", .string(order.text))) }
            return (.pointsCaptured(capture), json)
        case .pointsReleased:
            let hold = key()
            return (.pointsReleased(hold), [("holdId", .string(hold.text))])
        case .holdExtended:
            let longer = HoldExtension(hold: key(), minutes: Int64(int(1, 10_080)))
            return (
                .holdExtended(longer), [("holdId", .string(longer.hold.text)), ("minutes", .integer(longer.minutes))]
            )
        case .pointsTransferred:
            let to = MemberID(Identifier(high: UInt64(int(1, 1_000_000)), low: 7))
            let transfer = PointsTransfer(id: key(), to: to, wallet: key(), points: points())
            return (
                .pointsTransferred(transfer),
                [
                    ("transferId", .string(transfer.id.text)), ("to", .string(to.text)),
                    ("wallet", .string(transfer.wallet.text)), ("points", .integer(transfer.points.units)),
                ]
            )
        case .pointsAdjusted:
            let mayOwe = chance() ? chance() : nil
            let adjustment = Adjustment(
                wallet: key(),
                points: chance() ? points() : -points(),
                mayOwe: mayOwe ?? false
            )
            return (
                .pointsAdjusted(adjustment),
                [("wallet", .string(adjustment.wallet.text)), ("points", .integer(adjustment.points.units))]
                    + (mayOwe.map { [("mayOwe", .bool($0))] } ?? [])
            )
        case .balanceOpened: return opening()
        case .tierGranted:
            let grant = TierGrant(
                tierSet: key(),
                level: key(),
                until: chance() ? Instant(milliseconds: 253_402_300_799_000) : nil
            )
            return (
                .tierGranted(grant),
                [
                    ("tierSet", .string(grant.tierSet.text)), ("level", .string(grant.level.text)),
                    ("until", grant.until.map { .string($0.rfc3339) } ?? .null),
                ]
            )
        case .consentChanged:
            let consent = Consent(purpose: "marketing", channel: "email", isGiven: chance(), wording: key())
            return (
                .consentChanged(consent),
                [
                    ("purpose", "marketing"), ("by", "email"), ("given", .bool(consent.isGiven)),
                    ("wording", .string(consent.wording?.text ?? "")),
                ]
            )
        case .segmentChanged:
            let change = SegmentChange(segment: key(), isIn: chance())
            return (
                .segmentChanged(change),
                [("segment", .string(change.segment.text)), ("isIn", .bool(change.isIn))]
            )
        case .rewardRedeemed:
            let wish = RewardWish(
                id: key(),
                reward: key(),
                quantity: Int64(int(1, 100)),
                wallet: chance() ? key() : nil,
                currency: chance() ? try Currency("THB") : nil,
                expected: chance() ? points() : nil,
                minutes: chance() ? Int64(int(1, 10_080)) : nil
            )
            var json: [(String, JSON)] = [
                ("redemptionId", .string(wish.id.text)), ("reward", .string(wish.reward.text)),
                ("quantity", .integer(wish.quantity)),
            ]
            if let wallet = wish.wallet { json.append(("wallet", .string(wallet.text))) }
            if let currency = wish.currency { json.append(("currency", .string(currency.code))) }
            if let points = wish.expected { json.append(("points", .integer(points.units))) }
            if let minutes = wish.minutes { json.append(("minutes", .integer(minutes))) }
            return (.rewardRedeemed(wish), json)
        case .redemptionChanged:
            let change = RedemptionChange(
                redemption: key(),
                step: chance() ? .capture : .rollBack,
                quantity: chance() ? Int64(int(1, 100)) : nil
            )
            var json: [(String, JSON)] = [
                ("redemptionId", .string(change.redemption.text)), ("step", .string(change.step.rawValue)),
            ]
            if let quantity = change.quantity { json.append(("quantity", .integer(quantity))) }
            return (.redemptionChanged(change), json)
        case .transferReceived, .transferEnded, .birthday, .anniversary, .pointsExpiring, .levelEnding, .tiersReviewed,
            .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone, .referralChanged, .milestoneReached,
            .surpriseDrawn,
            .householdChanged, .accountChanged,
            .timePassed:
            throw Unexpected()
        default: return try occurrence(type)
        }
    }

    private mutating func occurrence(_ type: EventType) throws -> (Event.Matter, [(String, JSON)]) {
        var facts: [Occurrence.Fact] = []
        for field in type.facts where chance() {
            switch field {
            case .number(let name): facts.append(Occurrence.Fact(name: name, value: .number(Int64(int(0, 99)))))
            case .text(let name): facts.append(Occurrence.Fact(name: name, value: .text(key())))
            case .truth(let name): facts.append(Occurrence.Fact(name: name, value: .truth(chance())))
            case .money(let name):
                let money = try Money(minorUnits: Int64(int(0, 9_999)), currency: Currency("THB"))
                facts.append(Occurrence.Fact(name: name, value: .money(money)))
            }
        }
        let json = facts.map { fact -> (String, JSON) in
            switch fact.value {
            case .number(let number): (fact.name.text, .integer(number))
            case .text(let text): (fact.name.text, .string(text.text))
            case .truth(let isSo): (fact.name.text, .bool(isSo))
            case .money(let money):
                (fact.name.text, ["amount": .integer(money.minorUnits), "currency": .string(money.currency.code)])
            }
        }
        return (.happened(Occurrence(type: type, facts: facts)), json)
    }

    private mutating func order() throws -> (Event.Matter, [(String, JSON)]) {
        let currency = try Currency(["MYR", "IDR", "THB"][int(0, 2)])
        let lines = (0..<int(1, 5)).map { _ in
            Order.Line(
                sku: key(),
                quantity: Int64(int(0, 9)),
                net: Int64(int(0, 100_000_000)),
                categories: (0..<int(0, 3)).map { _ in key() }
            )
        }
        let gross = lines.reduce(0) { $0 + $1.amount }
        let discounts =
            chance() && gross > 1
            ? [Order.Discount(amount: Int64(int(1, Int(gross / 2))), isPaidWithPoints: chance())] : []
        let promotions = (0..<int(0, 2)).map { _ in key() }
        guard
            let order = Order(
                id: key(),
                currency: currency,
                lines: lines,
                discounts: discounts,
                promotions: promotions
            )
        else { throw Unexpected() }
        var json: [(String, JSON)] = [
            ("orderId", .string(order.id.text)),
            (
                "lines",
                .array(
                    lines.map { line in
                        var json: JSONObject = [
                            "sku": .string(line.sku.text), "quantity": .integer(line.quantity),
                            "amount": ["amount": .integer(line.net), "currency": .string(currency.code)],
                        ]
                        if !line.categories.isEmpty {
                            json.set("categories", .array(line.categories.map { .string($0.text) }))
                        }
                        return .object(json)
                    }
                )
            ),
        ]
        if !discounts.isEmpty {
            let parts = discounts.map { discount -> JSON in
                [
                    "kind": .string(discount.isPaidWithPoints ? "points" : "other"),
                    "amount": ["amount": .integer(discount.amount), "currency": .string(currency.code)],
                ]
            }
            json.append(("discounts", .array(parts)))
        }
        if !promotions.isEmpty || chance() {
            json.append(("promotions", .array(promotions.map { .string($0.text) })))
        }
        if chance() { json.append(("currency", .string(currency.code))) }
        if chance() {
            json.append(("total", ["amount": .integer(order.total), "currency": .string(currency.code)]))
        }
        return (.orderPaid(order), json)
    }

    private mutating func returnedLine() throws -> (OrderReturn.Line, JSON) {
        let amount = try chance() ? Money(minorUnits: Int64(int(0, 1_000)), currency: Currency("MYR")) : nil
        let line = OrderReturn.Line(
            number: int(1, 20),
            quantity: chance() ? Int64(int(1, 9)) : nil,
            amount: amount
        )
        var json: JSONObject = ["line": .integer(Int64(line.number))]
        if let quantity = line.quantity { json.set("quantity", .integer(quantity)) }
        if let amount { json.set("amount", ["amount": .integer(amount.minorUnits), "currency": "MYR"]) }
        return (line, .object(json))
    }

    private mutating func opening() -> (Event.Matter, [(String, JSON)]) {
        let lots = (0..<int(1, 4)).map { _ in
            OpeningBalance.OpeningLot(points: points(), expiresAt: chance() ? Instant(milliseconds: 86_400_123) : nil)
        }
        let balance = OpeningBalance(wallet: key(), lots: lots)
        let json = lots.map { lot in
            JSON.object([
                "points": .integer(lot.points.units), "expiresAt": lot.expiresAt.map { .string($0.rfc3339) } ?? .null,
            ])
        }
        return (.balanceOpened(balance), [("wallet", .string(balance.wallet.text)), ("lots", .array(json))])
    }

    // MARK: - Small things

    private mutating func int(_ low: Int, _ high: Int) -> Int { Int.random(in: low...high, using: &random) }
    private mutating func chance() -> Bool { Bool.random(using: &random) }
    private mutating func points() -> Points { Points(Int64(int(1, 1_000_000_000_000_000))) }
    private mutating func key() -> Key { Key(word()) }

    private mutating func word() -> String {
        let letters = Array("abcXYZ019-_. /:\"\\é\u{65}\u{301}ไทย😀'#&".unicodeScalars)
        var word = String.UnicodeScalarView()
        for _ in 0..<int(1, 12) { word.append(letters[int(0, letters.count - 1)]) }
        return String(word)
    }

    private mutating func anything() -> JSON {
        switch int(0, 5) {
        case 0: .null
        case 1: .bool(chance())
        case 2: .decimal("1.50")
        case 3: .array([.string(word()), .integer(Int64(int(-9, 9)))])
        case 4: .object(["a": .string(word())])
        default: .string(word())
        }
    }

    private mutating func shuffled(_ object: JSONObject) -> JSONObject {
        JSONObject(object.members.shuffled(using: &random).map { ($0.key, $0.value) })
    }
}
