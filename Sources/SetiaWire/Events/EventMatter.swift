import JSONText
import SetiaCore

extension BodyReader {
    /// What happened, by the fields that such an event has.
    ///
    /// - Parameters:
    ///   - type: The type of the event.
    ///   - declared: What the programme says of an event of the brand's own.
    ///   - fields: What stands under `data`.
    ///   - personal: What of it is no fact.
    /// - Returns: what happened; none where something cannot be taken.
    mutating func matter(
        _ type: EventType,
        _ declared: EventDeclaration?,
        _ fields: Fields,
        _ personal: inout Personal
    ) -> Event.Matter? {
        switch type {
        case .memberEnrolled: .memberEnrolled(memberFacts(fields))
        case .memberChanged: .memberChanged(memberFacts(fields))
        case .orderPaid: order(fields, &personal).map { .orderPaid($0) }
        case .orderReturned: orderReturn(fields).map { .orderReturned($0) }
        case .pointsRedeemed: redemption(fields).map { .pointsRedeemed($0) }
        case .pointsHeld: hold(fields).map { .pointsHeld($0) }
        case .pointsCaptured: capture(fields).map { .pointsCaptured($0) }
        case .pointsReleased: key(fields, "holdId").map { .pointsReleased($0) }
        case .holdExtended: extending(fields).map { .holdExtended($0) }
        case .pointsTransferred: transfer(fields).map { .pointsTransferred($0) }
        case .pointsAdjusted: adjustment(fields).map { .pointsAdjusted($0) }
        case .balanceOpened: openingBalance(fields).map { .balanceOpened($0) }
        case .tierGranted: tierGrant(fields).map { .tierGranted($0) }
        case .consentChanged: consent(fields).map { .consentChanged($0) }
        case .rewardRedeemed: rewardWish(fields).map { .rewardRedeemed($0) }
        case .redemptionChanged: redemptionChange(fields).map { .redemptionChanged($0) }
        case .segmentChanged: segmentChange(fields).map { .segmentChanged($0) }
        case .voucherRedeemed: cartRedemption(fields).map { .voucherRedeemed($0) }
        case .voucherReleased: cartRelease(fields).map { .voucherReleased($0) }
        case .visitCompleted, .stayCompleted, .serviceCompleted, .reviewPublished, .referralMade, .surveyAnswered,
            .communityHelped, .eventAttended, .contentViewed, .socialEngaged, .causeSupported, .orderShipped,
            .orderDelivered, .orderDelayed, .caseClosed, .conversationClosed:
            .happened(occurrence(type, fields))
        case .custom: declared.map { .happened(occurrence(type, fields, $0)) }
        case .transferReceived, .transferEnded, .birthday, .anniversary, .pointsExpiring, .levelEnding, .tiersReviewed,
            .memberMerged, .mergeReceived, .mergeEnded, .mergeUndone,
            .referralChanged, .milestoneReached, .surpriseDrawn, .householdChanged, .accountChanged, .timePassed:
            nil
        }
    }

    /// What happened by the brand's own declaration (rule E-18).
    private mutating func occurrence(_ type: EventType, _ fields: Fields, _ declared: EventDeclaration) -> Occurrence {
        var facts: [Occurrence.Fact] = []
        for field in declared.fields {
            let name = field.field.name.text
            guard fields.has(name) else {
                if field.isRequired { complain(fields.place.field(name), "is missing") }
                continue
            }
            let value: Occurrence.Fact.Value? =
                switch field.field {
                case .number: number(fields, name, field.range, "a whole number").map { .number($0) }
                case .truth: bool(fields, name).map { .truth($0) }
                case .money: money(fields.object[name], BodyPlace(outer: "data", named: name)).map { .money($0) }
                case .text: self.text(fields, field).map { .text($0) }
                }
            if let value { facts.append(Occurrence.Fact(name: field.field.name, value: value)) }
        }
        return Occurrence(type: type, facts: facts)
    }

