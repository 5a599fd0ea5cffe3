package import SetiaCore
package import SetiaInsight

/// What moved of the brand's points in one wallet, and what members paid, month by month.
package struct BrandPoints: Sendable {
    /// Which wallet.
    package let wallet: Key
    /// Points by month of issue, months of the programme's zone.
    package let book: PointBook
    /// What members owe, points taken back that were spent already; it stands outside of the book.
    package let owed: Points
    /// What members paid for orders that were not returned, by currency and month, in minor units.
    package let sales: [Currency: [CalendarMonth: Int64]]
    /// Members by what they have to do with these points, in the order of their ids.
    let members: [PointsInsight.Count: [MemberID]]
    /// The month that is not over yet.
    package let present: CalendarMonth
    /// The programme that holds, for names and decimals.
    package let programme: Programme
}

extension SetiaService {
    /// Reads all entries of a wallet, and all orders, in one pass each; memory grows with months, not with members.
    ///
    /// What opens a lot issues it, whatever opened it: earned, by hand, brought along. Points taken back and points that
    /// paid a debt count as never issued. What lapsed by now counts as lapsed, written or not.
    ///
    /// - Parameters:
    ///   - wallet: Which; none is the programme's first.
    ///   - progress: Is told now and then how many entries and orders were read.
    /// - Returns: The book, and what stands beside it.
    /// - Throws: `Unready`, `MeasuringRefusal.unknownWallet`, or the store's failure.
    package func brandPoints(
        of wallet: Key? = nil,
        _ progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> BrandPoints {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let known = version.programme.wallets.map(\.key)
            guard let chosen = wallet ?? known.first, known.contains(chosen) else {
                throw MeasuringRefusal.unknownWallet(wallet ?? Key(""), known: known)
            }
            var fold = PointFold(zone: version.zone, wallet: chosen, now: now)
            var read = 0
            func count() throws {
                read += 1
                guard read & 0xFFF == 0 else { return }
                try Task.checkCancellation()
                progress(read)
            }
            try archive.movements { member, entry in
                fold.add(member, entry)
                try count()
            }
            fold.endMember()
            var sales: [Currency: [CalendarMonth: Int64]] = [:]
            try archive.purchases { member, at, total in
                try count()
                guard member != nil else { return }
                let month = CalendarMonth(of: version.zone.day(of: at))
                sales[total.currency, default: [:]][month, default: 0] += total.minorUnits
            }
            return BrandPoints(
                wallet: chosen,
                book: fold.book,
                owed: fold.owed,
                sales: sales,
                members: fold.members,
                present: CalendarMonth(of: version.zone.day(of: now)),
                programme: version.programme
            )
        }
    }
}

/// Entries as they stream by, a member's together.
private struct PointFold {
    let zone: any LocalTime
    let wallet: Key
    var book = PointBook()
    var owed = Points.zero
    private(set) var members: [PointsInsight.Count: [MemberID]] = [:]
    private var member: MemberID?
    private var lots: [Int64: Lot] = [:]
    private var debt = Points.zero
    private var seen: Set<PointsInsight.Count> = []
    private let now: Instant
    private let soon: Instant

    private struct Lot {
        let issue: CalendarMonth
        let expiresAt: Instant?
        let expiry: CalendarMonth?
        var left: Points
    }

    init(zone: any LocalTime, wallet: Key, now: Instant) {
        self.zone = zone
        self.wallet = wallet
        self.now = now
        soon = now.adding(days: 30)
    }

    /// Ends the member who came last: what has lapsed by now has lapsed, though nobody has written it yet.
    mutating func endMember() {
        for lot in lots.values where lot.left > .zero {
            guard let expiry = lot.expiry, let expiresAt = lot.expiresAt, expiresAt <= now else {
                seen.insert(.outstanding)
                if let expiresAt = lot.expiresAt, expiresAt <= soon { seen.insert(.lapsing) }
                continue
            }
            book.add(.expire, lot.left, issuedIn: lot.issue, lapsingIn: expiry, in: expiry)
            seen.insert(.lapsed)
        }
        if debt > .zero { seen.insert(.owing) }
        if let member {
            for count in seen { members[count, default: []].append(member) }
        }
        seen.removeAll(keepingCapacity: true)
        debt = .zero
        lots.removeAll(keepingCapacity: true)
    }

    mutating func add(_ member: MemberID, _ entry: Entry) {
        if self.member != member {
            endMember()
            self.member = member
        }
        guard entry.wallet == wallet else { return }
        guard entry.lot != Entry.debt else {
            owed -= entry.points
            debt -= entry.points
            return
        }
        let month = month(of: entry.at)
        if entry.lot == entry.number {
            let lot = Lot(
                issue: month,
                expiresAt: entry.expiresAt,
                expiry: entry.expiresAt.map { self.month(of: $0) },
                left: entry.points
            )
            lots[entry.lot] = lot
            book.add(.issue, entry.points, issuedIn: lot.issue, lapsingIn: lot.expiry, in: month)
            return
        }
        guard let lot = lots[entry.lot] else { return }
        lots[entry.lot]?.left += entry.points
        let kind: PointBook.Kind =
            switch entry.kind {
            // What is set aside is as good as spent, and what is free again is not.
            case .spend, .giveBack, .hold, .release: .redeem
            case .expire: .expire
            case .clawBack, .settle, .writeOff, .adjust, .earn, .open, .correction, .cancel, .transfer, .fee: .cancel
            }
        switch entry.kind {
        case .spend, .hold: seen.insert(.redeemed)
        case .expire: seen.insert(.lapsed)
        default: break
        }
        book.add(kind, -entry.points, issuedIn: lot.issue, lapsingIn: lot.expiry, in: month)
    }

    private func month(of instant: Instant) -> CalendarMonth { CalendarMonth(of: zone.day(of: instant)) }
}
