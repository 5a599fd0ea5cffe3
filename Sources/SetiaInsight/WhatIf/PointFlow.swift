package import SetiaCore

/// What moved in a wallet, told by why; each is above zero where it is what its name says.
package struct PointFlow: Sendable, Hashable {
    /// Earned by events.
    package var issued = Points.zero
    /// Spent, less what was given back.
    package var redeemed = Points.zero
    /// Lapsed unspent.
    package var expired = Points.zero
    /// Taken back for returned orders.
    package var clawedBack = Points.zero
    /// By hand, both ways together.
    package var adjusted = Points.zero
    /// Came along from an older system.
    package var opened = Points.zero

    /// Came from other members, less what was handed on to them.
    package var transferred = Points.zero

    /// Nothing moved.
    package init() {}

    /// What it adds to what members hold.
    package var net: Points { issued + adjusted + opened + transferred - redeemed - expired - clawedBack }

    /// What was of use to members: spent, or held at the end, debts taken off.
    package var worth: Points { net + redeemed }

    /// Adds a movement; a debt that a credit pays moves nothing on the whole.
    package mutating func add(_ kind: Entry.Kind, _ points: Points) {
        switch kind {
        // What waited in vain was never anybody's to use.
        case .earn, .cancel, .correction: issued += points
        case .spend, .giveBack: redeemed -= points
        case .expire: expired -= points
        // What is no longer owed was taken back in vain.
        case .clawBack, .writeOff: clawedBack -= points
        case .adjust, .fee: adjusted += points
        case .transfer: transferred += points
        case .open: opened += points
        case .settle, .hold, .release: break
        }
    }

    /// Both together.
    package static func + (one: PointFlow, other: PointFlow) -> PointFlow {
        var sum = one
        sum.issued += other.issued
        sum.redeemed += other.redeemed
        sum.expired += other.expired
        sum.clawedBack += other.clawedBack
        sum.adjusted += other.adjusted
        sum.opened += other.opened
        sum.transferred += other.transferred
        return sum
    }
}

/// What moved, by wallet and month.
package struct MonthlyFlows: Sendable, Hashable {
    /// By wallet, then by month.
    package private(set) var wallets: [Key: [CalendarMonth: PointFlow]] = [:]

    /// Nothing moved.
    package init() {}

    /// Adds a movement of a month.
    package mutating func add(_ kind: Entry.Kind, _ points: Points, of wallet: Key, in month: CalendarMonth) {
        wallets[wallet, default: [:]][month, default: PointFlow()].add(kind, points)
    }

    /// Adds what moved for others.
    package mutating func add(_ other: MonthlyFlows) {
        for (wallet, months) in other.wallets {
            wallets[wallet, default: [:]].merge(months) { $0 + $1 }
        }
    }

    /// All months of a wallet together.
    package func total(of wallet: Key) -> PointFlow {
        (wallets[wallet] ?? [:]).values.reduce(PointFlow()) { $0 + $1 }
    }
}