    private mutating func text(_ fields: Fields, _ declared: EventDeclaration.Field) -> Key? {
        guard let text = optionalKey(fields, declared.field.name.text) else { return nil }
        if !declared.values.isEmpty, !declared.values.contains(text) {
            complain(
                fields.place.field(declared.field.name.text),
                "must be \(declared.values.map(\.text).joinedByOr())"
            )
            return nil
        }
        if text.text.utf8.count > declared.maxLength {
            complain(fields.place.field(declared.field.name.text), "must have at most \(declared.maxLength) bytes")
            return nil
        }
        return text
    }

    /// Something that she did, with what of it is a fact; all fields may be left out.
    private mutating func occurrence(_ type: EventType, _ fields: Fields) -> Occurrence {
        var facts: [Occurrence.Fact] = []
        for field in type.facts where fields.has(field.name.text) {
            let name = field.name.text
            let value: Occurrence.Fact.Value? =
                switch field {
                case .number: number(fields, name, 0...1_000_000_000, "a whole number").map { .number($0) }
                case .text: optionalKey(fields, name).map { .text($0) }
                case .truth: bool(fields, name).map { .truth($0) }
                // Each type that has an amount calls it so.
                case .money: money(fields.object[name], BodyPlace(outer: "data", inner: "amount")).map { .money($0) }
                }
            if let value { facts.append(Occurrence.Fact(name: field.name, value: value)) }
        }
        return Occurrence(type: type, facts: facts)
    }

    /// What rules may know of a member.
    mutating func memberFacts(_ fields: Fields) -> MemberFacts {
        let country = optionalText(fields, "country")
        let language = optionalText(fields, "language")
        let ageBand = optionalText(fields, "ageBand")
        if let country, !isCountry(country) {
            complain(fields.place.field("country"), "must be two capital letters, such as MY")
        }
        if let language, !isLanguage(language) {
            complain(fields.place.field("language"), "must be two small letters, such as th")
        }
        if let ageBand, !isAgeBand(ageBand) {
            complain(fields.place.field("ageBand"), "must be a band such as 25-34 or 65+, never a birthday")
        }
        return MemberFacts(
            country: country.map { Key($0) },
            language: language.map { Key($0) },
            ageBand: ageBand.map { Key($0) }
        )
    }

    /// Which list, and whether she stands on it from now on.
    private mutating func segmentChange(_ fields: Fields) -> SegmentChange? {
        let segment = key(fields, "segment", atMost: 64)
        let isIn = bool(fields, "isIn")
        guard let segment, let isIn else { return nil }
        return SegmentChange(segment: segment, isIn: isIn)
    }

    private mutating func orderReturn(_ fields: Fields) -> OrderReturn? {
        let order = key(fields, "orderId")
        let id = key(fields, "returnId")
        let lines = returnedLines(fields)
        guard let order, let id else { return nil }
        return OrderReturn(order: order, id: id, lines: lines)
    }

    private mutating func returnedLines(_ fields: Fields) -> [OrderReturn.Line]? {
        guard let json = fields.object["lines"], !json.isNull,
            let elements = list(fields, "lines", atMost: 2_000)
        else { return nil }
        var lines: [OrderReturn.Line] = []
        for (index, element) in elements.enumerated() {
            let place = BodyPlace(outer: "data.lines", index: index)
            guard let object = object(element, place) else { continue }
            let line = Fields(object: object, place: place)
            let number = number(line, "line", 1...2_000, "the number of a line of the order, from 1")
            var quantity: Int64?
            if line.has("quantity") { quantity = self.number(line, "quantity", 1...1_000_000_000, "a whole number") }
            var amount: Money?
            if let json = object["amount"], !json.isNull {
                var amountPlace = place
                amountPlace.inner = "amount"
                amount = money(json, amountPlace)
            }
            if let number { lines.append(OrderReturn.Line(number: Int(number), quantity: quantity, amount: amount)) }
        }
        return lines
    }

    private mutating func redemption(_ fields: Fields) -> Redemption? {
        let id = key(fields, "redemptionId")
        let wallet = key(fields, "wallet")
        let points = number(fields, "points", 1...BodyReader.mostUnits, "a whole number of points")
        let order = optionalKey(fields, "orderId")
        guard let id, let wallet, let points else { return nil }
        return Redemption(id: id, wallet: wallet, points: Points(points), order: order)
    }

