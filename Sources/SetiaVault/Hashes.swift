internal import Crypto
internal import Foundation
package import SetiaCore
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

    /// 8 bytes that stand for a word in the search.
    ///
    /// The key is made from that of identities (HKDF) and is another: one file stays enough, and a hash of a word tells
    /// nothing of a hash of an identity.
    package func wordHash(_ word: FindingWord) -> WordHash {
        let hash = HMAC<SHA256>.authenticationCode(for: word.bytes, using: hashKeys.words)
        return WordHash(Int64(bitPattern: hash.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }))
    }

    /// 16 bytes that stand for a day of the year on which somebody was born.
    ///
    /// There are 366 of them: whoever has the key file knows them all, and whoever has only the database sees who was born
    /// on one day, and not on which.
    package func dayHash(_ day: YearDay) -> DayHash {
        DayHash(bytes: hash(of: [UInt8(day.month), UInt8(day.day)], with: hashKeys.birthdays))
    }

    private func hash(of bytes: [UInt8], with key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(16))
    }
}
