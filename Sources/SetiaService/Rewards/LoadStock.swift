package import SetiaCore

/// Why nothing is put on a shelf.
package enum StockRefusal: Error, Sendable, Hashable {
    /// The programme that holds now has no such reward.
    case unknownReward(String)
    /// The reward's stock is another: what it is.
    case notCounted(Reward.Stock)
    /// More would be taken out than is left.
    case notThere(left: Int64, asked: Int64)
    /// A number is past what is taken.
    case outOfRange
    /// A code is no text of 1 to 200 characters; which, from 1.
    case malformedCode(Int)
}

extension SetiaService {
    /// How much may be put on a shelf at once.
    package static let mostStock: Int64 = 1_000_000_000

    /// Puts so many of a reward on its shelf, or below 0 takes them out; it is written down who did, and why.
    ///
    /// - Parameters:
    ///   - key: Which reward.
    ///   - amount: So many; not 0.
    ///   - reason: Why.
    ///   - actor: Who.
    ///   - mark: A counter that is made with it, to tell that it was done; none is no such.
    /// - Returns: the shelf after it.
    /// - Throws: `StockRefusal`, and the world's trouble.
    package func loadStock(
        of key: Key,
        by amount: Int64,
        reason: String,
        by actor: AuditActor,
        mark: Key? = nil
    ) async throws -> SharedCounter {
        let now = surroundings.now()
        guard amount != 0, abs(amount) <= Self.mostStock else { throw StockRefusal.outOfRange }
        return try await store.writing { ledger in
            let reward = try self.reward(key, .counted, ledger)
            let counter = Reward.counter(of: reward.key)
            if amount < 0 {
                let left = try ledger.counters([counter])[0]?.left ?? 0
                guard left >= -amount else { throw StockRefusal.notThere(left: left, asked: -amount) }
            }
            if let mark { try ledger.load(mark, by: amount) }
            try ledger.load(counter, by: amount)
            guard let shelf = try ledger.counters([counter])[0] else {
                throw StoreFailure(kind: .other, message: "a shelf that was filled is not there")
            }
            let details = ["amount": String(amount), "left": String(shelf.left ?? 0), "reason": reason]
            try ledger.add(self.entry(.stockLoaded, by: actor, at: now, subject: key.text, details: details))
            return shelf
        }
    }

    /// Adds codes of a partner to a reward's list; those that are there already are left out, so that the same file may
    /// be loaded again (rule W-10).
    ///
    /// - Returns: how many were new, and how many are free after it.
    /// - Throws: `StockRefusal`, and the world's trouble.
    package func loadCodes(
        _ codes: [String],
        of key: Key,
        by actor: AuditActor
    ) async throws -> (added: Int64, free: Int64) {
        let now = surroundings.now()
        if let place = codes.firstIndex(where: { !(1...200).contains($0.utf8.count) }) {
            throw StockRefusal.malformedCode(place + 1)
        }
        var seen: Set<[UInt8]> = []
        var sealed: [SealedCode] = []
        for code in codes {
            let bytes = Array(code.utf8)
            let hash = sealing.keyedHash(Array("\(key)\u{1f}".utf8) + bytes, for: .rewardCode)
            guard seen.insert(hash).inserted else { continue }
            sealed.append(SealedCode(hash: hash, sealed: try sealing.seal(bytes, use: .rewardCode)))
        }
        let kept = sealed
        return try await store.writing { ledger in
            let reward = try self.reward(key, .codes, ledger)
            let added = try ledger.add(kept, to: reward.key, at: now)
            if added > 0 { try ledger.load(Reward.counter(of: reward.key), by: added) }
            let free = try ledger.freeCodes(of: reward.key)
            let details = ["added": String(added), "free": String(free)]
            try ledger.add(self.entry(.codesLoaded, by: actor, at: now, subject: key.text, details: details))
            return (added, free)
        }
    }

    private func reward(_ key: Key, _ stock: Reward.Stock, _ archive: any Archive) throws -> Reward {
        let version = try configuration(archive).published().version(at: surroundings.now())
        guard let reward = version.programme.reward(key) else { throw StockRefusal.unknownReward(key.text) }
        guard reward.stock == stock else { throw StockRefusal.notCounted(reward.stock) }
        return reward
    }
}
