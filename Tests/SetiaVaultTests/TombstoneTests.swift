import Dispatch
import Foundation
import SetiaCore
import SetiaService
import Testing

@testable import SetiaVault

@Suite("Tombstones")
struct TombstoneTests {
    private func tombstone(_ member: MemberID, at moment: Instant, in vault: Vault) throws -> Tombstone {
        let identities = [
            try Identity(kind: .email, text: "ana@example.com"), try Identity(kind: .phone, text: "+60123456789"),
        ]
        return Tombstone(member: member, erasedAt: moment, identities: identities.map { vault.identityHash($0) })
    }

    @Test("who was erased is known after a restart, oldest first")
    func areKept() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        #expect(try vault.tombstones() == [])
        let first = try tombstone(budi, at: november.adding(milliseconds: 250), in: vault)
        let second = Tombstone(member: ana, erasedAt: december, identities: [])
        try vault.bury(first)
        try vault.bury(second)
        #expect(try vault.tombstones() == [first, second])
        #expect(try folder.vault().tombstones() == [first, second])
    }

    @Test("the file is for its owner alone and names nobody")
    func nameNobody() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        try vault.bury(try tombstone(ana, at: november, in: vault))
        #expect(try folder.mode(of: ".erased") == 0o600)
        let text = try folder.text(of: ".erased")
        #expect(text.hasPrefix("{\"member\":\"\(ana.text)\",\"erasedAtMs\":\(november.milliseconds),\"identities\":["))
        #expect(!text.contains("example") && !text.contains("60123456789"))
        try folder.setMode(0o644, of: ".erased")
        #expect(reason { try vault.bury(try tombstone(budi, at: november, in: vault)) } != nil)
        #expect(reason { try vault.tombstones() } != nil)
        #expect(reason { try folder.vault() } != nil)
    }

    @Test("wherever a crash cut the last line, the others are kept and the next stands by itself")
    func toleratesATornLine() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let (first, last) = (try tombstone(ana, at: november, in: vault), try tombstone(budi, at: december, in: vault))
        try vault.bury(first)
        let whole = try folder.text(of: ".erased")
        for count in 0..<whole.count {
            try folder.write(whole + whole.prefix(count), to: ".erased")
            #expect(try vault.tombstones() == [first])
            try vault.bury(last)
            #expect(try vault.tombstones() == [first, last])
            // And cut again, at the mark or in the line after it.
            let text = try folder.text(of: ".erased")
            for cut in [1, 2, whole.count, whole.count + 3] where text.count - cut >= whole.count {
                try folder.write(String(text.dropLast(cut)), to: ".erased")
                try vault.bury(last)
                #expect(try vault.tombstones() == [first, last])
            }
        }
    }

    @Test("a line that was finished and cannot be read is a failure, since to pass over it would bring somebody back")
    func noticesDamage() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        try vault.bury(try tombstone(ana, at: november, in: vault))
        let whole = try folder.text(of: ".erased")
        let damages = [
            "", "{}", "x" + whole.dropFirst().dropLast(),
            String(whole.replacingOccurrences(of: "email", with: "emial").dropLast()),
        ]
        for damaged in damages {
            try folder.write(whole + damaged + "\n" + whole, to: ".erased")
            #expect(reason { try vault.tombstones() } == "line 2 is no tombstone")
        }
    }

    @Test("of many that are buried at once, from several processes, none is lost")
    func loseNobody() throws {
        let folder = try TemporaryFolder()
        let vaults = try (0..<4).map { _ in try folder.vault() }
        DispatchQueue.concurrentPerform(iterations: 64) { turn in
            let member = MemberID(Identifier(high: 1, low: UInt64(turn)))
            try? vaults[turn % 4].bury(Tombstone(member: member, erasedAt: november, identities: []))
        }
        let members = try vaults[0].tombstones().map(\.member)
        #expect(members.sorted() == (0..<64).map { MemberID(Identifier(high: 1, low: $0)) })
    }
}
