import Dispatch
import Foundation
import SetiaCore
import SetiaService
import Synchronization
import Testing

@testable import SetiaVault

@Suite("The key file")
struct KeyFileTests {
    @Test("the first start makes a file that only its owner may read, and says so once")
    func isPrivate() throws {
        let folder = try TemporaryFolder()
        let first = try folder.vault()
        #expect(first.madeKeyFile)
        #expect(first.lossWarning.contains(folder.path))
        #expect(try !folder.vault().madeKeyFile)
        #expect(try folder.mode() == 0o600)
        _ = try first.makeEpoch(now: december)
        #expect(try folder.mode() == 0o600)
        #expect(try folder.files() == ["setia.db.keys", "setia.db.keys.lock"])
    }

    @Test("a file that others may read is refused", arguments: [0o640, 0o604, 0o644, 0o660, 0o620, 0o610, 0o666])
    func refusesOpenFiles(mode: Int) throws {
        let folder = try TemporaryFolder()
        _ = try folder.vault()
        try folder.setMode(mode)
        let reason = try #require(reason { try folder.vault() })
        #expect(reason.contains("mode 0\(String(mode, radix: 8))"))
    }

    @Test("a file that its owner may only read is opened, and can still be rotated", arguments: [0o400, 0o600, 0o700])
    func acceptsPrivateFiles(mode: Int) throws {
        let folder = try TemporaryFolder()
        _ = try folder.vault()
        try folder.setMode(mode)
        #expect(try folder.vault().makeEpoch(now: december) == "2026-12")
    }

    @Test("no file is made where none may be, and none where there is no folder")
    func makesNoneUnasked() throws {
        let folder = try TemporaryFolder()
        #expect(reason { try Vault.open(path: folder.path, now: november, mayCreate: false) } != nil)
        #expect(try folder.files() == [])
        let nowhere = folder.folder + "/no/such/keys"
        #expect(reason { try Vault.open(path: nowhere, now: november, mayCreate: true) } != nil)
    }

