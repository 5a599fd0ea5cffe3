package import SetiaCore

/// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of 64 bits, of which nobody learns the key.
///
/// - Parameters:
///   - bytes: What is hashed.
///   - key: 128 bits in two halves, the low one first, as the paper reads them from 16 bytes.
/// - Returns: The same number on every machine.
package func sipHash(_ bytes: some Sequence<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
    var state = SipState(key: key)
    var (word, count): (UInt64, UInt64) = (0, 0)
    for byte in bytes {
        word |= UInt64(byte) << (8 * (count & 7))
        count &+= 1
        if count & 7 == 0 {
            state.take(word)
            word = 0
        }
    }
    state.take(word | count << 56)
    return state.finished()
}

private struct SipState {
    var v0: UInt64
    var v1: UInt64
    var v2: UInt64
    var v3: UInt64

    init(key: (UInt64, UInt64)) {
        v0 = key.0 ^ 0x736F_6D65_7073_6575
        v1 = key.1 ^ 0x646F_7261_6E64_6F6D
        v2 = key.0 ^ 0x6C79_6765_6E65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    mutating func take(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    mutating func finished() -> UInt64 {
        v2 ^= 0xFF
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 = v0 &+ v1
        v1 = rotated(v1, 13) ^ v0
        v0 = rotated(v0, 32)
        v2 = v2 &+ v3
        v3 = rotated(v3, 16) ^ v2
        v0 = v0 &+ v3
        v3 = rotated(v3, 21) ^ v0
        v2 = v2 &+ v1
        v1 = rotated(v1, 17) ^ v2
        v2 = rotated(v2, 32)
    }

    private func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
}

/// A number for a member that is the same each time and tells nothing of her, from 0 up to and without `limit`.
///
/// - Parameters:
///   - member: Who.
///   - salt: What it is for: the name of a hold-out, of a wave.
///   - key: The brand's.
///   - limit: Above 0.
/// - Returns: Each number for as many members as any other, to one in 2^64.
package func bucket(of member: MemberID, salt: Key, key: (UInt64, UInt64), limit: UInt64) -> UInt64 {
    var bytes = Array(salt.text.utf8) + [0]
    for half in [member.identifier.high, member.identifier.low] {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
        }
    }
    return limit.multipliedFullWidth(by: sipHash(bytes, key: key)).high
}
