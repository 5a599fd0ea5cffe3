internal import Crypto
internal import Foundation
internal import SetiaCore

/// The form of sealed bytes: a version byte (1), a random nonce (12), the ciphertext, the tag (16); AES-GCM with 256 bits.
///
/// The context in which they were sealed is no part of them, yet they open in no other.
enum Envelope {
    private static let version: UInt8 = 1

    /// Seals `plain`; the same plain text gives other bytes each time.
    static func seal(_ plain: [UInt8], with key: SymmetricKey, boundTo context: String) -> [UInt8] {
        guard let box = try? AES.GCM.seal(plain, using: key, authenticating: Array(context.utf8)),
            let combined = box.combined
        else { fault("\(plain.count) bytes could not be sealed with a key of \(key.bitCount) bits") }
        var sealed: [UInt8] = []
        sealed.reserveCapacity(1 + combined.count)
        sealed.append(version)
        sealed.append(contentsOf: combined)
        return sealed
    }

    /// What was sealed, or nil when the key or the context is another or a byte was changed.
    static func open(_ sealed: [UInt8], with key: SymmetricKey, boundTo context: String) -> [UInt8]? {
        guard sealed.first == version,
            let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Array(context.utf8))
        else { return nil }
        return Array(plain)
    }
}
