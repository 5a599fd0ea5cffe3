package import SetiaCore

extension SetiaService {
    /// Who numbers what is redeemed through Setia itself: API, console, till and card.
    package static let rewardSource: Key = "setia/rewards"

    /// A member has a reward, or it is set aside for her; the price is reckoned here (rules W-2 to W-7).
    ///
    /// The wish's number makes it once: the same wish under the same number is answered as it was at first.
    ///
    /// - Returns: what became of it; a refusal where the programme says no.
    package func redeem(
        _ wish: RewardWish,
        for member: MemberID,
        store: StoreID? = nil,
        channel: Key? = nil
    ) async throws -> RecordingOutcome {
        if let before = try await redeemed(wish, by: member) { return .recorded(before) }
        do { try await requireSettled(member, channel: channel) } catch let refusal as Refusal {
            return .refused(refusal)
        }
        let event = Event(
            source: Self.rewardSource,
            id: Key("\(member.text)/\(wish.id)"),
            occurredAt: surroundings.now(),
            store: store,
            channel: channel,
            matter: .rewardRedeemed(wish)
        )
        return try await record(Intake(event: event, who: .member(member)))
    }

    /// What the same wish was answered before, be it told here or brought along by an export; none where it is new.
    private func redeemed(_ wish: RewardWish, by member: MemberID) async throws -> Receipt? {
        try await store.reading { archive in
            let key = ClaimKey(source: Self.rewardSource, kind: .reward, key: wish.id)
            guard let claim = try archive.claims([key])[0], !claim.isPending,
                let stored = try archive.event(claim.event), stored.event.matter == .rewardRedeemed(wish),
                try self.accounts(of: member, archive)?.contains(stored.member) ?? false
            else { return nil }
            return stored.receipt
        }
    }

    /// Something becomes of a redemption (rules W-7 to W-9).
    ///
    /// What can happen once, happens once: the same step again is answered as it was at first, and a capture of another
    /// quantity by where the redemption stands. A rollback and an extension may come again, and are made once by a name of
    /// their own.
    ///
    /// - Parameters:
    ///   - change: What.
    ///   - member: Whose redemption it is.
    ///   - name: What makes a rollback or an extension once; none is a new one each time.
    ///   - store: Where.
    ///   - channel: By which way.
    /// - Returns: what became of it; a refusal where it cannot.
    /// - Throws: the world's trouble.
    package func change(
        _ change: RedemptionChange,
        of member: MemberID,
        name: String? = nil,
        store: StoreID? = nil,
        channel: Key? = nil
    ) async throws -> RecordingOutcome {
        var id = "\(member.text)/\(change.redemption)/\(change.step.rawValue)"
        if change.step == .rollBack || change.step == .extend {
            id += "/\(name ?? surroundings.newIdentifier().text)"
        }
        let event = Event(
            source: Self.rewardSource,
            id: Key(id),
            occurredAt: surroundings.now(),
            store: store,
            channel: channel,
            matter: .redemptionChanged(change)
        )
        let outcome = try await record(Intake(event: event, who: .member(member)), givingBack: change)
        // Told once and now otherwise: where it stands says more than that its number is known.
        guard case .refused(.conflictingDuplicate(.event, _)) = outcome, change.step == .capture,
            let row = try await self.store.reading({ try $0.redemption(change.redemption, of: member) })
        else { return outcome }
        return .refused(.reward(.redemptionIs(change.redemption.text, row.state)))
    }

    /// Records what becomes of a redemption; of one that gave personal codes only what was not used is given back
    /// (rule W-13).
    private func record(_ intake: Intake, givingBack change: RedemptionChange) async throws -> RecordingOutcome {
        guard change.step == .rollBack || change.step == .withdraw, case .member(let member) = intake.who,
            let row = try await store.reading({ try $0.redemption(change.redemption, of: member) }),
            row.promotion != nil, row.state == .captured
        else { return try await record(intake) }
        let quantity = min(row.kept, change.step == .withdraw ? row.kept : change.quantity ?? row.kept)
        guard try await keepPersonalCodes(of: row, quantity) else {
            return .refused(.reward(.fulfilmentIs(change.redemption.text, .delivered)))
        }
        let outcome = try await record(intake)
        if let now = try await store.reading({ try $0.redemption(change.redemption, of: member) }) {
            try await settlePersonalCodes(of: now)
        }
        return outcome
    }

