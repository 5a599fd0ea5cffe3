internal import SQLBase

/// What the rows of a table come to, in whatever order they are read: how many, and two sums of their hashes.
///
/// Two tables with the same rows have the same sum. Two that differ have different ones but for one chance in 2¹²⁸; it
/// guards against mistakes, not against somebody who makes rows to fool it.
struct RowSum: Sendable, Hashable {
    private(set) var rows: Int64 = 0
    private var first: UInt64 = 0
    private var second: UInt64 = 0

    /// Adds a row, its values in the order of the columns' names here and there.
    mutating func add(_ row: SQLRow) {
        var hash = RowHash()
        for value in row.values {
            switch value {
            case .null: hash.add(word: 0)
            case .integer(let number):
                hash.add(word: 1)
                hash.add(word: UInt64(bitPattern: number))
            case .text(var text):
                hash.add(word: 2)
                text.withUTF8 { hash.add(bytes: UnsafeRawBufferPointer($0)) }
            case .blob(let bytes):
                hash.add(word: 3)
                bytes.withUnsafeBytes { hash.add(bytes: $0) }
            }
        }
        let (one, other) = hash.ended
        rows += 1
        first &+= one
        second &+= other
    }
}

/// Two hashes of 64 bits at once, word by word: FNV-1a's step with two multipliers, mixed at the end.
private struct RowHash {
    private var one: UInt64 = 0xCBF2_9CE4_8422_2325
    private var other: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(word: UInt64) {
        one = (one ^ word) &* 0x9DDF_EA08_EB38_2D69
        one ^= one >> 29
        other = (other ^ word) &* 0xC2B2_AE3D_27D4_EB4F
        other ^= other >> 31
    }

    mutating func add(bytes: UnsafeRawBufferPointer) {
        add(word: UInt64(bytes.count))
        var place = 0
        while place + 8 <= bytes.count {
            add(word: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            place += 8
        }
        var rest: UInt64 = 0
        for byte in bytes[place...] { rest = rest << 8 | UInt64(byte) }
        add(word: rest)
    }

    var ended: (UInt64, UInt64) { (Self.mixed(one), Self.mixed(other)) }

    private static func mixed(_ hash: UInt64) -> UInt64 {
        var hash = hash
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}
