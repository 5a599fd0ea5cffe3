import SetiaService
import Testing

@testable import SetiaVault

@Suite("Secrets of API keys")
struct APISecretTests {
    @Test("secrets are distinct, well formed, and their hashes stay")
    func areDistinct() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let made = (0..<200).map { _ in vault.newAPISecret() }
        #expect(Set(made.map(\.secret)).count == 200)
        #expect(Set(made.map(\.hash)).count == 200)
        for (secret, hash) in made {
            #expect(APISecret.isWellFormed(secret))
            #expect(secret.wholeMatch(of: /setia_[0-9a-hjkmnp-tv-z]{52}_[0-9a-hjkmnp-tv-z]{6}/) != nil)
            #expect(vault.hash(ofAPISecret: secret) == hash)
            #expect(hash.count == 32)
        }
    }

    @Test("a secret is known by its hash on a server with other keys, too")
    func needsNoKey() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let (secret, hash) = try folder.vault().newAPISecret()
        #expect(try other.vault().hash(ofAPISecret: secret) == hash)
    }

    @Test("a typing error is noticed")
    func noticesTypingErrors() throws {
        let folder = try TemporaryFolder()
        let (secret, _) = try folder.vault().newAPISecret()
        for place in secret.indices {
            var wrong = secret
            wrong.replaceSubrange(place...place, with: secret[place] == "x" ? "y" : "x")
            #expect(!APISecret.isWellFormed(wrong))
            wrong.remove(at: place)
            #expect(!APISecret.isWellFormed(wrong))
        }
        #expect(!APISecret.isWellFormed(secret + " "))
        #expect(!APISecret.isWellFormed(secret.uppercased()))
        #expect(!APISecret.isWellFormed(""))
    }
}
