internal import SetiaCore

/// What a rotation of the server's keys did.
package struct Rotation: Sendable, Hashable {
    /// The epoch that was made, if this month had none.
    package let made: String?
    /// How many members' keys were wrapped anew.
    package let rewrapped: Int
    /// How many could not be: their epoch was destroyed before, as in a backup older than 90 days.
    package let unreadable: Int
    /// The epochs that were destroyed, oldest first.
    package let destroyed: [String]
}

extension SetiaService {
    /// How long an epoch's key is kept after a newer one took its place, in milliseconds: 90 days.
    static let epochsKept: Int64 = 90 * 86_400_000

    /// Begins this month's epoch where it has not begun, wraps every member's key under the newest, and destroys the
    /// epochs that ended more than 90 days ago: backups older than that keep ledgers and not people.
    ///
    /// Safe to repeat and to interrupt: nothing is destroyed before all keys are wrapped anew.
    package func rotateKeys(onProgress: @Sendable (Int) -> Void = { _ in }) async throws -> Rotation {
        let now = surroundings.now()
        let made = try sealing.makeEpoch(now: now)
        let epoch = sealing.newestEpoch
        var rewrapped = 0
        var unreadable = 0
        var after: MemberID?
        while true {
            let from = after
            let (done, lost, last) = try await store.writing { ledger in
                try self.rewrapPage(after: from, epoch: epoch, in: ledger)
            }
            rewrapped += done
            unreadable += lost
            guard let last else { break }
            after = last
            onProgress(rewrapped)
        }
        let destroyed = try sealing.destroyEpochs(
            endedBefore: Instant(milliseconds: now.milliseconds - SetiaService.epochsKept)
        )
        return Rotation(made: made, rewrapped: rewrapped, unreadable: unreadable, destroyed: destroyed)
    }

    private func rewrapPage(
        after: MemberID?,
        epoch: String,
        in ledger: any Ledger
    ) throws -> (done: Int, lost: Int, last: MemberID?) {
        let keys = try ledger.keys(notOf: epoch, after: after, limit: 1_000)
        var done = 0
        for (member, key) in keys {
            do {
                try ledger.rewrap(sealing.rewrapped(key), of: member)
                done += 1
            } catch SealingFailure.unreadable {
                // What its epoch sealed is gone already; the others must not wait for it.
                continue
            }
        }
        return (done, keys.count - done, keys.last?.member)
    }
}
