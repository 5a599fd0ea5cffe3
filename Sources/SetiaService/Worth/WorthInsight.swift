internal import SetiaCare
package import SetiaCore
package import SetiaInsight

/// What the programme is worth: what each part of it brought against those held out of it, and the economics beside.
package struct WorthInsight: Sendable {
    /// By what profit is told; none where the programme does not say (rule C-13).
    package let policy: WorthPolicy?
    /// The whole programme first, then campaigns, journeys and broadcasts.
    package let subjects: [Subject]
    /// New and returning revenue, costs and full price; none where nobody bought.
    package let economics: EconomicsInsight?
    /// What followed rewards by their number.
    package let wearOff: RewardWearOff

    /// Something of the programme that may be held back from some.
    package struct Subject: Sendable {
        /// What it is.
        package let kind: Kind
        /// Its key, or the id of a broadcast.
        package let key: String
        /// What it is called, by language where it has several names.
        package let name: Words
        /// Whether anybody is held out of it.
        package let holdsOut: Bool
        /// Both sides.
        package let measure: HoldOutMeasure

        /// What can be said of it, in a word.
        package var verdict: String { measure.verdict(holdsOut: holdsOut) }
    }

    /// What can be held back from some.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case programme, campaign, journey, broadcast
    }
}

/// New and returning revenue, what winning and keeping customers costs, and who pays the full price.
package struct EconomicsInsight: Sendable {
    /// Of all amounts.
    package let currency: Currency
    /// How many decimals it has.
    package let decimals: Int
    /// Month by month.
    package let months: RevenueMonths
    /// What customers cost in the last months that are over; none where the programme names no costs.
    package let costs: Costs?
    /// Orders at full price, of champions and loyal customers.
    package let loyal: ClusteredShare
    /// The same of all others.
    package let others: ClusteredShare

    /// What winning and keeping cost, in minor units.
    package struct Costs: Sendable, Hashable {
        /// Of how many months.
        package let months: Int
        /// What was spent on winning; none where the programme does not say.
        package let winning: Int64?
        /// What was spent on keeping besides rewards; none where the programme does not say.
        package let keeping: Int64?
        /// What rewards came to: points at what they cost, what was taken off, gifts.
        package let rewards: Int64
        /// Customers who came new.
        package let new: Int
        /// Customers who bought again in a later month than their first.
        package let kept: Int

        /// What it cost to win one, in minor units; none where that is not known or nobody came.
        package var toWin: Double? { new > 0 ? winning.map { Double($0) / Double(new) } : nil }
        /// What it cost to keep one, rewards among it, in minor units; none where nobody stayed.
        package var toKeep: Double? { kept > 0 ? Double((keeping ?? 0) + rewards) / Double(kept) : nil }
    }
}

extension SetiaService {
    /// What the programme is worth, measured now.
    ///
    /// Reads orders, entries and gifts once; memory grows with first times and members.
    ///
    /// - Throws: `Unready`, or the store's failure.
    package func measuredWorth() async throws -> WorthInsight {
        try await measuredWorth(try await brandPurchasesByCurrency())
    }

    /// What the programme is worth, as it was measured last; measured now where it was not yet.
    ///
    /// - Throws: `Unready`, or the store's failure.
    package func shownWorth() async throws -> WorthInsight {
        if let shown = insightBoard.shown { return shown.worth }
        return try await measuredWorth()
    }

    /// The same, of purchases that were read already.
    func measuredWorth(_ purchases: [BrandPurchases]) async throws -> WorthInsight {
        let now = surroundings.now()
        let campaigns = try await campaigns()
        let journeys = try await journeys()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let policy = version.programme.worth
            var parts = WorthParts(version: version, now: now, holdOut: HoldOutFold(policy))
            try parts.begin(campaigns, archive)
            try parts.begin(journeys, archive) { try? self.reader.journey($0, version.programme) }
            try parts.beginBroadcasts(archive)
            let main = purchases.first { policy == nil || $0.currency == policy?.currency }
            var economics = EconomicsFold(main, version: version, now: now)
            var read = 0
            func count() throws {
                read += 1
                if read & 0xFFF == 0 { try Task.checkCancellation() }
            }
            try archive.paidOrders { order in
                parts.holdOut.add(order)
                economics.add(order)
                try count()
            }
            try archive.movements { member, entry in
                parts.holdOut.add(member, entry)
                economics.add(member, entry)
                try count()
            }
            try archive.gifts { member, at, reward, count in
                parts.holdOut.add(gift: reward, member, at: at, count: count)
                economics.add(gift: reward, member, at: at, count: count)
            }
            return WorthInsight(
                policy: policy,
                subjects: parts.subjects,
                economics: economics.economics,
                wearOff: economics.wearOff
            )
        }
    }
}

