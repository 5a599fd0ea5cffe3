internal import Crypto
internal import Foundation
package import SetiaService

// Keyed hashes find what is equal without saying what it is. HMAC with SHA-256, of which 16 bytes are kept: that two
// of 10^9 contents have one hash by chance is less likely than 1 in 10^20.

extension Vault {
    /// 16 bytes that stand for an identity in look-ups; the same for equal kinds and values.
    ///
    /// Whoever has the key file can try out addresses and numbers; whoever has only the database cannot.
    package func identityHash(_ identity: Identity) -> IdentityHash {
        var text = Array(identity.kind.rawValue.utf8)
        text.append(0)
        text.append(contentsOf: identity.value.utf8)
        return IdentityHash(kind: identity.kind, bytes: hash(of: text, with: hashKeys.identities))
    }

    /// 16 bytes that stand for the content of an event.
    package func contentHash(_ content: [UInt8]) -> [UInt8] {
        hash(of: content, with: hashKeys.contents)
    }

    private func hash(of bytes: [UInt8], with key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(16))
    }
}
