internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func redemptions(of member: MemberID, limit: Int) -> [RedemptionRow] {
        let own = (kept.redemptions[member] ?? [:]).values
        return Array(own.sorted { ($1.at, $1.id) < ($0.at, $0.id) }.prefix(limit))
    }

    func redemption(_ id: Key, of member: MemberID) -> RedemptionRow? { kept.redemptions[member]?[id] }

    func redemptions(
        _ filter: RedemptionFilter,
        after: (since: Instant, member: MemberID, id: Key)?,
        limit: Int
    ) -> [RedemptionRow] {
        let wanted = allRedemptions.filter { row in
            (filter.reward.map { $0 == row.reward } ?? true)
                && (filter.fulfilment.map { $0 == row.fulfilment } ?? true)
                && (after.map { $0 < (row.since, row.member, row.id) } ?? true)
        }
        return Array(wanted.sorted { ($0.since, $0.member, $0.id) < ($1.since, $1.member, $1.id) }.prefix(limit))
    }

    func rewardSums() -> [RewardSum] {
        var sums: [Key: RewardSum] = [:]
        for row in allRedemptions {
            let before = sums[row.reward] ?? RewardSum(reward: row.reward, held: 0, had: 0, open: 0, offShelf: 0)
            let had = row.captured - row.rolledBack
            sums[row.reward] = RewardSum(
                reward: row.reward,
                held: before.held + (row.state == .held ? row.quantity : 0),
                had: before.had + had,
                open: before.open + (row.state == .captured && row.fulfilment != .delivered ? had : 0),
                offShelf: before.offShelf + row.offShelf
            )
        }
        return sums.values.sorted { $0.reward < $1.reward }
    }

    func rewardPictures() -> [RewardPicture] {
        kept.rewardPictures.values.map(\.picture).sorted { $0.reward < $1.reward }
    }

    func rewardPicture(at address: Key) -> (kind: Picture.Kind, bytes: [UInt8])? {
        kept.rewardPictures.values.first { $0.picture.address == address }.map { ($0.picture.kind, $0.bytes) }
    }

    func save(_ picture: RewardPicture, bytes: [UInt8]) { kept.rewardPictures[picture.reward] = (picture, bytes) }

    func removeRewardPicture(of reward: Key) -> Bool { kept.rewardPictures.removeValue(forKey: reward) != nil }

    func rewardLettersDue(limit: Int) -> [RewardLetter] {
        let due = kept.rewardLetters.values.flatMap(\.values).filter { $0.state == .due }
        return Array(
            due.sorted { ($0.at, $0.member, $0.redemption) < ($1.at, $1.member, $1.redemption) }.prefix(limit)
        )
    }

    func rewardLetter(of redemption: Key, of member: MemberID) -> RewardLetter? {
        kept.rewardLetters[member]?[redemption]
    }

    func want(_ letters: [RewardLetter]) {
        for letter in letters where kept.rewardLetters[letter.member]?[letter.redemption] == nil {
            kept.rewardLetters[letter.member, default: [:]][letter.redemption] = letter
        }
    }

    func save(_ letter: RewardLetter) { kept.rewardLetters[letter.member]?[letter.redemption] = letter }

    private var allRedemptions: [RedemptionRow] { kept.redemptions.values.flatMap(\.values) }

    func codes(of member: MemberID, redemption: Key) -> [(place: Int64, sealed: [UInt8])] {
        kept.codes.filter { $0.holder?.member == member && $0.holder?.redemption == redemption }
            .compactMap { code in code.holder.map { (place: $0.place, sealed: code.code.sealed) } }
            .sorted { $0.place < $1.place }
    }

    func codeSums() -> [(reward: Key, codes: Int64)] {
        Dictionary(grouping: kept.codes, by: \.reward).map { (reward: $0.key, codes: Int64($0.value.count)) }
            .sorted { $0.reward < $1.reward }
    }

    func freeCodes(of reward: Key) -> Int64 {
        Int64(kept.codes.count { $0.reward == reward && $0.holder == nil })
    }

    func freeCodes(of reward: Key, after: FreeCode?, limit: Int) -> [FreeCode] {
        func stands(_ one: FreeCode, before other: FreeCode) -> Bool {
            one.loadedAt == other.loadedAt
                ? one.code.hash.lexicographicallyPrecedes(other.code.hash) : one.loadedAt < other.loadedAt
        }
        let free = kept.codes.filter { $0.reward == reward && $0.holder == nil }
            .map { FreeCode(code: $0.code, loadedAt: $0.loadedAt) }
            .filter { one in after.map { stands($0, before: one) } ?? true }
        return Array(free.sorted { stands($0, before: $1) }.prefix(limit))
    }

    func givenCodes(of reward: Key, after hash: [UInt8], limit: Int) -> [(code: SealedCode, holder: CodeHolder)] {
        let given = kept.codes.filter { $0.reward == reward }.compactMap { one in
            one.holder.map { (code: one.code, holder: $0) }
        }
        let behind = given.filter { hash.lexicographicallyPrecedes($0.code.hash) }
        return Array(behind.sorted { $0.code.hash.lexicographicallyPrecedes($1.code.hash) }.prefix(limit))
    }

    func add(_ code: SealedCode, of reward: Key, givenTo holder: CodeHolder, at moment: Instant) -> Bool {
        let isThere = kept.codes.contains { one in
            one.reward == reward && (one.code.hash == code.hash || one.holder == holder)
        }
        if !isThere { kept.codes.append(KeptCode(reward: reward, code: code, loadedAt: moment, holder: holder)) }
        return !isThere
    }

    func add(_ codes: [SealedCode], to reward: Key, at moment: Instant) -> Int64 {
        var added: Int64 = 0
        for code in codes where !kept.codes.contains(where: { $0.reward == reward && $0.code.hash == code.hash }) {
            kept.codes.append(KeptCode(reward: reward, code: code, loadedAt: moment))
            added += 1
        }
        return added
    }

    func giveCode(of reward: Key, to holder: CodeHolder, at moment: Instant) -> [UInt8]? {
        if let given = kept.codes.first(where: { $0.reward == reward && $0.holder == holder }) {
            return given.code.sealed
        }
        let free = kept.codes.indices.filter { kept.codes[$0].reward == reward && kept.codes[$0].holder == nil }
        let next = free.min { one, other in
            let (first, second) = (kept.codes[one], kept.codes[other])
            return first.loadedAt == second.loadedAt
                ? first.code.hash.lexicographicallyPrecedes(second.code.hash) : first.loadedAt < second.loadedAt
        }
        guard let next else { return nil }
        kept.codes[next].holder = holder
        return kept.codes[next].code.sealed
    }
}

/// A code that the model keeps.
struct KeptCode: Sendable {
    let reward: Key
    let code: SealedCode
    let loadedAt: Instant
    var holder: CodeHolder?
}
