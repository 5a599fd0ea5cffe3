import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Signed messages")
struct SignedMessageTests {
    @Test("id, second and body are signed, once a secret, newest first")
    func signs() {
        let message = SignedMessage(
            id: "msg_1",
            at: Instant(milliseconds: 1_614_265_330_999),
            body: Array("{}".utf8),
            secrets: [[1], [2]],
            authenticate: { content, key in key + content }
        )
        let content = Array("msg_1.1614265330.{}".utf8)
        #expect(message.signature == "v1,\(Base64.text(of: [1] + content)) v1,\(Base64.text(of: [2] + content))")
        #expect(
            message.headers.map(\.name) == ["content-type", "webhook-id", "webhook-timestamp", "webhook-signature"]
        )
        #expect(message.headers[2].value == "1614265330")
    }

    @Test(
        "base 64 is that of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64(plain: String, text: String) {
        #expect(Base64.text(of: Array(plain.utf8)) == text)
        #expect(Base64.bytes(of: text) == Array(plain.utf8))
    }

    @Test("base 64 there and back changes nothing", arguments: 0..<100)
    func base64Back(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let bytes = (0..<Int.random(in: 0...70, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Base64.bytes(of: Base64.text(of: bytes)) == bytes)
    }

    @Test(
        "what is no secret is none",
        arguments: ["whsec_", "whsec_Zg", "whsec_Z===", "whsec_Zg=!", "sec_Zm9v", "Zm9v"]
    )
    func noSecret(text: String) {
        let bytes = SignedMessage.bytes(ofSecret: text)
        #expect(bytes == nil || bytes == [])
    }
}
