import SetiaService
import Testing

@testable import SetiaVault

@Suite("Drawing by chance")
struct DrawRankTests {
    private let members = (1...8).map { "01kdvvcrg6e00800000000000\($0)" }

    /// Members as a draw takes them, by what anybody can compute: HMAC-SHA-256 of the id, by a key of name and seed.
    private func ranked(_ name: String, _ seed: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let key = Array("setia/draw/\(name)/\(seed)".utf8)
        return members.map { (vault.messageAuthentication(of: Array($0.utf8), key: key), $0) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }

    @Test("M-10: another program that knows the seed draws the same, by Python's hmac")
    func asOthers() throws {
        #expect(try ranked("raya", "8c1fe2").prefix(3) == [members[0], members[5], members[6]])
    }

    @Test("M-10: each is drawn as often as every other")
    func fair() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        var counts: [String: Int] = [:]
        for number in 0..<400 {
            let key = Array("setia/draw/d\(number)/s\(number)".utf8)
            let drawn = members.map { (vault.messageAuthentication(of: Array($0.utf8), key: key), $0) }
                .sorted { $0.0.lexicographicallyPrecedes($1.0) }.prefix(2)
            for (_, member) in drawn { counts[member, default: 0] += 1 }
        }
        // 400 draws of two of eight: 100 each, with a standard deviation below nine.
        #expect(members.map { counts[$0] ?? 0 } == [80, 116, 93, 115, 93, 104, 96, 103])
    }
}
