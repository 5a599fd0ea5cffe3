internal import Crypto
internal import Foundation
package import SetiaService

// What belongs to the server and to no member. Its keys are derived (HKDF, RFC 5869) from the key of contents, which
// stands in the key file for good: they outlive epochs, and a key file of before staff accounts needs no change.

extension Vault {
    package func newToken() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Base64URL.text($0) }
    }

    package func newDigits(_ count: Int) -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }

    package func newBytes(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    package func keyedHash(_ content: [UInt8], for use: HashUse) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: content, using: serverKeys.hashing(use)))
    }

    package func seal(_ plain: [UInt8], use: SealedUse) throws -> [UInt8] {
        Envelope.seal(plain, with: serverKeys.sealing(use), boundTo: "server|\(use.rawValue)")
    }

    package func open(_ sealed: [UInt8], use: SealedUse) throws -> [UInt8] {
        guard let plain = Envelope.open(sealed, with: serverKeys.sealing(use), boundTo: "server|\(use.rawValue)") else {
            throw SealingFailure.unreadable(use)
        }
        return plain
    }

    /// A code of RFC 6238: HOTP (RFC 4226) of the number of the step.
    package func oneTimePassword(_ secret: [UInt8], step: Int64) -> String {
        OneTimePassword.digits(secret: secret, counter: UInt64(bitPattern: step), count: 6)
    }

    package func messageAuthentication(of content: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: key)))
    }

    package func isSigned(_ content: [UInt8], by key: [UInt8], signature: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: content)
    }
}

/// One key for each use that the server has of its own, derived once: a million codes are hashed under one of them.
struct UseKeys: Sendable {
    private let hashes: [HashUse: SymmetricKey]
    private let seals: [SealedUse: SymmetricKey]

    /// The keys that follow from the key of contents.
    init(from contents: SymmetricKey) {
        func derived(_ info: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: contents, info: Array(info.utf8), outputByteCount: 32)
        }
        hashes = Dictionary(
            uniqueKeysWithValues: HashUse.allCases.map { ($0, derived("setia hash|\($0.rawValue)")) }
        )
        seals = Dictionary(
            uniqueKeysWithValues: SealedUse.allCases.map { ($0, derived("setia server|\($0.rawValue)")) }
        )
    }

    /// The key of a keyed hash.
    func hashing(_ use: HashUse) -> SymmetricKey {
        guard let key = hashes[use] else { preconditionFailure("every use has a key") }
        return key
    }

    /// The key of what is sealed.
    func sealing(_ use: SealedUse) -> SymmetricKey {
        guard let key = seals[use] else { preconditionFailure("every use has a key") }
        return key
    }
}

/// Codes of an authenticator: HOTP, RFC 4226, with HMAC-SHA-1.
enum OneTimePassword {
    /// The code of a counter.
    static func digits(secret: [UInt8], counter: UInt64, count: Int) -> String {
        let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
        let mark = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret))
        )
        let offset = Int(mark[19] & 15)
        let number = mark[offset..<offset + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        var rest = number
        var digits = ""
        for _ in 0..<count {
            digits = "\(rest % 10)" + digits
            rest /= 10
        }
        return digits
    }
}
