internal import SetiaCare
package import SetiaCore
internal import SetiaInsight

/// Something that can be done now, with its reason; the cases stand by urgency.
package enum SuggestedAction: Sendable, Hashable {
    /// So many cases are later than was promised, at most `SetiaService.mostLate`.
    case casesLate(Int)
    /// So many members are about to leave; what those named would buy more within a year if they stayed, in minor units, where
    /// spends tell it.
    case membersAtRisk(Int, named: Int, worth: Int64?, Currency, decimals: Int)
    /// So many members have points that lapse within 30 days, and nobody has spoken with them in these 30 days.
    case pointsLapsing(wallet: Key, members: Int)
    /// The rating of these products fell, beyond what chance makes of it.
    case ratingsFell([Key])
    /// These products come back more often of late, beyond what chance makes of it.
    case returnsRose([Key])
    /// A part of the programme that should hold some out has had part from members, and nobody is held out.
    case holdOutEmpty(WorthInsight.Kind, key: String, name: Words)
    /// Nobody is held out of the whole programme, so that nobody can say what it brings.
    case nobodyHeldOut
}

extension SetiaService {
    /// How many late cases are counted at most.
    package static let mostLate = 100
    /// How many things to do are told at once.
    package static let mostActions = 5

    /// What to do now, the most urgent first, at most `mostActions`: as it was measured last, and cases as they are.
    ///
    /// - Throws: the store's failure.
    package func suggestedActions() async throws -> [SuggestedAction] {
        let now = surroundings.now()
        let late = try await store.reading { archive in
            try archive.memberCases(.late, of: nil, at: now, after: nil, limit: SetiaService.mostLate).count
        }
        var actions = insight()?.actions ?? []
        if late > 0 { actions.insert(.casesLate(late), at: 0) }
        return Array(actions.prefix(SetiaService.mostActions))
    }

    /// What was measured and asks to be done.
    func measuredActions(
        _ customers: [CustomerInsight],
        _ points: [PointsInsight],
        _ worth: WorthInsight,
        _ returns: [Key: ProductReturns]
    ) async throws -> [SuggestedAction] {
        var actions: [SuggestedAction] = []
        for one in customers.prefix(1) {
            guard let outlook = one.outlook, outlook.bands.atRisk > 0 else { continue }
            let atStake = outlook.atRisk.reduce(0.0) { $0 + $1.atStake }
            actions.append(
                .membersAtRisk(
                    outlook.bands.atRisk,
                    named: outlook.atRisk.count,
                    worth: outlook.worth == nil || atStake >= 9e15 ? nil : Int64(atStake.rounded()),
                    one.currency,
                    decimals: one.decimals
                )
            )
        }
        for one in points {
            let members = try await unspoken(one.members(.lapsing))
            if members > 0 { actions.append(.pointsLapsing(wallet: one.wallet, members: members)) }
        }
        let ratings = ProductRating.all(try await ratingCounts(), returns: returns)
        let fell = ratings.filter { $0.signals.contains(.rating) }
        if !fell.isEmpty { actions.append(.ratingsFell(fell.map(\.product))) }
        let back = ratings.filter { $0.signals.contains(.returns) }
        if !back.isEmpty { actions.append(.returnsRose(back.map(\.product))) }
        for subject in worth.subjects
        where subject.holdsOut && subject.measure.heldOut.isEmpty && !subject.measure.treated.isEmpty {
            actions.append(.holdOutEmpty(subject.kind, key: subject.key, name: subject.name))
        }
        let isWhole = worth.subjects.contains { $0.kind == .programme && $0.holdsOut }
        if !isWhole, !customers.isEmpty { actions.append(.nobodyHeldOut) }
        return actions
    }

    /// With how many of these members nobody has spoken in 30 days, for their sake or to sell, 500 at a time.
    private func unspoken(_ members: [MemberID]) async throws -> Int {
        guard !members.isEmpty else { return 0 }
        let start = surroundings.now().adding(days: -30)
        return try await store.reading { archive in
            var count = 0
            for place in stride(from: 0, to: members.count, by: 500) {
                try Task.checkCancellation()
                let some = Array(members[place..<min(members.count, place + 500)])
                count += try archive.careStandings(of: some, countedFrom: start)
                    .count { $0.caring == 0 && $0.selling == 0 }
            }
            return count
        }
    }
}
