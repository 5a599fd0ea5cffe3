internal import SetiaCore

/// What a rotation of the server's keys did.
package struct Rotation: Sendable, Hashable {
    /// The epoch that was made, if this month had none.
    package let made: String?
    /// How many members' keys were wrapped anew.
    package let rewrapped: Int
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
        while true {
            let done = try await store.writing { ledger in
                let keys = try ledger.keys(notOf: epoch, limit: 1_000)
                for (member, key) in keys { try ledger.rewrap(self.sealing.rewrapped(key), of: member) }
                return keys.count
            }
            guard done > 0 else { break }
            rewrapped += done
            onProgress(rewrapped)
        }
        let destroyed = try sealing.destroyEpochs(
            endedBefore: Instant(milliseconds: now.milliseconds - SetiaService.epochsKept)
        )
        return Rotation(made: made, rewrapped: rewrapped, destroyed: destroyed)
    }
}
