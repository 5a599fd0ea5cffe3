import SetiaCore

extension ProgrammeReader {
    /// Which members are told apart; at most 200 (rule C-1).
    mutating func readSegments(_ node: YAMLNode?, _ document: YAMLMembers, _ tierSets: [TierSet]?) -> [MemberSegment] {
        let each = "a segment by its name, such as regulars: {name: Regulars, when: member.orders >= 10}"
        guard let node, let members = members(of: node, each: each, atMost: 200) else { return [] }
        // A segment asks only what she is and did: of other segments it would be asked in a circle.
        if let currencies, let tierSets {
            vocabulary = ConditionVocabulary(
                currencies: currencies,
                tierSets: tierSets,
                achievements: document["achievements"].map { keys(of: $0) } ?? [],
                events: events,
                countsBehaviour: true
            )
        }
        return members.map { member in
            let key = name(of: member, in: node)
            let parts = self.members(of: member.value, known: ["name", "when", "list", "rfm"], required: ["name"])
            let isList = parts?["list"].flatMap { word($0, [("true", true), ("false", false)]) } ?? false
            let ways = [parts?["when"] != nil, isList, parts?["rfm"] != nil].count { $0 }
            if parts != nil, ways != 1 {
                complain(
                    member.value,
                    "says who belongs to it: 'when' with a condition, 'list: true' where members are written on it, or 'rfm' "
                        + "with a kind of customer"
                )
            }
            if let node = parts?["rfm"], ways == 1 {
                return MemberSegment(
                    key: key,
                    name: parts?["name"].map { words($0) } ?? Words([]),
                    kind: .measured(cells(node))
                )
            }
            let condition = parts?["when"].map { self.condition(ofMember: $0, ofSegment: true) } ?? .always
            return MemberSegment(
                key: key,
                name: parts?["name"].map { words($0) } ?? Words([]),
                kind: isList ? .list : .condition(condition)
            )
        }
    }

    /// `champions`, `5*4`, or a list of such.
    private mutating func cells(_ node: YAMLNode) -> [Key] {
        var nodes = [node]
        if case .list = node.content { nodes = list(node, of: "kinds or cells, such as [champions, 5*4]") ?? [] }
        return nodes.compactMap { element in
            guard let text = text(element) else { return nil }
            guard MemberSegment.customerKinds.contains(Key(text)) || MemberSegment.isCell(text) else {
                complain(
                    element,
                    "must be \(MemberSegment.customerKinds.map(\.text).joinedByOr()), or a cell of three scores such as 5*4"
                )
                return nil
            }
            return Key(text)
        }
    }

    /// A condition over the member alone.
    private mutating func condition(ofMember node: YAMLNode, ofSegment: Bool) -> Condition {
        // Of joining there is no order and no line: what asks for them is complained of as such.
        let condition = self.condition(node, .memberEnrolled)
        if let reason = condition.whyNotOfMember(ofSegment: ofSegment) { complain(node, reason) }
        return condition
    }

