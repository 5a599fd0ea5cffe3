import SetiaCore

/// A small brand with segments and a campaign, for the tests of both.
enum Audience {
    static let june = Kopi.at("2026-06-10T10:00")

    static func condition(_ text: String, segments: [Key] = []) -> Condition {
        let programme = Kopi.version().programme
        let vocabulary = ConditionVocabulary(
            currencies: programme.currencies,
            tierSets: programme.tierSets,
            segments: segments
        )
        guard let condition = try? Condition.parse(text, vocabulary) else {
            preconditionFailure("no condition \(text)")
        }
        return condition
    }

    /// Who ordered twice and more, and a list.
    static let segments = [
        MemberSegment(key: "regulars", name: Words([]), kind: .condition(condition("member.orders >= 2"))),
        MemberSegment(key: "press", name: Words([]), kind: .list),
    ]

    static func holdOut(_ share: Int, _ campaign: Key = "raya", seed: Key = "") -> HoldOut {
        HoldOut(share: share, campaign: campaign, programme: "kopi", seed: seed)
    }

    static func campaign(
        _ key: Key = "raya",
        _ audience: Campaign.Audience? = .everyone,
        holdOut: Int? = nil,
        schedule: Schedule? = nil
    ) -> Campaign {
        Campaign(
            key: key,
            name: Words([]),
            schedule: schedule,
            audience: audience,
            holdOut: holdOut.map { self.holdOut($0, key) }
        )
    }

    static func gift(
        _ points: Int64 = 20,
        on: EventType = .orderPaid,
        when: Condition = .always,
        campaign: Key? = "raya"
    ) -> Rule {
        Rule(
            id: "gift",
            on: on,
            condition: when,
            effect: .earnFixed(wallet: "points", points: Points(points)),
            campaign: campaign
        )
    }

    static func version(
        _ rules: [Rule],
        _ campaigns: [Campaign] = [],
        promotions: [Promotion] = [],
        rewards: [Reward] = [],
        number: Int = 1
    ) -> ProgrammeVersion {
        let kopi = Kopi.version().programme
        return ProgrammeVersion(
            number: number,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: kopi.currencies,
                wallets: [Kopi.wallet(activation: .immediate, expiry: .none)],
                tierSets: kopi.tierSets,
                rules: rules,
                campaigns: campaigns,
                promotions: promotions,
                rewards: rewards,
                segments: segments
            ),
            zone: Kopi.zone
        )
    }

    /// The life of a member of this number.
    static func life(_ version: ProgrammeVersion, member number: UInt64 = 2) throws -> Life {
        var life = try Life(version, enrolled: nil)
        life.state = MemberState(member: member(number))
        try life.happen(.memberEnrolled(MemberFacts()), Kopi.at("2025-12-31T09:00"))
        return life
    }

    static func member(_ number: UInt64) -> MemberID { MemberID(Identifier(high: 1, low: number)) }

    /// The first member who is held out of a campaign, or is not.
    static func someone(heldOut: Bool, of holdOut: HoldOut) -> UInt64 {
        (2...).first { holdOut.holdsOut(member($0)) == heldOut } ?? 0
    }
}

extension Decision {
    /// What it tells of segments and campaigns.
    var audience: [AudienceStep] {
        reasons.compactMap { if case .audience(let step) = $0 { step } else { nil } }
    }
}
