package import JSONText
package import SetiaCore

/// The facts of an event as they are kept beside it: one JSON object, keys always in the same order.
///
/// What it holds names nobody, and is enough to decide the event again.
package enum FactsDocument {
    /// The facts of `event`; its source, id and time stand beside them.
    package static func bytes(of event: Event) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        if let store = event.store { json.text("store", store.text) }
        if let channel = event.channel { json.text("channel", channel.text) }
        if event.isAnonymous {
            json.key("anonymous")
            json.bool(true)
        }
        if let minutes = event.minutesAhead { json.number("ahead", Int64(minutes)) }
        switch event.matter {
        case .memberEnrolled(let facts), .memberChanged(let facts): write(facts, to: &json)
        case .orderPaid(let order): write(order, to: &json)
        case .orderReturned(let orderReturn):
            json.text("orderId", orderReturn.order.text)
            json.text("returnId", orderReturn.id.text)
            if let lines = orderReturn.lines { write(lines, to: &json) }
        case .pointsRedeemed(let redemption):
            json.text("redemptionId", redemption.id.text)
            json.text("wallet", redemption.wallet.text)
            json.number("points", redemption.points.units)
            if let order = redemption.order { json.text("orderId", order.text) }
        case .pointsHeld(let hold):
            json.text("holdId", hold.id.text)
            json.text("wallet", hold.wallet.text)
            json.number("points", hold.points.units)
            json.number("minutes", hold.minutes)
        case .pointsCaptured(let capture):
            json.text("holdId", capture.hold.text)
            if let points = capture.points { json.number("points", points.units) }
            if let order = capture.order { json.text("orderId", order.text) }
        case .pointsReleased(let hold): json.text("holdId", hold.text)
        case .holdExtended(let longer):
            json.text("holdId", longer.hold.text)
            json.number("minutes", longer.minutes)
        case .pointsTransferred(let transfer):
            json.text("transferId", transfer.id.text)
            json.text("to", transfer.to.text)
            json.text("wallet", transfer.wallet.text)
            json.number("points", transfer.points.units)
        case .transferReceived(let arrival):
            json.text("source", arrival.transfer.source.text)
            json.text("transferId", arrival.transfer.id.text)
            json.text("from", arrival.from.text)
            write(OpeningBalance(wallet: arrival.wallet, lots: arrival.lots), to: &json)
        case .transferEnded(let end):
            json.text("source", end.transfer.source.text)
            json.text("transferId", end.transfer.id.text)
            json.key("taken")
            json.bool(end.isTaken)
        case .memberMerged(let merge):
            json.text("mergeId", merge.id.text)
            json.text("into", merge.into.text)
        case .mergeReceived(let share): MergeFacts.write(share, to: &json)
        case .mergeEnded(let end): json.number("number", end.number)
        case .mergeUndone(let undoing): MergeFacts.write(undoing, to: &json)
        case .pointsAdjusted(let adjustment):
            json.text("wallet", adjustment.wallet.text)
            json.number("points", adjustment.points.units)
            if adjustment.mayOwe {
                json.key("mayOwe")
                json.bool(true)
            }
        case .balanceOpened(let balance): write(balance, to: &json)
        case .tierGranted(let grant):
            json.text("tierSet", grant.tierSet.text)
            json.text("level", grant.level.text)
            if let until = grant.until { json.number("until", until.milliseconds) }
        case .consentChanged(let consent): write(consent, to: &json)
        case .rewardRedeemed(let wish): write(wish, to: &json)
        case .redemptionChanged(let change): write(change, to: &json)
        case .voucherRedeemed(let cart): write(cart, to: &json)
        case .voucherReleased(let cart): write(cart, to: &json)
        case .referralChanged(let change): ReferralFacts.write(change, to: &json)
        case .giftArrived(let arrival): GiftFacts.write(arrival, to: &json)
        case .householdChanged(let change): HouseholdFacts.write(change, to: &json)
        case .accountChanged(let change): json.text("change", change.rawValue)
        case .happened(let occurrence): write(occurrence, to: &json)
        case .pointsExpiring(let lapses): NoticeDocument.write(lapses, to: &json)
        case .levelsEnding(let levels): NoticeDocument.write(levels, to: &json)
        case .tiersReviewed(let review):
            json.text("tierSet", review.tierSet.text)
            json.key("forced")
            json.bool(review.isForced)
        case .segmentChanged(let change):
            json.text("segment", change.segment.text)
            json.key("isIn")
            json.bool(change.isIn)
        case .timePassed: break
        }
        json.endObject()
        return json.bytes
    }

    /// The event that has these facts.
    ///
    /// - Throws: `MalformedDocument` where they are not what `bytes(of:)` writes for this type.
    package static func event(
        source: Key,
        id: Key,
        type: EventType,
        occurredAt: Instant,
        facts bytes: [UInt8]
    ) throws -> Event {
        let facts = try JSON.parse(bytes)
        return Event(
            source: source,
            id: id,
            occurredAt: occurredAt,
            store: try facts["store"].map { try StoreID($0.documentText) },
            channel: facts.optionalKey("channel"),
            isAnonymous: facts["anonymous"]?.bool ?? false,
            minutesAhead: facts["ahead"]?.int64.map { Int($0) },
            matter: try matter(type, facts)
        )
    }

    private static func matter(_ type: EventType, _ facts: JSON) throws -> Event.Matter {
        switch type {
        case .memberEnrolled: .memberEnrolled(memberFacts(facts))
        case .memberChanged: .memberChanged(memberFacts(facts))
        case .orderPaid: .orderPaid(try order(facts))
        case .orderReturned:
            .orderReturned(
                OrderReturn(
                    order: try facts.key("orderId"),
                    id: try facts.key("returnId"),
                    lines: try facts["lines"].map { _ in
                        try facts.list("lines").map { line in
                            OrderReturn.Line(
                                number: Int(try line.number("line")),
                                quantity: line["quantity"]?.int64,
                                amount: try line["amount"]?.int64.map { amount in
                                    try Money(minorUnits: amount, currency: Currency(line.key("currency").text))
                                }
                            )
                        }
                    }
                )
            )
        case .pointsRedeemed:
            .pointsRedeemed(
                Redemption(
                    id: try facts.key("redemptionId"),
                    wallet: try facts.key("wallet"),
                    points: Points(try facts.number("points")),
                    order: facts.optionalKey("orderId")
                )
            )
        case .pointsHeld:
            .pointsHeld(
                PointsHold(
                    id: try facts.key("holdId"),
                    wallet: try facts.key("wallet"),
                    points: Points(try facts.number("points")),
                    minutes: try facts.number("minutes")
                )
            )
        case .pointsCaptured:
            .pointsCaptured(
                HoldCapture(
                    hold: try facts.key("holdId"),
                    points: facts["points"]?.int64.map { Points($0) },
                    order: facts.optionalKey("orderId")
                )
            )
        case .pointsReleased: .pointsReleased(try facts.key("holdId"))
        case .holdExtended:
            .holdExtended(HoldExtension(hold: try facts.key("holdId"), minutes: try facts.number("minutes")))
        case .pointsTransferred:
            .pointsTransferred(
                PointsTransfer(
                    id: try facts.key("transferId"),
                    to: try member(facts, "to"),
                    wallet: try facts.key("wallet"),
                    points: Points(try facts.number("points"))
                )
            )
        case .transferReceived:
            .transferReceived(
                TransferArrival(
                    transfer: try transfer(facts),
                    from: try member(facts, "from"),
                    wallet: try facts.key("wallet"),
                    lots: try lots(facts)
                )
            )
        case .transferEnded:
            .transferEnded(TransferEnd(transfer: try transfer(facts), isTaken: facts["taken"]?.bool ?? false))
        case .memberMerged:
            .memberMerged(Merge(id: try facts.key("mergeId"), into: try MergeFacts.member(facts, "into")))
        case .mergeReceived: .mergeReceived(try MergeFacts.share(facts))
        case .mergeEnded: .mergeEnded(MergeEnd(number: try facts.number("number")))
        case .mergeUndone: .mergeUndone(try MergeFacts.undoing(facts))
        case .pointsAdjusted:
            .pointsAdjusted(
                Adjustment(
                    wallet: try facts.key("wallet"),
                    points: Points(try facts.number("points")),
                    mayOwe: facts["mayOwe"]?.bool ?? false
                )
            )
        case .balanceOpened:
            .balanceOpened(
                OpeningBalance(
                    wallet: try facts.key("wallet"),
                    lots: try lots(facts)
                )
            )
        case .tierGranted:
            .tierGranted(
                TierGrant(
                    tierSet: try facts.key("tierSet"),
                    level: try facts.key("level"),
                    until: facts["until"]?.int64.map(Instant.init(milliseconds:))
                )
            )
        case .consentChanged:
            .consentChanged(
                Consent(
                    purpose: try facts.key("purpose"),
                    channel: try facts.key("by"),
                    isGiven: facts["given"]?.bool ?? false,
                    wording: facts.optionalKey("wording"),
                    evidence: facts.optionalKey("evidence")
                )
            )
        case .rewardRedeemed: .rewardRedeemed(try rewardWish(facts))
        case .redemptionChanged: .redemptionChanged(try redemptionChange(facts))
        case .voucherRedeemed: .voucherRedeemed(try cartRedemption(facts))
        case .voucherReleased: .voucherReleased(try cartRelease(facts))
        case .referralChanged: .referralChanged(try ReferralFacts.change(facts))
        case .milestoneReached, .surpriseDrawn: .giftArrived(try GiftFacts.arrival(facts))
        case .householdChanged: .householdChanged(try HouseholdFacts.change(facts))
        case .accountChanged: .accountChanged(try accountChange(facts))
        case .visitCompleted, .stayCompleted, .serviceCompleted, .reviewPublished, .referralMade, .surveyAnswered,
            .communityHelped, .eventAttended, .contentViewed, .socialEngaged, .causeSupported, .orderShipped,
            .orderDelivered, .orderDelayed, .caseClosed, .conversationClosed, .birthday, .anniversary,
            .custom:
            .happened(try occurrence(type, facts))
        case .pointsExpiring: .pointsExpiring(try NoticeDocument.lapses(facts))
        case .levelEnding: .levelsEnding(try NoticeDocument.levels(facts))
        case .tiersReviewed:
            .tiersReviewed(TierReview(tierSet: try facts.key("tierSet"), isForced: facts["forced"]?.bool ?? false))
        case .segmentChanged:
            .segmentChanged(SegmentChange(segment: try facts.key("segment"), isIn: facts["isIn"]?.bool ?? false))
        case .timePassed: .timePassed
        }
    }

    private static func accountChange(_ facts: JSON) throws -> AccountChange {
        guard let change = AccountChange(rawValue: try facts.key("change").text) else {
            throw MalformedDocument(field: "change")
        }
        return change
    }

    /// What was told, by the names of the fields, within `facts`: a field may be called as one of ours.
    private static func write(_ occurrence: Occurrence, to json: inout JSONWriter) {
        guard !occurrence.facts.isEmpty else { return }
        json.key("facts")
        json.beginObject()
        for fact in occurrence.facts {
            json.key(fact.name.text)
            switch fact.value {
            case .number(let number): json.integer(number)
            case .text(let text): json.string(text.text)
            case .truth(let isSo): json.bool(isSo)
            case .money(let money):
                json.beginArray()
                json.integer(money.minorUnits)
                json.string(money.currency.code)
                json.endArray()
            }
        }
        json.endObject()
    }

    private static func occurrence(_ type: EventType, _ document: JSON) throws -> Occurrence {
        guard let told = document["facts"] else { return Occurrence(type: type, facts: []) }
        if case .custom = type { return Occurrence(type: type, facts: try declared(told)) }
        var facts: [Occurrence.Fact] = []
        for field in type.facts {
            guard let kept = told[field.name.text] else { continue }
            let value: Occurrence.Fact.Value? =
                switch field {
                case .number: kept.int64.map { .number($0) }
                case .text: kept.string.map { .text(Key($0)) }
                case .truth: kept.bool.map { .truth($0) }
                case .money: try money(kept).map { .money($0) }
                }
            guard let value else { throw MalformedDocument(field: field.name.text) }
            facts.append(Occurrence.Fact(name: field.name, value: value))
        }
        return Occurrence(type: type, facts: facts)
    }

    /// What was told of an event that a brand has declared: each value says itself of what kind it is.
    private static func declared(_ told: JSON) throws -> [Occurrence.Fact] {
        try (told.object?.members ?? []).map { member in
            let value: Occurrence.Fact.Value? =
                if let number = member.value.int64 {
                    .number(number)
                } else if let text = member.value.string {
                    .text(Key(text))
                } else if let isSo = member.value.bool {
                    .truth(isSo)
                } else {
                    try money(member.value).map { .money($0) }
                }
            guard let value else { throw MalformedDocument(field: member.key) }
            return Occurrence.Fact(name: Key(member.key), value: value)
        }
    }

    private static func money(_ kept: JSON) throws -> Money? {
        guard let parts = kept.array, parts.count == 2, let units = parts[0].int64, let code = parts[1].string else {
            return nil
        }
        return try Money(minorUnits: units, currency: Currency(code))
    }

    private static func write(_ facts: MemberFacts, to json: inout JSONWriter) {
        if let country = facts.country { json.text("country", country.text) }
        if let language = facts.language { json.text("language", language.text) }
        if let ageBand = facts.ageBand { json.text("ageBand", ageBand.text) }
    }

    private static func memberFacts(_ facts: JSON) -> MemberFacts {
        MemberFacts(
            country: facts.optionalKey("country"),
            language: facts.optionalKey("language"),
            ageBand: facts.optionalKey("ageBand")
        )
    }

    private static func write(_ consent: Consent, to json: inout JSONWriter) {
        json.text("purpose", consent.purpose.text)
        json.text("by", consent.channel.text)
        json.key("given")
        json.bool(consent.isGiven)
        if let wording = consent.wording { json.text("wording", wording.text) }
        if let evidence = consent.evidence { json.text("evidence", evidence.text) }
    }

    private static func write(_ lines: [OrderReturn.Line], to json: inout JSONWriter) {
        json.key("lines")
        json.beginArray()
        for line in lines {
            json.beginObject()
            json.number("line", Int64(line.number))
            if let quantity = line.quantity { json.number("quantity", quantity) }
            if let amount = line.amount {
                json.number("amount", amount.minorUnits)
                json.text("currency", amount.currency.code)
            }
            json.endObject()
        }
        json.endArray()
    }

    private static func lots(_ facts: JSON) throws -> [OpeningBalance.OpeningLot] {
        try facts.list("lots").map { lot in
            OpeningBalance.OpeningLot(
                points: Points(try lot.number("points")),
                expiresAt: lot["expiresAt"]?.int64.map(Instant.init(milliseconds:))
            )
        }
    }

    private static func transfer(_ facts: JSON) throws -> TransferKey {
        TransferKey(source: try facts.key("source"), id: try facts.key("transferId"))
    }

    private static func member(_ facts: JSON, _ name: String) throws -> MemberID {
        guard let member = MemberID(text: try facts.key(name).text) else { throw MalformedDocument(field: name) }
        return member
    }

    private static func write(_ balance: OpeningBalance, to json: inout JSONWriter) {
        json.text("wallet", balance.wallet.text)
        json.key("lots")
        json.beginArray()
        for lot in balance.lots {
            json.beginObject()
            json.number("points", lot.points.units)
            if let expiresAt = lot.expiresAt { json.number("expiresAt", expiresAt.milliseconds) }
            json.endObject()
        }
        json.endArray()
    }
}

