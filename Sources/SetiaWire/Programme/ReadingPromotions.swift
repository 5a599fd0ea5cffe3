import SetiaCore

extension ProgrammeReader {
    /// What carts get off; at most 500.
    mutating func readPromotions(_ node: YAMLNode) -> [Promotion] {
        let each = "a promotion by its name, such as raya: {name: Raya, off: 10%, code: true}"
        guard let members = members(of: node, each: each, atMost: 500) else { return [] }
        return members.compactMap { member in promotion(name(of: member, in: node), member.value) }
    }

    private mutating func promotion(_ key: Key, _ node: YAMLNode) -> Promotion? {
        let known = [
            "name", "off", "of", "upTo", "free", "freeShipping", "giftCard", "on", "when", "lines", "minimum",
            "schedule",
            "countries", "group", "priority", "code", "uses", "perMember", "withoutEffect", "campaign",
        ]
        guard let members = members(of: node, known: known, required: ["name"]) else { return nil }
        let gift = gift(members, node)
        var needsCode = members["code"].flatMap { word($0, truths) } ?? false
        if case .giftCard = gift {
            if let code = members.member("code"), !needsCode { complain(node, code, "a gift card always has a code") }
            needsCode = true
        }
        if case .percentOff = gift {
        } else if let on = members.member("on") {
            complain(node, on, "says what a percentage counts; leave it out")
        }
        let caps = members["perMember"].map { self.caps($0, ofWallet: false) } ?? []
        if let node = members["perMember"],
            caps.contains(where: { if case .points = $0.measure { true } else { false } })
        {
            complain(node, "a promotion is limited by how often it is given, such as 1 per month")
        }
        return Promotion(
            key: key,
            name: members["name"].map { words($0) } ?? Words([]),
            gift: gift,
            condition: members["when"].map { condition($0, .orderPaid) } ?? .always,
            lines: members["lines"].flatMap { lines($0, .orderPaid) },
            minimum: members["minimum"].flatMap { minimum($0) },
            schedule: members["schedule"].flatMap { schedule($0) },
            countries: members["countries"].map { countries($0) } ?? [],
            group: members["group"].flatMap { one($0, "group", of: groups.map(\.key), under: "groups") },
            priority: members["priority"].map { priority($0) } ?? 0,
            needsCode: needsCode,
            countsInitial: members["on"].flatMap { word($0, bases) } ?? false,
            uses: members["uses"].flatMap { count($0, 1...1_000_000_000_000) },
            memberCaps: caps,
            isUsedWithoutEffect: members["withoutEffect"].flatMap { word($0, [("refused", false), ("used", true)]) }
                ?? false,
            campaign: members["campaign"].flatMap {
                one($0, "campaign", of: campaigns.map(\.key), under: "campaigns")
            }
        )
    }

    /// What it gives: exactly one of four.
    private mutating func gift(_ members: YAMLMembers, _ node: YAMLNode) -> Promotion.Gift {
        let said = ["off", "free", "freeShipping", "giftCard"].filter { members[$0] != nil }
        guard said.count == 1 else {
            complain(
                node,
                "gives one thing: off, free, freeShipping or giftCard" + (said.isEmpty ? "" : ", and not several")
            )
            return .giftCard
        }
        for key in ["of", "upTo"] where said[0] != "off" {
            if let member = members.member(key) { complain(node, member, "belongs to 'off'; leave it out") }
        }
        switch said[0] {
        case "off":
            guard let off = members["off"] else { return .giftCard }
            let target = members["of"].map { self.target($0) } ?? .order
            guard case .text = off.content else {
                if let limit = members.member("upTo") { complain(node, limit, "limits a percentage; leave it out") }
                return .amountOff(amounts(off), of: target)
            }
            return .percentOff(share(off), upTo: members["upTo"].map { amounts($0) } ?? [], of: target)
        case "free":
            guard
                let free = members["free"].flatMap({
                    self.members(of: $0, known: ["buy", "get", "lines", "times"], required: ["buy", "get"])
                })
            else { return .giftCard }
            return .freeUnits(
                buy: free["buy"].flatMap { count($0, 1...1_000) } ?? 1,
                get: free["get"].flatMap { count($0, 1...1_000) } ?? 1,
                free: free["lines"].flatMap { lines($0, .orderPaid) },
                times: free["times"].flatMap { count($0, 1...1_000_000) }
            )
        case "freeShipping":
            guard let node = members["freeShipping"] else { return .giftCard }
            if case .text = node.content {
                if word(node, truths) == false { complain(node, "must be true, or say up to what: {MYR: 10.00}") }
                return .freeShipping(upTo: [])
            }
            return .freeShipping(upTo: amounts(node))
        default:
            if let node = members["giftCard"], word(node, truths) == false { complain(node, "must be true") }
            return .giftCard
        }
    }