    private mutating func hold(_ fields: Fields) -> PointsHold? {
        let id = key(fields, "holdId")
        let wallet = key(fields, "wallet")
        let points = number(fields, "points", 1...BodyReader.mostUnits, "a whole number of points")
        var minutes: Int64? = PointsHold.usualMinutes
        if fields.has("minutes") { minutes = self.minutes(fields) }
        guard let id, let wallet, let points, let minutes else { return nil }
        return PointsHold(id: id, wallet: wallet, points: Points(points), minutes: minutes)
    }

    private mutating func capture(_ fields: Fields) -> HoldCapture? {
        let hold = key(fields, "holdId")
        let order = optionalKey(fields, "orderId")
        guard fields.has("points") else { return hold.map { HoldCapture(hold: $0, order: order) } }
        let points = number(fields, "points", 1...BodyReader.mostUnits, "a whole number of points")
        guard let hold, let points else { return nil }
        return HoldCapture(hold: hold, points: Points(points), order: order)
    }

    private mutating func extending(_ fields: Fields) -> HoldExtension? {
        let hold = key(fields, "holdId")
        let minutes = minutes(fields)
        guard let hold, let minutes else { return nil }
        return HoldExtension(hold: hold, minutes: minutes)
    }

    private mutating func minutes(_ fields: Fields) -> Int64? {
        number(fields, "minutes", PointsHold.allowedMinutes, "a whole number of minutes")
    }

    private mutating func transfer(_ fields: Fields) -> PointsTransfer? {
        let id = key(fields, "transferId")
        let wallet = key(fields, "wallet")
        let points = number(fields, "points", 1...BodyReader.mostUnits, "a whole number of points")
        guard let text = text(fields, "to") else { return nil }
        guard let to = MemberID(text: text) else {
            complain("data.to", "must be the id of a member")
            return nil
        }
        guard let id, let wallet, let points else { return nil }
        return PointsTransfer(id: id, to: to, wallet: wallet, points: Points(points))
    }

    private mutating func adjustment(_ fields: Fields) -> Adjustment? {
        let wallet = key(fields, "wallet")
        let range = -BodyReader.mostUnits...BodyReader.mostUnits
        let points = number(fields, "points", range, "a whole number of points")
        if points == 0 { complain("data.points", "must not be 0") }
        let mayOwe = fields.has("mayOwe") ? bool(fields, "mayOwe") ?? false : false
        guard let wallet, let points else { return nil }
        return Adjustment(wallet: wallet, points: Points(points), mayOwe: mayOwe)
    }

    private mutating func openingBalance(_ fields: Fields) -> OpeningBalance? {
        let wallet = key(fields, "wallet")
        guard let elements = list(fields, "lots", atMost: 1_000) else { return nil }
        var lots: [OpeningBalance.OpeningLot] = []
        for (index, element) in elements.enumerated() {
            let place = BodyPlace(outer: "data.lots", index: index)
            guard let object = object(element, place) else { continue }
            let lot = Fields(object: object, place: place)
            let points = number(lot, "points", 1...BodyReader.mostUnits, "a whole number of points")
            let expiresAt = optionalInstant(lot, "expiresAt")
            if let points { lots.append(OpeningBalance.OpeningLot(points: Points(points), expiresAt: expiresAt)) }
        }
        return wallet.map { OpeningBalance(wallet: $0, lots: lots) }
    }

    private mutating func tierGrant(_ fields: Fields) -> TierGrant? {
        let tierSet = key(fields, "tierSet")
        let level = key(fields, "level")
        let until = optionalInstant(fields, "until")
        guard let tierSet, let level else { return nil }
        return TierGrant(tierSet: tierSet, level: level, until: until)
    }

    private mutating func consent(_ fields: Fields) -> Consent? {
        let purpose = key(fields, "purpose", atMost: 64)
        let channel = key(fields, "by", atMost: 64)
        let wording = optionalKey(fields, "wording")
        let evidence = optionalKey(fields, "evidence")
        let isGiven = bool(fields, "given")
        guard let purpose, let channel, let isGiven else { return nil }
        return Consent(purpose: purpose, channel: channel, isGiven: isGiven, wording: wording, evidence: evidence)
    }
}
