internal import Crypto
internal import Foundation

/// The secret of an API key as text: `setia_`, 52 characters that write 256 random bits, `_`, and 6 that check them.
///
/// The check is for typing errors, and for tools that look for secrets in places where none should be; it keeps nobody
/// out. Characters are those of member ids: Crockford's base 32 in lower case.
package enum APISecret {
    private static let prefix = "setia_"

    /// Whether `text` has the form of a secret and its check is right; it may still be nobody's.
    package static func isWellFormed(_ text: String) -> Bool {
        guard text.utf8.count == prefix.utf8.count + 52 + 1 + 6, text.hasPrefix(prefix) else { return false }
        let body = String(text.dropFirst(prefix.count).prefix(52))
        return text.utf8.elementsEqual(whole(body).utf8)
    }

    /// A new secret.
    static func random() -> String {
        whole(SymmetricKey(size: .bits256).withUnsafeBytes { base32($0) })
    }

    private static func whole(_ body: String) -> String {
        let check = Array(SHA256.hash(data: Array((prefix + body).utf8)))
        return "\(prefix)\(body)_\(base32(check).prefix(6))"
    }

    private static func base32(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var characters: [UInt8] = []
        var (held, bits) = (0, 0)
        for byte in bytes {
            held = held << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                characters.append(digits[held >> bits & 31])
            }
            held &= 1 << bits - 1
        }
        if bits > 0 { characters.append(digits[held << (5 - bits) & 31]) }
        return String(decoding: characters, as: UTF8.self)
    }
}

extension Vault {
    /// A new API key's secret, in clear, and what is kept of it.
    package func newAPISecret() -> (secret: String, hash: [UInt8]) {
        let secret = APISecret.random()
        return (secret, hash(ofAPISecret: secret))
    }

    /// What is kept of an API key's secret: SHA-256, 32 bytes.
    ///
    /// A fast hash without salt is enough: 256 random bits cannot be guessed, as a password can. Look it up by equality;
    /// how long that takes tells of the hash, and the hash tells nothing of the secret.
    package func hash(ofAPISecret secret: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(secret.utf8)))
    }
}
