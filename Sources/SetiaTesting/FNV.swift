/// A hash that is the same in each process and hides nothing: for tests only.
enum FNV {
    /// 16 bytes: FNV-1a twice, from two beginnings.
    static func bytes(_ content: [UInt8]) -> [UInt8] {
        [0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15].flatMap { (start: UInt64) in
            let hash = content.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
        }
    }
}