    /// A new number for a redemption.
    package func newRedemptionID() -> Key { Key(surroundings.newIdentifier().text) }
}

/// A redemption with what it gave.
package struct RedemptionView: Sendable, Hashable {
    /// Where it stands.
    package let row: RedemptionRow
    /// Its codes, in clear; none but of a reward of codes, or of one that names a promotion or a supplier.
    package let codes: [String]
    /// What a supplier gives for it, where one does, and where that stands (rule W-17).
    package let supplied: [SuppliedItem]
    /// What became of the letter that tells of it; none where it gives no codes, or was had before there were such letters.
    package let letter: RewardLetterView?

    init(row: RedemptionRow, codes: [String], supplied: [SuppliedItem] = [], letter: RewardLetterView?) {
        self.row = row
        self.codes = codes
        self.supplied = supplied
        self.letter = letter
    }
}

extension SetiaService {
    /// A member's redemptions and those of accounts that came to her (rule L-21), the newest first; none where there is no
    /// such member.
    package func redemptions(of member: MemberID, limit: Int = 200) async throws -> [RedemptionRow]? {
        try await store.reading { archive in
            guard let accounts = try self.accounts(of: member, archive) else { return nil }
            let rows = try accounts.flatMap { try archive.redemptions(of: $0, limit: limit) }
            guard accounts.count > 1 else { return rows }
            return Array(rows.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(limit))
        }
    }

    /// One of a member's redemptions, or of an account that came to her, with the codes that it gave; none where there is
    /// no such.
    ///
    /// What was had and whose codes are not given yet, since something stopped in between, is given them now: as many were
    /// taken from the shelf, so there are as many (rule W-10).
    package func redemption(_ id: Key, of member: MemberID) async throws -> RedemptionView? {
        let found = try await store.reading { archive -> (RedemptionRow, [(place: Int64, sealed: [UInt8])])? in
            for account in try self.accounts(of: member, archive) ?? [] {
                guard let row = try archive.redemption(id, of: account) else { continue }
                return (row, try archive.codes(of: account, redemption: id))
            }
            return nil
        }
        guard let (row, given) = found else { return nil }
        let letter = try await letter(of: row)
        if row.promotion != nil {
            return RedemptionView(row: row, codes: try await personalCodes(of: row), letter: letter)
        }
        if row.supplied != nil {
            let orders = try await store.reading { try $0.supplierOrders(of: row.member, redemption: row.id) }
            let items = try suppliedItems(orders, of: row)
            return RedemptionView(
                row: row,
                codes: items.compactMap(\.code?.code.text),
                supplied: items,
                letter: letter
            )
        }
        guard row.stock == .codes, row.captured > 0 else { return RedemptionView(row: row, codes: [], letter: letter) }
        var codes = given.map(\.sealed)
        if given.count < row.captured {
            let now = surroundings.now()
            codes = try await store.writing { ledger in
                var codes: [[UInt8]] = []
                for place in 0..<row.captured {
                    let holder = CodeHolder(member: row.member, redemption: id, place: place)
                    // Of what came along from another database the codes did not.
                    guard let code = try ledger.giveCode(of: row.reward, to: holder, at: now) else { break }
                    codes.append(code)
                }
                return codes
            }
        }
        // What was given back is hers no longer; she has seen it all the same.
        let kept = codes.prefix(Int(row.captured - row.rolledBack))
        return RedemptionView(
            row: row,
            codes: try kept.map { String(decoding: try sealing.open($0, use: .rewardCode), as: UTF8.self) },
            letter: letter
        )
    }

