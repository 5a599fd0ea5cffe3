package import SetiaCore
package import SetiaService
internal import Synchronization

/// The server's secrets at work: everything that seals, opens and hashes, with keys from one file.
///
/// The key file is no part of the database nor of a backup of it: a stolen database, or an old one, tells nobody's name.
/// Tombstones stand beside it, in `<path>.erased`, so that they outlive a database that is restored.
///
/// Several processes may use one file, such as a server and `setia key rotate`. Before it wraps a key, and when it meets
/// an epoch that it does not know, a vault looks whether the file changed. An epoch that another process destroyed is
/// forgotten here at the next such look.
///
/// - SeeAlso: `MemberKeys.swift` for what is sealed under which key; `KeyFile.swift` for the file.
package final class Vault: Sealing {
    /// Where the keys are.
    package let path: String
    /// Whether this vault made its key file, which is when the operator should read `lossWarning`.
    package let madeKeyFile: Bool
    let tombstoneFile: TombstoneFile
    /// The keys of look-ups and contents; they stay as long as the file.
    let hashKeys: HashKeys
    /// The keys of what belongs to the server and to no member.
    let serverKeys: UseKeys
    private let file: KeyFile
    private let kept: Mutex<KeyFile.Reading>

    /// Opens the vault of a key file, or makes both.
    ///
    /// - Parameters:
    ///   - path: Of the key file; its folder must be there.
    ///   - now: The month of the first epoch, where the file is made.
    ///   - mayCreate: Whether a file may be made: say no where the database holds members already, since new keys open
    ///     nothing of theirs.
    /// - Returns: A vault with the keys that stand in the file.
    /// - Throws: `SealingFailure.keys` when the file is not there and may not be made, when others than its owner may
    ///   read it, or when it is not whole.
    package static func open(path: String, now: Instant, mayCreate: Bool) throws(SealingFailure) -> Vault {
        let file = KeyFile(path: path)
        try TombstoneFile(keyPath: path).check()
        if let reading = try file.read() { return Vault(file, reading, made: false) }
        guard mayCreate else {
            throw SealingFailure.keys(
                path: path,
                reason: "the file is not there; without it no personal data is readable"
            )
        }
        return try file.locked { () throws(SealingFailure) in
            // Another process may have been first.
            if let reading = try file.read() { return Vault(file, reading, made: false) }
            return Vault(file, try file.write(ServerKeys(now: now)), made: true)
        }
    }

    private init(_ file: KeyFile, _ reading: KeyFile.Reading, made: Bool) {
        self.file = file
        path = file.path
        madeKeyFile = made
        tombstoneFile = TombstoneFile(keyPath: file.path)
        hashKeys = reading.keys.hashKeys
        serverKeys = UseKeys(from: hashKeys.contents)
        kept = Mutex(reading)
    }

    /// What an operator must be told about the file, loudly and at the latest when it is made.
    package var lossWarning: String {
        """
        Losing the file \(path) loses all personal data: no name, e-mail, phone or message in the database can be read \
        without it. Keep one copy of it in a second place, apart from the database and its backups, and replace that \
        copy whenever the keys are rotated.
        """
    }
}

// MARK: - Epochs

extension Vault {
    /// The newest epoch, such as `2026-11`; where the file cannot be read just now, the newest that is known.
    package var newestEpoch: String {
        ((try? newest()) ?? kept.withLock { $0.keys.newest }).name
    }

    /// Makes an epoch for the month of `now` in UTC, unless there is one that late, and says its name.
    ///
    /// A clock that goes back makes nothing. Run it daily; it also learns what other processes did to the file.
    package func makeEpoch(now: Instant) throws -> String? {
        try change { $0.makeEpoch(now: now) }
    }

    /// Destroys the epochs that stopped being the newest before `moment`, and says their names, oldest first.
    ///
    /// The file is replaced by one without them. The blocks of the old file are the disk's to forget: where somebody
    /// could read them, the disk itself must be encrypted.
    package func destroyEpochs(endedBefore moment: Instant) throws -> [String] {
        try change { $0.destroyEpochs(endedBefore: moment) }
    }

    /// The epoch of that name, or nil when it was destroyed or never was; reads the file again before it gives up.
    func epoch(named name: String) throws(SealingFailure) -> ServerKeys.Epoch? {
        if let known = kept.withLock({ $0.keys.epoch(named: name) }) { return known }
        return try refreshed().epoch(named: name)
    }

    /// The epoch that wraps from now on, as the file has it: never one that another process has ended.
    func newest() throws(SealingFailure) -> ServerKeys.Epoch {
        try refreshed().newest
    }

    /// The keys as they stand in the file now.
    private func refreshed() throws(SealingFailure) -> ServerKeys {
        try kept.withLock { (kept) throws(SealingFailure) in
            if try file.stamp() != kept.stamp { kept = try reread() }
            return kept.keys
        }
    }

    /// Changes the keys in the file first and here second, while no other process changes them.
    private func change<R: Sendable>(_ body: (inout ServerKeys) -> R) throws(SealingFailure) -> R {
        try file.locked { () throws(SealingFailure) in
            var reading = try reread()
            let before = reading.keys.epochs.map(\.name)
            let result = body(&reading.keys)
            if reading.keys.epochs.map(\.name) != before { reading = try file.write(reading.keys) }
            kept.withLock { $0 = reading }
            return result
        }
    }

    private func reread() throws(SealingFailure) -> KeyFile.Reading {
        guard let reading = try file.read() else {
            throw SealingFailure.keys(path: path, reason: "the file was removed while it was in use; bring it back")
        }
        guard reading.keys.hashKeys == hashKeys else {
            throw SealingFailure.keys(path: path, reason: "the file was replaced by one with other keys while in use")
        }
        return reading
    }
}
