import SetiaService
import Testing

@testable import SetiaVault

@Suite("Keyed hashes")
struct HashTests {
    @Test(
        "identities that are the same once folded have one hash",
        arguments: [
            (IdentityKind.email, "Ana@Example.com", " ana@example.COM "),
            (.phone, "+60 12-345 6789", "+60123456789"),
            (.card, " 4711 ", "4711"),
        ]
    )
    func foldedAreEqual(kind: IdentityKind, one: String, other: String) throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let hash = try vault.identityHash(Identity(kind: kind, text: one))
        #expect(try hash == vault.identityHash(Identity(kind: kind, text: other)))
        #expect(hash.kind == kind)
        #expect(hash.bytes.count == 16)
    }

    @Test("a value has another hash for each kind, and for each server")
    func differsByKindAndFile() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let (vault, otherVault) = (try folder.vault(), try other.vault())
        let card = try Identity(kind: .card, text: "4711")
        let customer = try Identity(kind: .customer, text: "4711")
        #expect(vault.identityHash(card).bytes != vault.identityHash(customer).bytes)
        #expect(vault.identityHash(card).bytes != otherVault.identityHash(card).bytes)
    }

    @Test("hashes stay the same over epochs and restarts")
    func staysTheSame() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let card = try Identity(kind: .card, text: "4711")
        let (identityHash, contentHash) = (vault.identityHash(card), vault.contentHash([1, 2, 3]))
        _ = try vault.makeEpoch(now: december)
        _ = try vault.destroyEpochs(endedBefore: january)
        for vault in [vault, try folder.vault()] {
            #expect(vault.identityHash(card) == identityHash)
            #expect(vault.contentHash([1, 2, 3]) == contentHash)
        }
    }

    @Test("contents have 16 bytes each, other ones for other contents and on other servers")
    func contentsDiffer() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let (vault, otherVault) = (try folder.vault(), try other.vault())
        let contents = (0..<200).map { Array(repeating: UInt8(0), count: $0) }
        let hashes = contents.map { vault.contentHash($0) }
        #expect(hashes.allSatisfy { $0.count == 16 })
        #expect(Set(hashes).count == 200)
        #expect(Set(hashes).isDisjoint(with: contents.map { otherVault.contentHash($0) }))
    }

    @Test("the hash of a content is HMAC with SHA-256, cut to 16 bytes")
    func isHMAC() throws {
        // The expected bytes are of Python's hmac, with a key of 32 zero bytes.
        let folder = try TemporaryFolder()
        _ = try folder.vault()
        let zeros = String(repeating: "A", count: 43)
        try folder.write(folder.text().replacing(/"contentKey": "[^"]*"/, with: "\"contentKey\": \"\(zeros)\""))
        let expected: [UInt8] = [
            0x76, 0xD9, 0xE7, 0x19, 0x4E, 0x7D, 0xBC, 0x3A, 0xA0, 0x0B, 0xBE, 0x8F, 0xFB, 0x9F, 0x6F, 0xCB,
        ]
        #expect(try folder.vault().contentHash(Array("what do ya want for nothing?".utf8)) == expected)
    }
}