    /// Redemptions of all members, those first that wait longest.
    package func redemptions(
        _ filter: RedemptionFilter,
        after: (since: Instant, member: MemberID, id: Key)? = nil,
        limit: Int
    ) async throws -> [RedemptionRow] {
        try await store.reading { try $0.redemptions(filter, after: after, limit: limit) }
    }
}

/// A shelf whose numbers do not agree.
package struct ShelfFault: Sendable, Hashable {
    /// What was compared.
    package enum Subject: Sendable, Hashable {
        /// What the counter says is taken, with what redemptions say is off the shelf.
        case taken
        /// How many codes there are, given and free, with how many were loaded.
        case codes
    }

    /// Which reward.
    package let reward: Key
    /// What was compared.
    package let subject: Subject
    /// What is kept.
    package let counted: Int64
    /// What follows.
    package let follows: Int64

    /// A shelf with two numbers.
    package init(reward: Key, subject: Subject, counted: Int64, follows: Int64) {
        self.reward = reward
        self.subject = subject
        self.counted = counted
        self.follows = follows
    }
}

extension SetiaService {
    /// The rewards whose shelves do not add up: taken is what members have or have set aside, and of a list of codes
    /// as many are there, given or free, as were loaded (rule W-7).
    ///
    /// Those of every version of the programme, since what a member has of a reward outlives it. What is reserved for a
    /// redemption that is not written yet is taken and not had: it is left out. Reads only.
    package func shelfFaults() async throws -> [ShelfFault] {
        try await store.reading { archive in
            guard let book = try self.configuration(archive).book else { return [] }
            let shelves = self.shelves(of: book)
            let counters = try archive.counters(shelves.map { Reward.counter(of: $0.reward) })
            let sums = Dictionary(try archive.rewardSums().map { ($0.reward, $0) }, uniquingKeysWith: { one, _ in one })
            let codes = Dictionary(try archive.codeSums().map { ($0.reward, $0.codes) }, uniquingKeysWith: max)
            var faults: [ShelfFault] = []
            for (shelf, counter) in zip(shelves, counters) {
                var (taken, off) = (counter?.taken ?? 0, sums[shelf.reward]?.offShelf ?? 0)
                // What a server that died had reserved is free again after a while.
                if taken != off { taken -= try archive.reserved(of: Reward.counter(of: shelf.reward)) }
                if taken != off {
                    faults.append(ShelfFault(reward: shelf.reward, subject: .taken, counted: taken, follows: off))
                }
                let (there, loaded) = (codes[shelf.reward] ?? 0, counter?.cap ?? 0)
                if shelf.isOfCodes, there != loaded {
                    faults.append(ShelfFault(reward: shelf.reward, subject: .codes, counted: there, follows: loaded))
                }
            }
            return faults
        }
    }

    /// Those of which it was not twice in the same way: what is on its way at one look is there at the next.
    func lastingShelfFaults() async throws -> [ShelfFault] {
        let first = try await shelfFaults()
        guard !first.isEmpty else { return [] }
        let second = try await shelfFaults()
        return first.filter { fault in
            second.contains {
                $0.reward == fault.reward && $0.subject == fault.subject
                    && $0.counted - $0.follows == fault.counted - fault.follows
            }
        }
    }

    /// The rewards that ever had a shelf, and whether nothing but codes ever lay on it.
    private func shelves(of book: ProgrammeBook) -> [(reward: Key, isOfCodes: Bool)] {
        var shelves: [Key: Bool] = [:]
        for version in book.versions {
            for reward in version.programme.rewards where reward.stock != .unlimited {
                shelves[reward.key] = (shelves[reward.key] ?? true) && reward.stock == .codes
            }
        }
        return shelves.map { (reward: $0.key, isOfCodes: $0.value) }.sorted { $0.reward < $1.reward }
    }
}