/// A kept document is not what we write: it was changed from outside, or is of a newer Setia.
package struct MalformedDocument: Error, Sendable, Hashable, CustomStringConvertible {
    /// The field that is not there or not of its kind.
    package let field: String

    /// A document that is malformed at `field`.
    package init(field: String) {
        self.field = field
    }

    /// What a person reads.
    package var description: String { "a kept document has no usable '\(field)'" }
}

extension JSON {
    /// The whole number under `key`.
    package func number(_ key: String) throws -> Int64 {
        guard let number = self[key]?.int64 else { throw MalformedDocument(field: key) }
        return number
    }

    /// The text under `key`, as a key.
    package func key(_ key: String) throws -> Key {
        guard let text = self[key]?.string else { throw MalformedDocument(field: key) }
        return Key(text)
    }

    /// The list under `key`.
    package func list(_ key: String) throws -> [JSON] {
        guard let list = self[key]?.array else { throw MalformedDocument(field: key) }
        return list
    }

    /// The text under `key`, as a key, where there is one.
    package func optionalKey(_ key: String) -> Key? {
        self[key]?.string.map { Key($0) }
    }

    fileprivate var documentText: String {
        get throws {
            guard let text = string else { throw MalformedDocument(field: "store") }
            return text
        }
    }
}

extension JSONWriter {
    /// A member whose value is a text.
    package mutating func text(_ key: StaticString, _ text: String) {
        self.key(key)
        string(text)
    }

    /// A member whose value is a whole number.
    package mutating func number(_ key: StaticString, _ number: Int64) {
        self.key(key)
        integer(number)
    }
}
