internal import Crypto
internal import SetiaCore

/// All keys of the server, each random by itself: the epochs that wrap members' keys, and the two keys of hashes.
struct ServerKeys: Sendable {
    /// The keys of hashes.
    let hashKeys: HashKeys
    /// Oldest first, at least one, no two of one month; the last is the newest and wraps what is new.
    private(set) var epochs: [Epoch]

    /// A key of the server that wraps members' keys, and the month for which it was made.
    struct Epoch: Sendable, Equatable {
        /// The month in UTC, such as `2026-11`; texts sort as the months do.
        let name: String
        /// When it was made, which ended the one before it.
        let createdAt: Instant
        /// 256 bits.
        let key: SymmetricKey

        /// An epoch; its name follows from the moment.
        init(createdAt: Instant, key: SymmetricKey) {
            name = String(createdAt.rfc3339.prefix(7))
            self.createdAt = createdAt
            self.key = key
        }
    }

    /// Keys as they were kept, or nil where there is no epoch or they do not stand by month.
    init?(hashKeys: HashKeys, epochs: [Epoch]) {
        guard !epochs.isEmpty, zip(epochs, epochs.dropFirst()).allSatisfy({ $0.name < $1.name }) else { return nil }
        self.hashKeys = hashKeys
        self.epochs = epochs
    }

    /// New keys, with one epoch.
    init(now: Instant) {
        hashKeys = HashKeys(identities: SymmetricKey(size: .bits256), contents: SymmetricKey(size: .bits256))
        epochs = [Epoch(createdAt: now, key: SymmetricKey(size: .bits256))]
    }

    /// The epoch that wraps what is new.
    var newest: Epoch {
        guard let last = epochs.last else { fault("there is no epoch") }
        return last
    }

    /// The epoch of that name, if it is there.
    func epoch(named name: String) -> Epoch? {
        epochs.last { $0.name == name }
    }

    /// Makes an epoch for the month of `now`, unless there is one of that month or a later, and says its name.
    mutating func makeEpoch(now: Instant) -> String? {
        let made = Epoch(createdAt: now, key: SymmetricKey(size: .bits256))
        guard made.name > newest.name else { return nil }
        epochs.append(made)
        return made.name
    }

    /// Destroys the epochs that ended before `moment`, and says their names, oldest first.
    ///
    /// An epoch ends when the next is made, so the newest never has, whatever the moment: a clock that is far ahead
    /// cannot destroy a key in use.
    mutating func destroyEpochs(endedBefore moment: Instant) -> [String] {
        let ended = zip(epochs, epochs.dropFirst()).prefix { $1.createdAt < moment }.map(\.0.name)
        epochs.removeFirst(ended.count)
        return ended
    }
}

/// The keys of keyed hashes, which are not rotated: what they made can only be found with the same key.
///
/// A hash of an identity stands in look-ups and in tombstones, where the identity itself is no longer known: with a new
/// key nobody could make it anew, and whoever was erased would come back with the next list of members.
struct HashKeys: Sendable, Equatable {
    /// For identities.
    let identities: SymmetricKey
    /// For contents of events.
    let contents: SymmetricKey
    /// For words of the search; follows from that of identities.
    let words: SymmetricKey
    /// For days of birth; follows from that of identities.
    let birthdays: SymmetricKey

    /// The keys of hashes.
    init(identities: SymmetricKey, contents: SymmetricKey) {
        self.identities = identities
        self.contents = contents
        words = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: identities,
            info: Array("setia finding".utf8),
            outputByteCount: 32
        )
        birthdays = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: identities,
            info: Array("setia birthdays".utf8),
            outputByteCount: 32
        )
    }
}
