package import SetiaService

extension TestSealing {
    package func newToken() -> String { "test-token-\(next())" }

    package func newDigits(_ count: Int) -> String {
        let digits = String(next() * 7_919 % 1_000_000)
        return String((String(repeating: "0", count: count) + digits).suffix(count))
    }

    package func newBytes(_ count: Int) -> [UInt8] {
        let number = next()
        return (0..<count).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 17) }
    }

    package func keyedHash(_ content: [UInt8], for use: HashUse) -> [UInt8] {
        let text = Array("\(use.rawValue)|".utf8) + content
        return FNV.bytes(text) + FNV.bytes(text.reversed())
    }

    package func seal(_ plain: [UInt8], use: SealedUse) -> [UInt8] { Array("server \(use.rawValue): ".utf8) + plain }

    package func open(_ sealed: [UInt8], use: SealedUse) throws -> [UInt8] {
        let mark = Array("server \(use.rawValue): ".utf8)
        guard sealed.starts(with: mark) else { throw SealingFailure.unreadable(use) }
        return Array(sealed.dropFirst(mark.count))
    }

    package func messageAuthentication(of content: [UInt8], key: [UInt8]) -> [UInt8] {
        FNV.bytes(key + content) + FNV.bytes(content + key)
    }

    /// Here the key signs for itself: the signature is the authentication under it.
    package func isSigned(_ content: [UInt8], by key: [UInt8], signature: [UInt8]) -> Bool {
        messageAuthentication(of: content, key: key) == signature
    }

    /// Six digits that follow from secret and step; no authenticator shows them.
    package func oneTimePassword(_ secret: [UInt8], step: Int64) -> String {
        let bytes = FNV.bytes(secret + Array("\(step)".utf8))
        let number = bytes.prefix(7).reduce(0) { $0 << 8 | Int($1) } % 1_000_000
        return String(("000000" + String(number)).suffix(6))
    }
}
