package import SetiaCore

/// Some of the 64 lanes by which work is shared among servers.
///
/// Every member is in one lane, by her id. Whoever holds a lane does what falls due in it.
package struct LaneSet: Sendable, Hashable {
    /// Bit *n* stands for lane *n*.
    package private(set) var bits: UInt64

    /// How many lanes there are.
    package static let count = 64
    /// All of them.
    package static let all = LaneSet(bits: .max)
    /// None of them.
    package static let none = LaneSet(bits: 0)

    /// The lanes whose bits are set.
    package init(bits: UInt64) {
        self.bits = bits
    }

    /// These lanes, each 0 to 63.
    package init(_ lanes: some Sequence<Int>) {
        bits = lanes.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    /// Whether there is no lane in it.
    package var isEmpty: Bool { bits == 0 }

    /// How many lanes are in it.
    package var size: Int { bits.nonzeroBitCount }

    /// Its lanes, lowest first.
    package var lanes: [Int] { (0..<LaneSet.count).filter { contains($0) } }

    /// Whether a lane is in it.
    package func contains(_ lane: Int) -> Bool { bits >> UInt64(lane & 63) & 1 == 1 }

    /// Whether a member's lane is in it.
    package func contains(_ member: MemberID) -> Bool { contains(Int(member.lane)) }
}

extension MemberID {
    /// Her lane, 0 to 63: the low bits of the id, which are random.
    package var lane: Int64 { Int64(identifier.low & 63) }
}