    @Test("a folder, a pipe and a file that is empty are no key files")
    func refusesOtherThings() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        #expect(reason { try folder.vault() } != nil)
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(mkfifo(folder.path, 0o600) == 0)
        #expect(reason { try folder.vault() } != nil)
        try FileManager.default.removeItem(atPath: folder.path)
        try folder.write("")
        #expect(reason { try folder.vault() } != nil)
    }

    @Test("a file that is not whole, or not as it was written, is refused, and the reason tells no key")
    func refusesWhatIsNotWhole() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        _ = try vault.makeEpoch(now: december)
        let whole = try folder.text()
        let secrets = whole.matches(of: /[A-Za-z0-9_-]{43}/).map { String($0.output) }
        #expect(Set(secrets).count == 4)
        func replacing(_ old: String, by new: String) -> String {
            whole.replacingOccurrences(of: old, with: new)
        }
        var broken = [
            replacing("\"format\": 1", by: "\"format\": 2"),
            replacing("\"2026-11\"", by: "\"2026-10\""),
            replacing("identityKey", by: "indexKey"),
            replacing("\"format\"", by: "\"more\": 1, \"format\""),
            replacing("createdAtMs\": ", by: "createdAtMs\": 0."),
            "{\"about\": \"\", \"contentKey\": \"\(secrets[0])\", \"epochs\": [], \"format\": 1,"
                + " \"identityKey\": \"\(secrets[1])\"}",
            "[\"\(secrets[0])\"]",
            secrets[0],
        ]
        for secret in secrets {
            broken.append(replacing(secret, by: String(secret.dropLast())))
            broken.append(replacing(secret, by: secret + "AA"))
            broken.append(replacing(secret, by: secret + "="))
            broken.append(replacing(secret, by: "+" + secret.dropFirst()))
            broken.append(replacing(secret, by: ""))
        }
        for count in stride(from: 0, to: whole.count - 3, by: 7) { broken.append(String(whole.prefix(count))) }
        for text in broken {
            #expect(text != whole)
            try folder.write(text)
            let found = try #require(failure { try folder.vault() }, "\(text)")
            for secret in secrets {
                #expect(!"\(found)\(String(reflecting: found))".contains(secret.prefix(8)))
            }
        }
        try folder.write(whole)
        #expect(failure { try folder.vault() } == nil)
    }

    @Test("a vault that is printed tells no key")
    func printsNoKey() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        var printed = "\(vault) \(String(reflecting: vault)) \(vault.lossWarning)"
        dump(vault, to: &printed)
        for secret in try folder.text().matches(of: /[A-Za-z0-9_-]{43}/) {
            #expect(!printed.contains(secret.output))
            let bytes = try #require(Base64URL.bytes(String(secret.output)))
            #expect(!printed.contains("\(bytes[0]), \(bytes[1]), \(bytes[2]), \(bytes[3])"))
            let lines = bytes.prefix(4).map { "- \($0)" }
            #expect(
                !printed.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
                    .contains(lines.joined(separator: " "))
            )
        }
    }

    @Test("all keys of a file are different, and those of two files too")
    func keysAreIndependent() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        for vault in [try folder.vault(), try other.vault()] { _ = try vault.makeEpoch(now: december) }
        let secrets = try [folder.text(), other.text()].flatMap { $0.matches(of: /[A-Za-z0-9_-]{43}/).map(\.output) }
        #expect(secrets.count == 8)
        #expect(Set(secrets).count == 8)
    }

    @Test("of many that start at once, one makes the file and all have its keys")
    func makesOneFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let opened = Mutex<[Vault]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            if let vault = try? Vault.open(path: path, now: november, mayCreate: true) {
                opened.withLock { $0.append(vault) }
            }
        }
        let vaults = opened.withLock { $0 }
        #expect(vaults.count == 16)
        #expect(vaults.count(where: \.madeKeyFile) == 1)
        #expect(Set(vaults.map { $0.contentHash([1, 2, 3]) }).count == 1)
    }

    @Test("what a crash left of a new file does not matter")
    func passesOverADraft() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        try folder.write("{\"format\": 1, \"ab", to: ".new")
        #expect(try vault.makeEpoch(now: december) == "2026-12")
        #expect(try folder.vault().newestEpoch == "2026-12")
        #expect(try folder.files() == ["setia.db.keys", "setia.db.keys.lock"])
    }

    @Test("nobody is sealed with keys whose file is gone or another")
    func stopsWithoutItsFile() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let vault = try folder.vault()
        let whole = try folder.text()
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(reason { try vault.newMemberKey() } != nil)
        #expect(reason { try vault.makeEpoch(now: december) } != nil)
        #expect(vault.newestEpoch == "2026-11")
        _ = try other.vault()
        try folder.write(try other.text())
        #expect(reason { try vault.newMemberKey() } != nil)
        try folder.write(whole)
        #expect(try vault.newMemberKey().epoch == "2026-11")
    }

    @Test("keys that are reached through a link are used, and not changed through it")
    func changesNoLink() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        _ = try other.vault()
        try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: other.path)
        let vault = try folder.vault()
        #expect(try vault.newMemberKey().epoch == "2026-11")
        #expect(try #require(reason { try vault.makeEpoch(now: december) }).contains("link"))
    }

    @Test("what root changes stays the server's own", .enabled(if: geteuid() == 0))
    func staysTheOwners() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        try FileManager.default.removeItem(atPath: folder.path + ".lock")
        #expect(chown(folder.path, 1234, 1234) == 0)
        _ = try vault.makeEpoch(now: december)
        try vault.bury(Tombstone(member: ana, erasedAt: december, identities: []))
        for suffix in ["", ".lock", ".erased"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + suffix)
            #expect(attributes[.ownerAccountID] as? Int == 1234)
            #expect(attributes[.groupOwnerAccountID] as? Int == 1234)
        }
    }
}
