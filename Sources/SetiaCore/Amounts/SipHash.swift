/// SipHash-2-4: a number for a text that nobody can foretell who does not know the key (Aumasson and Bernstein 2012).
///
/// The same on every machine and for good: who is in a hold-out hangs on it.
package struct SipHash: Sendable, Hashable {
    /// The key's first eight bytes, the least first.
    package let first: UInt64
    /// Its last eight.
    package let last: UInt64

    /// A hash under a key.
    package init(first: UInt64, last: UInt64) {
        self.first = first
        self.last = last
    }

    /// The number of these bytes.
    package func callAsFunction(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var state = (
            first ^ 0x736f_6d65_7073_6575, last ^ 0x646f_7261_6e64_6f6d, first ^ 0x6c79_6765_6e65_7261,
            last ^ 0x7465_6462_7974_6573
        )
        func round() {
            state.0 &+= state.1
            state.1 = turned(state.1, 13) ^ state.0
            state.0 = turned(state.0, 32)
            state.2 &+= state.3
            state.3 = turned(state.3, 16) ^ state.2
            state.0 &+= state.3
            state.3 = turned(state.3, 21) ^ state.0
            state.2 &+= state.1
            state.1 = turned(state.1, 17) ^ state.2
            state.2 = turned(state.2, 32)
        }
        func take(_ word: UInt64) {
            state.3 ^= word
            round()
            round()
            state.0 ^= word
        }
        var (word, count) = (UInt64(0), UInt64(0))
        for byte in bytes {
            word |= UInt64(byte) << (8 * (count & 7))
            count += 1
            if count & 7 == 0 {
                take(word)
                word = 0
            }
        }
        take(word | count << 56)
        state.2 ^= 0xFF
        for _ in 0..<4 { round() }
        return state.0 ^ state.1 ^ state.2 ^ state.3
    }
}

private func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
