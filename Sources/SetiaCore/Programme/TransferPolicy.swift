/// How members may hand points of a wallet on to each other (rule L-11).
package struct TransferPolicy: Sendable, Hashable {
    /// How many points a member hands on in which time, all of them counting; points only.
    package let caps: [Cap]
    /// What the sender pays besides for each transfer; 0 or more.
    package let fee: Points
    /// Whether what arrives lapses as what is earned that day would; else each lot keeps its day.
    package let resetsExpiry: Bool

    /// A policy; where nothing is said there is no end, no fee, and each lot keeps its day.
    package init(caps: [Cap] = [], fee: Points = .zero, resetsExpiry: Bool = false) {
        self.caps = caps
        self.fee = fee
        self.resetsExpiry = resetsExpiry
    }
}
