import Testing

@testable import SetiaVault

@Suite("Base64url")
struct Base64URLTests {
    @Test(
        "the examples of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("\u{3ff}\u{7bf}", "z7_evw"),
        ]
    )
    func examples(plain: String, text: String) {
        #expect(Base64URL.text(plain.utf8) == text)
        #expect(Base64URL.bytes(text) == Array(plain.utf8))
    }

    @Test("a byte has one text", arguments: ["Z", "Zh", "Zg==", "Zm9", "Zm9vY", "+A", " Zg", "Zm9v\n", "é"])
    func oneTextOnly(text: String) {
        #expect(Base64URL.bytes(text) == nil)
    }
}
