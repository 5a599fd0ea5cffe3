import Foundation
import SetiaCore
import SetiaService

@testable import SetiaVault

/// A folder with a key file and what belongs to it, removed after the test.
struct TemporaryFolder: ~Copyable {
    let folder: String
    var path: String { folder + "/setia.db.keys" }

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("setia-vault-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The vault of the folder's key file, made on 10 November 2026 where there is none.
    func vault() throws -> Vault {
        try Vault.open(path: path, now: november, mayCreate: true)
    }

    func text(of suffix: String = "") throws -> String {
        try String(contentsOfFile: path + suffix, encoding: .utf8)
    }

    func write(_ text: String, to suffix: String = "", mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + suffix))
        try setMode(mode, of: suffix)
    }

    func setMode(_ mode: Int, of suffix: String = "") throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + suffix)
    }

    func mode(of suffix: String = "") throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path + suffix)[.posixPermissions] as? Int
    }

    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }
}

let november = moment("2026-11-10T12:00:00Z")
let december = moment("2026-12-01T00:00:00Z")
let january = moment("2027-01-01T00:00:00Z")

let ana = MemberID(Identifier(millisecondsSince1970: 1_793_000_000_000, random: (1, 1)))
let budi = MemberID(Identifier(millisecondsSince1970: 1_793_000_000_000, random: (1, 2)))

func moment(_ text: String) -> Instant {
    guard let moment = Instant(rfc3339: text) else { fatalError("no moment: \(text)") }
    return moment
}

/// What the body fails with, or nil when it does not.
func failure<R>(of body: () throws -> R) -> SealingFailure? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? SealingFailure
    }
}

/// Why the body finds the keys unusable, or nil when it does not.
func reason<R>(of body: () throws -> R) -> String? {
    if case .keys(_, let reason)? = failure(of: body) { reason } else { nil }
}
