import SetiaCore
import SetiaService
import Testing

@testable import SetiaVault

@Suite("Signing webhooks")
struct WebhookSigningTests {
    @Test("the vector of Standard Webhooks 1.0")
    func vector() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let secret = try #require(SignedMessage.bytes(ofSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let message = SignedMessage(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at: Instant(milliseconds: 1_614_265_330_000),
            body: Array(#"{"test": 2432232314}"#.utf8),
            secrets: [secret],
            authenticate: { vault.messageAuthentication(of: $0, key: $1) }
        )
        #expect(message.signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("a secret opens with the keys that sealed it, and for nothing else")
    func sealed() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let sealed = try vault.seal([1, 2, 3], use: .webhookSecret)
        #expect(try vault.open(sealed, use: .webhookSecret) == [1, 2, 3])
        #expect(throws: SealingFailure.unreadable(.confirmation)) { try vault.open(sealed, use: .confirmation) }
    }
}
