package import SetiaCore

/// A message as it is posted: signed so that its receiver knows who sent it, and that it is new.
///
/// - SeeAlso: Standard Webhooks 1.0, <https://www.standardwebhooks.com>.
package struct SignedMessage: Sendable, Hashable {
    /// The same however often it is sent: who has taken it once knows it again by this.
    package let id: String
    /// Seconds since 1970 when it was sent; another at each attempt.
    package let timestamp: Int64
    /// JSON.
    package let body: [UInt8]
    /// One a secret, newest first, with spaces between.
    package let signature: String

    /// Signs a message.
    ///
    /// - Parameters:
    ///   - id: Its id; without a full stop.
    ///   - now: When it is sent.
    ///   - body: JSON.
    ///   - secrets: The bytes of each secret, newest first; at least one.
    ///   - authenticate: HMAC-SHA-256 of a content under a key.
    package init(
        id: String,
        at now: Instant,
        body: [UInt8],
        secrets: [[UInt8]],
        authenticate: (_ content: [UInt8], _ key: [UInt8]) -> [UInt8]
    ) {
        self.id = id
        timestamp = now.milliseconds / 1_000
        self.body = body
        let content = Array("\(id).\(timestamp).".utf8) + body
        signature = secrets.map { "v1,\(Base64.text(of: authenticate(content, $0)))" }.joined(separator: " ")
    }

    /// What goes above the body.
    package var headers: [(name: String, value: String)] {
        [
            ("content-type", "application/json"), ("webhook-id", id), ("webhook-timestamp", "\(timestamp)"),
            ("webhook-signature", signature),
        ]
    }

    /// The id of the message that tells a webhook of an event.
    package static func id(of event: EventID, for webhook: Identifier) -> String {
        "msg_\(event.text)-\(webhook.text)"
    }

    /// A secret as people copy it.
    package static func text(ofSecret bytes: [UInt8]) -> String { "whsec_\(Base64.text(of: bytes))" }

    /// The bytes of a secret as people copy it, or none.
    package static func bytes(ofSecret text: String) -> [UInt8]? {
        text.hasPrefix("whsec_") ? Base64.bytes(of: text.dropFirst("whsec_".count)) : nil
    }
}

/// Base 64 with padding (RFC 4648, section 4).
package enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// What each byte stands for; 255 for nothing.
    private static let values = (0..<256).map { byte in
        digits.firstIndex(of: UInt8(byte)).map { UInt8($0) } ?? 255
    }

    /// The text of bytes.
    package static func text(of bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in three { bits = bits << 8 | UInt32(byte) }
            bits <<= 8 * UInt32(3 - three.count)
            for place in 0..<4 {
                let isFilling = place > three.count
                characters.append(isFilling ? UInt8(ascii: "=") : digits[Int(bits >> UInt32(18 - 6 * place)) & 63])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes of a text, or none where it is none.
    package static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 4 == 0 else { return nil }
        var bare = characters[...]
        while bare.last == UInt8(ascii: "="), characters.count - bare.count < 2 { bare = bare.dropLast() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(bare.count / 4 * 3 + 2)
        var (bits, count) = (0 as UInt32, 0)
        for character in bare {
            let digit = values[Int(character)]
            guard digit < 64 else { return nil }
            bits = (bits << 6 | UInt32(digit)) & 0xFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}
