package import SetiaCore
package import SetiaService
internal import Synchronization

/// A sealing that hides nothing, and is the same in each run.
///
/// It keeps the port's other words: what is sealed opens only for the same member, use and key, and not once the key's
/// epoch is destroyed.
package final class TestSealing: Sealing {
    private struct State {
        /// Name and beginning, oldest first.
        var epochs: [(name: String, since: Instant)]
        var destroyed: Set<String> = []
        var made = 0
        var tombstones: [Tombstone] = []
    }

    private let state: Mutex<State>

    /// A sealing whose first epoch is the month of `now`.
    package init(now: Instant = Fixture.newYear) {
        state = Mutex(State(epochs: [(TestSealing.month(of: now), now)]))
    }

    package func newMemberKey() -> WrappedKey {
        state.withLock { state in
            state.made += 1
            return WrappedKey(epoch: newest(state), bytes: Array("key-\(state.made)".utf8))
        }
    }

    package func rewrapped(_ key: WrappedKey) throws -> WrappedKey {
        try state.withLock { state in
            guard !state.destroyed.contains(key.epoch) else { throw SealingFailure.unreadable(.person) }
            return WrappedKey(epoch: newest(state), bytes: key.bytes)
        }
    }

    package func seal(_ plain: [UInt8], for member: MemberID, use: SealedUse, with key: WrappedKey) throws -> [UInt8] {
        try mark(member, use, key) + plain
    }

    package func open(_ sealed: [UInt8], of member: MemberID, use: SealedUse, with key: WrappedKey) throws -> [UInt8] {
        let mark = try mark(member, use, key)
        guard sealed.starts(with: mark) else { throw SealingFailure.unreadable(use) }
        return Array(sealed.dropFirst(mark.count))
    }

    package func identityHash(_ identity: Identity) -> IdentityHash {
        IdentityHash(kind: identity.kind, bytes: FNV.bytes(Array("\(identity.kind.rawValue):\(identity.value)".utf8)))
    }

    package func wordHash(_ word: FindingWord) -> WordHash {
        WordHash(Int64(bitPattern: FNV.bytes(word.bytes).prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }))
    }

    package func dayHash(_ day: YearDay) -> DayHash { DayHash(bytes: FNV.bytes(Array("day \(day)".utf8))) }

    package func contentHash(_ content: [UInt8]) -> [UInt8] { FNV.bytes(content) }

    /// Counts what was made.
    func next() -> Int {
        state.withLock { state in
            state.made += 1
            return state.made
        }
    }

    package func newAPISecret() -> (secret: String, hash: [UInt8]) {
        let number = next()
        let secret = "test-secret-\(number)"
        return (secret, hash(ofAPISecret: secret))
    }

    package func hash(ofAPISecret secret: String) -> [UInt8] { FNV.bytes(Array(secret.utf8)) }

    package var newestEpoch: String { state.withLock { newest($0) } }

    package func makeEpoch(now: Instant) -> String? {
        state.withLock { state in
            let name = TestSealing.month(of: now)
            guard !state.epochs.contains(where: { $0.name == name }) else { return nil }
            state.epochs.append((name, now))
            return name
        }
    }

    package func destroyEpochs(endedBefore moment: Instant) -> [String] {
        state.withLock { state in
            // An epoch ends when the next one begins.
            let ended = zip(state.epochs, state.epochs.dropFirst()).filter { $1.since < moment }.map(\.0.name)
            let destroyed = ended.filter { !state.destroyed.contains($0) }
            state.destroyed.formUnion(destroyed)
            return destroyed
        }
    }

    package func bury(_ tombstone: Tombstone) {
        state.withLock { state in
            if !state.tombstones.contains(where: { $0.member == tombstone.member }) {
                state.tombstones.append(tombstone)
            }
        }
    }

    package func tombstones() -> [Tombstone] { state.withLock { $0.tombstones } }

    private func mark(_ member: MemberID, _ use: SealedUse, _ key: WrappedKey) throws -> [UInt8] {
        guard !state.withLock({ $0.destroyed.contains(key.epoch) }) else { throw SealingFailure.unreadable(use) }
        return Array("\(use.rawValue) of \(member) under \(String(decoding: key.bytes, as: UTF8.self)): ".utf8)
    }

    private func newest(_ state: borrowing State) -> String {
        state.epochs[state.epochs.count - 1].name
    }

    private static func month(of now: Instant) -> String {
        String(FixedOffset.utc.day(of: now).iso.prefix(7))
    }
}