    /// `order`, `lines`, `cheapest`, or `cheapest 2`.
    private mutating func target(_ node: YAMLNode) -> Promotion.Target {
        guard let text = text(node) else { return .order }
        let words = text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("order", 1): return .order
        case ("lines", 1): return .lines
        case ("cheapest", 1): return .cheapest(1)
        case ("cheapest", 2):
            if let count = wholeNumber(words[1], 1...1_000) { return .cheapest(count) }
        default: break
        }
        complain(node, "must be order, lines, cheapest, or so many of the cheapest, such as cheapest 2")
        return .order
    }

    /// Amounts above 0 by currency, such as `{MYR: 10.00, IDR: 35000}`.
    mutating func amounts(_ node: YAMLNode) -> [Money] {
        guard let members = members(of: node, each: "an amount by its currency, such as MYR: 10.00") else { return [] }
        return members.compactMap { member in
            guard let setting = currency(named: member.key) else {
                complain(node, member, "'\(member.key)' is not among the programme's currencies")
                return nil
            }
            guard let text = text(member.value) else { return nil }
            guard let units = minorUnits(of: text, decimals: setting.decimals), units > 0,
                let money = try? Money(minorUnits: units, currency: setting.currency)
            else {
                complain(member.value, "must be an amount above 0 with at most \(setting.decimals) decimals")
                return nil
            }
            return money
        }
    }

    /// A part of something, such as `12.5%`.
    private mutating func share(_ node: YAMLNode) -> Rational {
        guard let text = text(node) else { return .one }
        if text.utf8.last == UInt8(ascii: "%"), let number = Rational(decimal: String(text.dropLast())),
            number > 0, number <= 100, 10_000 % number.denominator == 0
        {
            return number / 100
        }
        complain(
            node,
            "must be a percentage above 0% and at most 100%, such as 12.5%, or amounts, such as {MYR: 10.00}"
        )
        return .one
    }

    private mutating func minimum(_ node: YAMLNode) -> Promotion.Minimum? {
        guard case .map(let all) = node.content, all.contains(where: { $0.key == "amount" }) else {
            return Promotion.Minimum(amounts(node))
        }
        guard let members = members(of: node, known: ["amount", "of", "on"], required: ["amount"]) else { return nil }
        return Promotion.Minimum(
            members["amount"].map { amounts($0) } ?? [],
            ofLines: members["of"].flatMap { word($0, [("order", false), ("lines", true)]) } ?? false,
            onInitial: members["on"].flatMap { word($0, bases) } ?? false
        )
    }

    private mutating func countries(_ node: YAMLNode) -> [Key] {
        guard let elements = list(node, of: "countries, such as [MY, ID]", atMost: 250) else { return [] }
        return elements.compactMap { element in
            guard let text = text(element) else { return nil }
            guard isCountry(text) else {
                complain(element, "must be a country as two capital letters, such as MY")
                return nil
            }
            return Key(text)
        }
    }

    private mutating func count(_ node: YAMLNode, _ range: ClosedRange<Int64>) -> Int64? {
        guard let text = text(node) else { return nil }
        if let number = wholeNumber(text, range) { return number }
        complain(node, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// With how many codes a cart may be redeemed (rule V-10).
    mutating func readCartCodes(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return Programme.usualCartCodes }
        guard let number = wholeNumber(text, 1...20) else {
            complain(node, "must be a whole number from 1 to 20: so many codes a cart may have")
            return Programme.usualCartCodes
        }
        return Int(number)
    }

    /// How points pay for carts, by wallet.
    mutating func readPayments(_ node: YAMLNode) -> [PointsPayment] {
        let each = "a wallet with what its points are worth, such as points: {step: 100, worth: {MYR: 1.00}}"
        guard let members = members(of: node, each: each, atMost: 20) else { return [] }
        return members.compactMap { member in
            if let wallets, !wallets.contains(where: { $0.key == Key(member.key) }) {
                complain(node, member, "there is no wallet '\(member.key)'")
            }
            guard
                let parts = self.members(
                    of: member.value,
                    known: ["step", "worth", "minimum", "maximum", "share", "sameOrder"],
                    required: ["step", "worth"]
                )
            else { return nil }
            let most: ClosedRange<Int64> = 1...1_000_000_000_000
            return PointsPayment(
                wallet: Key(member.key),
                step: Points(parts["step"].flatMap { count($0, 1...1_000_000) } ?? 1),
                worth: parts["worth"].map { amounts($0) } ?? [],
                minimum: Points(parts["minimum"].flatMap { count($0, most) } ?? 0),
                maximum: parts["maximum"].flatMap { count($0, most) }.map { Points($0) },
                share: parts["share"].map { share($0) } ?? .one,
                paysOwnOrder: parts["sameOrder"].flatMap { word($0, truths) } ?? false
            )
        }
    }
}

private let truths = [("true", true), ("false", false)]

/// What a percentage or a minimum counts; whether it is what goods cost first.
private let bases = [("remaining", false), ("initial", true)]
