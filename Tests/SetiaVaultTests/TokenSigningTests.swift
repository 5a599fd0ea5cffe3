import Foundation
import SetiaService
import Testing

@testable import SetiaVault

@Suite("Signing tokens")
struct TokenSigningTests {
    private func bytes(_ text: String) throws -> [UInt8] { try #require(Base64URL.bytes(text)) }

    @Test("S-12: tokens are signed as the standards say")
    func vectors() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        // RFC 7515, A.1.
        let content =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let key = try bytes(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
        )
        #expect(
            vault.messageAuthentication(of: Array(content.utf8), key: key)
                == (try bytes("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        )
        // RFC 8037, A.4 and A.5.
        let signed = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
        let publicKey = try bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        let signature = try bytes(
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        )
        #expect(vault.isSigned(signed, by: publicKey, signature: signature))
        #expect(!vault.isSigned(signed + [0], by: publicKey, signature: signature))
        #expect(!vault.isSigned(signed, by: publicKey, signature: []))
        #expect(!vault.isSigned(signed, by: [1, 2, 3], signature: signature))
    }
}
