import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Keys")
struct KeyTests {
    @Test("an API key is known by its secret until it is revoked, and two seconds later at most not at all")
    func apiKeys() async throws {
        let brand = try await TestBrand()
        let (key, secret) = try await brand.service.createAPIKey(name: "till", scopes: [.eventsWrite])
        #expect(try await brand.service.apiKey(secret: secret)?.id == key.id)
        #expect(try await brand.service.apiKey(secret: secret + "x") == nil)
        #expect(try await brand.service.revokeAPIKey(key.id))
        brand.clock.advance(milliseconds: 2_000)
        #expect(try await brand.service.apiKey(secret: secret) == nil)
        #expect(try await !brand.service.revokeAPIKey("nothing"))
    }

    @Test("turning the keys wraps every member's key anew before an old epoch is destroyed")
    func rotation() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol(card: "1", email: "ana@example.com")
        brand.clock.advance(days: 40)
        let first = try await brand.service.rotateKeys()
        #expect(first.made != nil)
        #expect(first.rewrapped == 1)
        #expect(first.destroyed.isEmpty)
        brand.clock.advance(days: 100)
        let second = try await brand.service.rotateKeys()
        #expect(second.destroyed.count == 1)
        #expect(try await brand.service.member(member)?.person["name"]?.string == "Ana")
        #expect(try await brand.service.rotateKeys().rewrapped == 0)
    }
}