/// What is compared, as it is gathered.
private struct WorthParts {
    let version: ProgrammeVersion
    let now: Instant
    var holdOut: HoldOutFold
    private var pending: [(kind: WorthInsight.Kind, key: String, name: Words, holdsOut: Bool, place: Int)] = []
    private var whole: Set<MemberID> = []
    /// So many of the newest broadcasts are compared.
    private static let mostBroadcasts = 100

    init(version: ProgrammeVersion, now: Instant, holdOut: HoldOutFold) {
        (self.version, self.now, self.holdOut) = (version, now, holdOut)
    }

    var subjects: [WorthInsight.Subject] {
        pending.map { one in
            WorthInsight.Subject(
                kind: one.kind,
                key: one.key,
                name: one.name,
                holdsOut: one.holdsOut,
                measure: holdOut.measure(one.place, version.programme, withUplift: true)
            )
        }
    }

    /// The whole programme first.
    mutating func begin(_ views: [CampaignView], _ archive: any Archive) throws {
        try archive.exposures(of: Campaign.wholeKey) { member, exposure in
            if exposure.isHeldOut { whole.insert(member) }
        }
        let isWhole = { (view: CampaignView) in view.campaign.key == Campaign.wholeKey }
        for view in views.filter(isWhole) + views.filter({ !isWhole($0) }) {
            let place = try holdOut.begin(view.campaign, version, at: now, archive)
            pending.append(
                (
                    isWhole(view) ? .programme : .campaign, view.campaign.key.text, view.campaign.name,
                    view.campaign.holdOut != nil, place
                )
            )
        }
    }

    /// Whether she is held out of all selling: then neither side of a journey or a broadcast shows what that does.
    private func isHeldOutOfAll(_ member: MemberID) -> Bool {
        whole.contains(member) || version.programme.campaign(Campaign.wholeKey)?.holdOut?.holdsOut(member) ?? false
    }

    mutating func begin(_ views: [JourneyView], _ archive: any Archive, _ read: (String) -> Journey?) throws {
        for view in views where view.kept.state != .draft {
            let shares = Set(try archive.journeyVersions(view.kept.key).compactMap { read($0.document)?.holdOut })
            // Where the share was another once, the split is of no one plan, and is not checked.
            let share = shares.count == 1 ? Double(shares.first ?? 0) / 10_000 : 0
            let place = holdOut.subject(share: share, until: now)
            var firsts: [MemberID: JourneyEnrolment] = [:]
            try archive.enrolments(of: view.kept.key) { enrolment in
                guard !isHeldOutOfAll(enrolment.member) else { return }
                if let known = firsts[enrolment.member],
                    (known.enteredAt, known.id) <= (enrolment.enteredAt, enrolment.id)
                {
                    return
                }
                firsts[enrolment.member] = enrolment
            }
            for (member, first) in firsts {
                holdOut.begin(member, in: place, at: first.enteredAt, isHeldOut: first.ending == .heldOut)
            }
            let name = view.journey?.name ?? view.kept.key.text
            pending.append(
                (.journey, view.kept.key.text, words(name), shares.contains { $0 > 0 }, place)
            )
        }
    }

    mutating func beginBroadcasts(_ archive: any Archive) throws {
        for broadcast in try archive.broadcasts(limit: Self.mostBroadcasts) {
            guard broadcast.content.holdOut > 0, let start = broadcast.startedAt else { continue }
            let place = holdOut.subject(share: Double(broadcast.content.holdOut) / 10_000, until: now)
            try archive.broadcastSides(broadcast.id) { member, isHeldOut in
                guard !isHeldOutOfAll(member) else { return }
                holdOut.begin(member, in: place, at: start, isHeldOut: isHeldOut)
            }
            pending.append((.broadcast, broadcast.id.text, words(broadcast.content.name), true, place))
        }
    }

    private func words(_ name: String) -> Words {
        Words(version.programme.languages.map { Words.Text(language: $0, text: name) })
    }
}
