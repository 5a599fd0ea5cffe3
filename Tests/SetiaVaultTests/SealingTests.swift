import SetiaCore
import SetiaService
import Testing

@testable import SetiaVault

@Suite("Sealing")
struct SealingTests {
    private let plain = Array("Ana binti Ahmad, +60123456789".utf8)

    @Test("what is sealed opens again", arguments: [0, 1, 200, 100_000])
    func opensAgain(count: Int) throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let key = try vault.newMemberKey()
        for use in SealedUse.allCases {
            let sealed = try vault.seal(plain, for: ana, use: use, with: key)
            #expect(sealed.count == count + 29)
            #expect(try vault.open(sealed, of: ana, use: use, with: key) == plain)
        }
    }

    @Test("what is sealed opens again after a restart")
    func opensAfterRestart() throws {
        let folder = try TemporaryFolder()
        let before = try folder.vault()
        let key = try before.newMemberKey()
        let sealed = try before.seal(plain, for: ana, use: .person, with: key)
        let after = try Vault.open(path: folder.path, now: january, mayCreate: false)
        #expect(try after.open(sealed, of: ana, use: .person, with: key) == plain)
    }

    @Test("a text that is sealed for one member opens for no other, even with her key")
    func opensForNoOtherMember() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let (key, other) = (try vault.newMemberKey(), try vault.newMemberKey())
        let sealed = try vault.seal(plain, for: ana, use: .person, with: key)
        #expect(failure { try vault.open(sealed, of: budi, use: .person, with: key) } == .unreadable(.person))
        #expect(failure { try vault.open(sealed, of: ana, use: .person, with: other) } == .unreadable(.person))
    }

    @Test("a text that is sealed for one use opens for no other")
    func opensForNoOtherUse() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let key = try vault.newMemberKey()
        for use in SealedUse.allCases {
            let sealed = try vault.seal(plain, for: ana, use: use, with: key)
            for other in SealedUse.allCases where other != use {
                #expect(failure { try vault.open(sealed, of: ana, use: other, with: key) } == .unreadable(other))
            }
        }
    }

    @Test("equal texts are sealed to different ones")
    func differsEachTime() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let key = try vault.newMemberKey()
        let sealed = try (0..<50).map { _ in try vault.seal(plain, for: ana, use: .event, with: key) }
        #expect(Set(sealed).count == 50)
        #expect(Set(try (0..<50).map { _ in try vault.newMemberKey().bytes }).count == 50)
    }

    @Test("a text with any bit changed, or cut short, is unreadable")
    func noticesAnyChange() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let key = try vault.newMemberKey()
        let sealed = try vault.seal(plain, for: ana, use: .event, with: key)
        for place in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[place] ^= 1 << bit
                #expect(failure { try vault.open(changed, of: ana, use: .event, with: key) } == .unreadable(.event))
            }
            let cut = Array(sealed[..<place])
            #expect(failure { try vault.open(cut, of: ana, use: .event, with: key) } == .unreadable(.event))
        }
    }

    @Test("with a wrapped key that was changed, or named after another epoch, nothing opens and nothing is sealed")
    func noticesAChangedKey() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let key = try vault.newMemberKey()
        _ = try vault.makeEpoch(now: december)
        let sealed = try vault.seal(plain, for: ana, use: .event, with: key)
        var spoiled = key.bytes.indices.map { place in
            var bytes = key.bytes
            bytes[place] ^= 1
            return WrappedKey(epoch: key.epoch, bytes: bytes)
        }
        spoiled += [
            WrappedKey(epoch: "2026-12", bytes: key.bytes), WrappedKey(epoch: "", bytes: key.bytes),
            WrappedKey(epoch: key.epoch, bytes: []),
        ]
        for other in spoiled {
            #expect(failure { try vault.open(sealed, of: ana, use: .event, with: other) } == .unreadable(.event))
            #expect(failure { try vault.seal(plain, for: ana, use: .event, with: other) } == .unreadable(.event))
        }
    }

    @Test("what one server sealed, a server with other keys cannot open")
    func needsTheSameFile() throws {
        let folder = try TemporaryFolder()
        let otherFolder = try TemporaryFolder()
        let (vault, other) = (try folder.vault(), try otherFolder.vault())
        let key = try vault.newMemberKey()
        let sealed = try vault.seal(plain, for: ana, use: .event, with: key)
        #expect(failure { try other.open(sealed, of: ana, use: .event, with: key) } == .unreadable(.event))
    }
}
