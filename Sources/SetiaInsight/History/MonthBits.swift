/// How many of many words have each of their 64 bits, by rows into which the words fall.
///
/// A word's bits are spread to bytes and added eight at a time, so that it costs a few additions however many of them it
/// has; before a byte would be full, bytes are added to whole numbers.
struct MonthBits {
    /// Row after row, 64 numbers each.
    private var counts: [Int]
    /// Row after row, eight words of eight bytes.
    private var bytes: [UInt64]
    /// How many words a row has in its bytes.
    private var filled: [UInt8]

    init(rows: Int) {
        counts = Array(repeating: 0, count: 64 * rows)
        bytes = Array(repeating: 0, count: 8 * rows)
        filled = Array(repeating: 0, count: rows)
    }

    /// Counts what `each` hands over.
    ///
    /// - Parameter each: Calls what it is given with a word and its row, once for each word.
    mutating func add(_ each: (_ add: (_ word: UInt64, _ row: Int) -> Void) -> Void) {
        counts.withUnsafeMutableBufferPointer { counts in
            bytes.withUnsafeMutableBufferPointer { bytes in
                filled.withUnsafeMutableBufferPointer { filled in
                    spread.withUnsafeBufferPointer { spread in
                        each { word, row in
                            var (rest, place) = (word, 8 * row)
                            while rest != 0 {
                                bytes[place] &+= spread[Int(truncatingIfNeeded: rest & 255)]
                                rest >>= 8
                                place += 1
                            }
                            filled[row] &+= 1
                            if filled[row] == 255 { empty(row, counts, bytes, filled) }
                        }
                        for row in filled.indices { empty(row, counts, bytes, filled) }
                    }
                }
            }
        }
    }

    /// How many words of a row have a bit.
    subscript(row: Int, bit: Int) -> Int { counts[64 * row + bit] }
}

private func empty(
    _ row: Int,
    _ counts: UnsafeMutableBufferPointer<Int>,
    _ bytes: UnsafeMutableBufferPointer<UInt64>,
    _ filled: UnsafeMutableBufferPointer<UInt8>
) {
    for place in 0..<8 {
        let word = bytes[8 * row + place]
        for bit in 0..<8 { counts[64 * row + 8 * place + bit] += Int(word >> UInt64(8 * bit) & 255) }
        bytes[8 * row + place] = 0
    }
    filled[row] = 0
}

/// Of each number below 256 its bits, a byte each.
private let spread: [UInt64] = (0..<256).map { (number: UInt64) in
    var bytes: UInt64 = 0
    for bit: UInt64 in 0..<8 { bytes |= (number >> bit & 1) << (8 * bit) }
    return bytes
}
