import Dispatch
import SetiaCore
import SetiaService
import Synchronization
import Testing

@testable import SetiaVault

@Suite("Epochs")
struct EpochTests {
    private let plain = Array("Ana binti Ahmad".utf8)

    @Test("a month has one epoch, counted in UTC")
    func oneAMonth() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        #expect(vault.newestEpoch == "2026-11")
        #expect(try vault.makeEpoch(now: moment("2026-11-30T23:59:59.999Z")) == nil)
        #expect(try vault.makeEpoch(now: december) == "2026-12")
        #expect(try vault.makeEpoch(now: december) == nil)
        #expect(vault.newestEpoch == "2026-12")
        #expect(try vault.newMemberKey().epoch == "2026-12")
    }

    @Test("a clock that goes back makes no epoch")
    func neverGoesBack() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        #expect(try vault.makeEpoch(now: january) == "2027-01")
        #expect(try vault.makeEpoch(now: december) == nil)
        #expect(vault.newestEpoch == "2027-01")
    }

    @Test("an epoch ends when the next is made, and is destroyed only when that is before the moment that is asked for")
    func countsFromTheEnd() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        _ = try vault.makeEpoch(now: december)
        _ = try vault.makeEpoch(now: january)
        #expect(try vault.destroyEpochs(endedBefore: december) == [])
        #expect(try vault.destroyEpochs(endedBefore: december.adding(milliseconds: 1)) == ["2026-11"])
        #expect(try vault.destroyEpochs(endedBefore: december.adding(milliseconds: 1)) == [])
    }

    @Test("several epochs are destroyed oldest first, and the newest never")
    func keepsTheNewest() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        _ = try vault.makeEpoch(now: december)
        _ = try vault.makeEpoch(now: january)
        #expect(try vault.destroyEpochs(endedBefore: moment("9999-12-31T00:00:00Z")) == ["2026-11", "2026-12"])
        #expect(try vault.destroyEpochs(endedBefore: moment("9999-12-31T00:00:00Z")) == [])
        #expect(vault.newestEpoch == "2027-01")
    }

    @Test("an old backup is unreadable once its epoch is destroyed, and the key that was wrapped anew still opens")
    func oldBackupsKeepNobody() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let inTheBackup = try vault.newMemberKey()
        let sealed = try vault.seal(plain, for: ana, use: .person, with: inTheBackup)
        _ = try vault.makeEpoch(now: december)
        let rewrapped = try vault.rewrapped(inTheBackup)
        #expect(rewrapped.epoch == "2026-12")
        #expect(try vault.open(sealed, of: ana, use: .person, with: inTheBackup) == plain)
        _ = try vault.destroyEpochs(endedBefore: january)

        let restarted = try Vault.open(path: folder.path, now: january, mayCreate: false)
        for vault in [vault, restarted] {
            #expect(try vault.open(sealed, of: ana, use: .person, with: rewrapped) == plain)
            #expect(
                failure { try vault.open(sealed, of: ana, use: .person, with: inTheBackup) } == .unreadable(.person)
            )
            #expect(failure { try vault.seal(plain, for: ana, use: .event, with: inTheBackup) } == .unreadable(.event))
            #expect(failure { try vault.rewrapped(inTheBackup) } == .unreadable(.person))
        }
    }

    @Test("a key that is wrapped under the newest epoch is not wrapped again")
    func rewrapsOnce() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let key = try vault.newMemberKey()
        #expect(try vault.rewrapped(key) == key)
        _ = try vault.makeEpoch(now: december)
        let rewrapped = try vault.rewrapped(key)
        #expect(rewrapped != key)
        #expect(try vault.rewrapped(rewrapped) == rewrapped)
    }

    @Test("a running server opens what was wrapped under an epoch that another process made")
    func noticesANewEpoch() throws {
        let folder = try TemporaryFolder()
        let (server, command) = (try folder.vault(), try folder.vault())
        let old = try server.newMemberKey()
        _ = try command.makeEpoch(now: december)
        let new = try command.rewrapped(old)
        let sealed = try command.seal(plain, for: ana, use: .person, with: new)
        #expect(try server.open(sealed, of: ana, use: .person, with: new) == plain)
    }

    @Test("a running server wraps under the newest epoch, whoever made it")
    func wrapsUnderWhatOthersMade() throws {
        let folder = try TemporaryFolder()
        let (server, command) = (try folder.vault(), try folder.vault())
        let old = try server.newMemberKey()
        _ = try command.makeEpoch(now: december)
        #expect(server.newestEpoch == "2026-12")
        #expect(try server.newMemberKey().epoch == "2026-12")
        #expect(try server.rewrapped(old).epoch == "2026-12")
    }

    @Test("a running server forgets an epoch that another process destroyed when it next wraps a key")
    func noticesADestroyedEpoch() throws {
        let folder = try TemporaryFolder()
        let (server, command) = (try folder.vault(), try folder.vault())
        let old = try server.newMemberKey()
        _ = try command.makeEpoch(now: december)
        _ = try command.destroyEpochs(endedBefore: january)
        _ = try server.newMemberKey()
        #expect(failure { try server.seal(plain, for: ana, use: .event, with: old) } == .unreadable(.event))
    }

    @Test("of many that make an epoch at once, one does, and what each wraps can be opened by all")
    func makesOneAtATime() throws {
        let folder = try TemporaryFolder()
        let vaults = try (0..<8).map { _ in try folder.vault() }
        let made = Mutex<[String]>([])
        let keys = Mutex<[WrappedKey]>([])
        DispatchQueue.concurrentPerform(iterations: 64) { turn in
            let vault = vaults[turn % 8]
            let epoch = try? vault.makeEpoch(now: december)
            if let epoch { made.withLock { $0.append(epoch) } }
            if let key = try? vault.newMemberKey() { keys.withLock { $0.append(key) } }
        }
        #expect(made.withLock { $0 } == ["2026-12"])
        let all = keys.withLock { $0 }
        #expect(all.count == 64)
        for key in all {
            let sealed = try vaults[0].seal(plain, for: ana, use: .person, with: key)
            #expect(try vaults[7].open(sealed, of: ana, use: .person, with: key) == plain)
        }
    }
}