    /// What rules, promotions and rewards belong to for a time.
    mutating func readCampaigns(
        _ node: YAMLNode,
        programme: Key,
        _ segments: [MemberSegment],
        _ whole: HoldOut?
    ) -> [Campaign] {
        guard let members = members(of: node, each: "a campaign by its name, such as raya: {name: Raya, schedule: {…}}")
        else { return [] }
        return members.map { member in
            let key = name(of: member, in: node)
            if key == Campaign.wholeKey {
                complain(node, member, "stands for all campaigns together; choose another name")
            }
            let known = [
                "name", "schedule", "cap", "budget", "discountBudget", "lateBudget", "onCap", "audience", "purpose",
                "holdOut",
            ]
            let parts = self.members(of: member.value, known: known, required: ["name"])
            let caps = parts?["cap"].map { self.caps($0, ofWallet: false) } ?? []
            let budget = parts.flatMap { self.budget($0) }
            let discountBudget = parts?["discountBudget"].map { amounts($0) } ?? []
            if let onCap = parts?["onCap"], caps.isEmpty, budget == nil, discountBudget.isEmpty {
                complain(onCap, "says what a cap or budget does, and there is none")
            }
            let audience = parts?["audience"].flatMap { self.audience($0, segments) }
            let purposes = Campaign.Purpose.allCases.map { ($0.rawValue, $0) }
            let purpose = parts?["purpose"].flatMap { word($0, purposes) } ?? .offer
            return Campaign(
                key: key,
                name: parts?["name"].map { words($0) } ?? Words([]),
                schedule: parts?["schedule"].flatMap { schedule($0) },
                caps: caps,
                budget: budget,
                discountBudget: discountBudget,
                rejectsOverCap: parts?["onCap"].flatMap { word($0, [("reduce", false), ("reject", true)]) } ?? false,
                audience: audience,
                purpose: purpose,
                holdOut: holdOut(parts?["holdOut"], of: key, programme, purpose, namesAudience: audience != nil),
                whole: purpose == .offer ? whole : nil
            )
        }
    }

    /// Who is held out of all selling: `2%` at the top of the document (rule C-12).
    mutating func wholeHoldOut(_ node: YAMLNode, programme: Key) -> HoldOut? {
        holdOut(node, of: Campaign.wholeKey, programme, .offer, namesAudience: true)
    }

    /// What stands for all selling together where it is measured.
    func wholeCampaign(_ whole: HoldOut) -> Campaign {
        let names = [
            "en": "The whole programme", "ms": "Keseluruhan program", "id": "Seluruh program", "th": "ทั้งโปรแกรม",
        ]
        let texts = languages.map { Words.Text(language: $0, text: names[$0.text] ?? "The whole programme") }
        return Campaign(key: Campaign.wholeKey, name: Words(texts), audience: .everyone, holdOut: whole)
    }

    /// `everyone`, a segment's name, or a condition over the member.
    private mutating func audience(_ node: YAMLNode, _ segments: [MemberSegment]) -> Campaign.Audience? {
        guard let text = text(node) else { return nil }
        if text == "everyone" { return .everyone }
        if segments.contains(where: { $0.key == Key(text) }) { return .segment(Key(text)) }
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: " ") }) else {
            let known =
                segments.isEmpty ? "there are none" : "there are: \(segments.map(\.key.text).joined(separator: ", "))"
            complain(
                node,
                "there is no segment '\(text)' under 'segments'; \(known); or write everyone, or a condition"
            )
            return nil
        }
        return .condition(condition(ofMember: node, ofSegment: false))
    }

    /// `5%`, `none`, or `{share: 5%, seed: again}`; where nothing is said, 5 % of a campaign that names its audience
    /// (rules C-6 and C-7).
    private mutating func holdOut(
        _ node: YAMLNode?,
        of campaign: Key,
        _ programme: Key,
        _ purpose: Campaign.Purpose,
        namesAudience: Bool
    ) -> HoldOut? {
        guard let node else {
            guard namesAudience, purpose == .offer else { return nil }
            return HoldOut(share: HoldOut.usual, campaign: campaign, programme: programme)
        }
        if case .text("none") = node.content { return nil }
        guard purpose == .offer else {
            complain(node, "from wishes, service and recovery nobody is held out; leave it out")
            return nil
        }
        var (shareNode, seed) = (node, Key(""))
        if case .map = node.content {
            guard let parts = members(of: node, known: ["share", "seed"], required: ["share"]),
                let own = parts["share"]
            else { return nil }
            shareNode = own
            seed = parts["seed"].flatMap { text($0) }.map { Key($0) } ?? ""
        }
        guard let text = text(shareNode), let share = hundredths(ofPercentage: text, in: 1...5_000) else {
            complain(shareNode, "must be a share such as 5% or 2.5%, at most 50%, or none")
            return nil
        }
        return HoldOut(share: Int(share), campaign: campaign, programme: programme, seed: seed)
    }
}
