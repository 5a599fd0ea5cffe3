internal import SetiaCore
internal import SetiaInsight

/// Entries as they stream by, a member's together: what moved, what is owed, what lapses soon.
struct PointsFold {
    private let zone: any LocalTime
    private let wallet: Key
    private let now: Instant
    private let horizon: Instant
    /// Issued and spent by month, of the one wallet.
    private(set) var months: [CalendarMonth: (issued: Points, spent: Points)] = [:]
    /// What members owe, by wallet; guests do not count.
    private(set) var owed: [Key: Sum] = [:]
    /// What lapses within 30 days, by wallet; guests do not count.
    private(set) var expiring: [Key: Sum] = [:]
    private var totals: [Group: (points: Points, entries: Int64)] = [:]
    private var member: MemberID?
    private var isMember = false
    private var lots: [Int64: OpenLot] = [:]
    private var debts: [Key: Points] = [:]

    /// Points, and whose they are.
    struct Sum: Sendable, Hashable {
        var points = Points.zero
        var members = 0
    }

    private struct Group: Hashable {
        let wallet: Key
        let kind: Entry.Kind
    }

    private struct OpenLot {
        let wallet: Key
        let expiresAt: Instant
        var left: Points
    }

    init(zone: any LocalTime, wallet: Key, now: Instant) {
        self.zone = zone
        self.wallet = wallet
        self.now = now
        horizon = now.adding(days: 30)
    }

    /// The sums by wallet and kind.
    var sums: [PointSum] {
        totals.map { PointSum(wallet: $0.wallet, kind: $0.kind, points: $1.points, entries: $1.entries) }
    }

    /// Whether this is another member than the one before.
    func begins(_ member: MemberID) -> Bool { self.member != member }

    /// Ends the member before and begins this one.
    mutating func begin(_ member: MemberID, isMember: Bool) {
        endMember()
        self.member = member
        self.isMember = isMember
    }

    /// Adds an entry of the member who was begun.
    mutating func add(_ entry: Entry) {
        let group = Group(wallet: entry.wallet, kind: entry.kind)
        totals[group, default: (.zero, 0)].points += entry.points
        totals[group, default: (.zero, 0)].entries += 1
        note(entry)
        guard self.isMember else { return }
        if entry.lot == Entry.debt {
            debts[entry.wallet, default: .zero] -= entry.points
        } else if let expiresAt = entry.expiresAt {
            if expiresAt > now, expiresAt <= horizon {
                lots[entry.lot] = OpenLot(wallet: entry.wallet, expiresAt: expiresAt, left: entry.points)
            }
        } else {
            lots[entry.lot]?.left += entry.points
        }
    }

    /// Ends the member who came last; once more at the end of all.
    mutating func endMember() {
        for (wallet, points) in debts where points > .zero {
            owed[wallet, default: Sum()].points += points
            owed[wallet, default: Sum()].members += 1
        }
        var lapsing: [Key: Points] = [:]
        for lot in lots.values where lot.left > .zero { lapsing[lot.wallet, default: .zero] += lot.left }
        for (wallet, points) in lapsing {
            expiring[wallet, default: Sum()].points += points
            expiring[wallet, default: Sum()].members += 1
        }
        debts.removeAll(keepingCapacity: true)
        lots.removeAll(keepingCapacity: true)
        member = nil
    }

    private mutating func note(_ entry: Entry) {
        guard entry.wallet == wallet else { return }
        switch entry.kind {
        case .earn, .correction: months[month(of: entry), default: (.zero, .zero)].issued += entry.points
        case .spend, .giveBack: months[month(of: entry), default: (.zero, .zero)].spent -= entry.points
        case .expire, .cancel, .clawBack, .settle, .writeOff, .hold, .release, .transfer, .fee, .adjust, .open: break
        }
    }

    private func month(of entry: Entry) -> CalendarMonth { CalendarMonth(of: zone.day(of: entry.at)) }
}
