/// One holder's points in one wallet.
package struct Account: Sendable, Hashable {
    /// Which wallet.
    package let wallet: Key
    /// Lots with points left, in the order of spending.
    package private(set) var lots: [Lot]
    /// What lapsed unspent within the last 400 days, in the order of lapsing.
    package private(set) var lapsed: [LapsedLot]
    /// What is set aside for purchases under way, in the order in which it was (rule L-10).
    package private(set) var holds: [Hold]
    /// What is owed; 0 or more.
    package private(set) var debt: Points
    /// Since when what is owed is, the oldest first; together they are the debt.
    package private(set) var owed: [Owed]
    /// When it is to be said next that points will lapse; none where nothing is to be said (rule L-12).
    package private(set) var noticeAt: Instant?
    /// When what is owed is written off next; none where it never is (rule L-13).
    package private(set) var writeOffAt: Instant?
    /// All that was ever earned, opened and adjusted upwards.
    package private(set) var credited: Points
    /// All that was ever spent, less what was given back.
    package private(set) var spent: Points
    /// All that ever lapsed.
    package private(set) var expired: Points
    /// Where the end of lots that slide was last moved to, for those that come back later (rule L-7).
    package private(set) var slidTo: Instant?
    /// What the entries add up to: all lots, pending ones too, less the debt.
    package private(set) var balance: Points

    /// How long what lapsed is remembered for returns, in milliseconds: the longest late window there is.
    static let remembersLapsed: Int64 = 400 * 86_400_000

    /// An account that nothing happened to.
    package init(wallet: Key) {
        self.init(wallet: wallet, lots: [], lapsed: [], debt: .zero, credited: .zero, spent: .zero, expired: .zero)
    }

    /// An account as it was kept; `lots` in the order of spending.
    package init(
        wallet: Key,
        lots: [Lot],
        lapsed: [LapsedLot],
        debt: Points,
        credited: Points,
        spent: Points,
        expired: Points,
        slidTo: Instant? = nil,
        holds: [Hold] = [],
        owed: [Owed] = [],
        noticeAt: Instant? = nil,
        writeOffAt: Instant? = nil
    ) {
        self.wallet = wallet
        self.lots = lots
        self.lapsed = lapsed
        self.debt = debt
        self.credited = credited
        self.spent = spent
        self.expired = expired
        self.slidTo = slidTo
        self.holds = holds
        self.owed = owed
        self.noticeAt = noticeAt
        self.writeOffAt = writeOffAt
        self.balance = holds.reduce(lots.reduce(-debt) { $0 + $1.left }) { $0 + $1.points }
    }

    /// What can be seen of it at `moment`.
    ///
    /// What falls due by then is taken as done, so a late nightly run changes no answer: a lot past its expiry counts
    /// as lapsed, an active one pays what is owed, and a hold past its end holds nothing.
    package func standing(at moment: Instant) -> WalletBalance {
        var active = Points.zero
        var pending = Points.zero
        var held = Points.zero
        for hold in holds {
            if hold.until > moment {
                held += hold.points
            } else {
                for part in hold.parts where end(of: part.lot).map({ $0 > moment }) ?? true { active += part.points }
            }
        }
        for lot in lots {
            if lot.activeFrom > moment {
                pending += lot.left
            } else if lot.isActive(at: moment) {
                active += lot.left
            }
        }
        let owed = max(.zero, debt - active)
        return WalletBalance(
            wallet: wallet,
            active: max(.zero, active - debt) + held,
            pending: pending,
            held: held,
            debt: owed
        )
    }

    /// Opens a lot; where points are owed and the lot is active, it pays them first (rule L-5).
    mutating func credit(
        _ points: Points,
        as kind: Entry.Kind,
        _ dates: LotDates,
        in journal: inout Journal
    ) -> Int64 {
        balance += points
        switch kind {
        case .giveBack: spent -= points
        // Handed on, not earned.
        case .transfer: break
        default: credited += points
        }
        let number = journal.append(
            wallet,
            kind,
            points,
            balance: balance,
            lot: nil,
            activeFrom: dates.awaits == nil ? dates.activeFrom : nil,
            expiresAt: dates.awaits == nil ? dates.expiresAt : nil
        )
        insert(
            Lot(
                number: number,
                opened: points,
                left: points,
                activeFrom: dates.activeFrom,
                expiresAt: dates.expiresAt,
                slides: dates.slides,
                awaits: dates.awaits
            )
        )
        settle(at: journal.at, in: &journal)
        return number
    }

    /// Gives points back to a lot that still is; none left of it opens it again with what it gets.
    mutating func giveBack(_ points: Points, to lot: Lot, in journal: inout Journal) {
        balance += points
        spent -= points
        journal.append(wallet, .giveBack, points, balance: balance, lot: lot.number)
        putBack(points, to: lot)
        settle(at: journal.at, in: &journal)
    }

    /// What was handed on goes back to its lot.
    mutating func takeBack(_ points: Points, to lot: Lot, as kind: Entry.Kind, in journal: inout Journal) {
        balance += points
        journal.append(wallet, kind, points, balance: balance, lot: lot.number)
        putBack(points, to: lot)
        settle(at: journal.at, in: &journal)
    }

    private mutating func putBack(_ points: Points, to lot: Lot) {
        if let place = lots.firstIndex(where: { $0.number == lot.number }) {
            lots[place].left += points
        } else {
            insert(
                Lot(
                    number: lot.number,
                    opened: lot.opened,
                    left: points,
                    activeFrom: lot.activeFrom,
                    expiresAt: end(of: lot),
                    slides: lot.slides
                )
            )
        }
    }

    // MARK: - Holds

    /// Sets points aside, from what lapses first on; there must be as many that can be spent.
    ///
    /// Entries come in pairs, as where a debt is paid: what leaves a lot is held.
    mutating func hold(_ points: Points, as key: HoldKey, until: Instant, in journal: inout Journal) {
        let parts = draw(points, as: .hold, in: &journal) { part, account, journal in
            account.move(part, .hold, to: Entry.held, in: &journal)
        }
        holds.append(Hold(key: key, until: until, parts: parts))
    }

    /// A hold lasts until then, where that is later.
    mutating func extend(_ key: HoldKey, until: Instant) {
        guard let place = holds.firstIndex(where: { $0.key == key }) else { return }
        holds[place].until = max(holds[place].until, until)
    }

    /// Spends so many of what is held, those first that lapse first, and frees the rest; there must be as many.
    ///
    /// - Returns: what was spent of which lot.
    mutating func capture(_ points: Points, of key: HoldKey, in journal: inout Journal) -> [Drawn] {
        guard let place = holds.firstIndex(where: { $0.key == key }) else { return [] }
        let hold = holds.remove(at: place)
        var missing = points
        var (taken, rest): ([Drawn], [Drawn]) = ([], [])
        for part in hold.parts {
            let own = min(missing, part.points)
            missing -= own
            if own > .zero { taken.append(Drawn(lot: part.lot, points: own)) }
            if part.points > own { rest.append(Drawn(lot: part.lot, points: part.points - own)) }
        }
        for part in taken {
            balance -= part.points
            spent += part.points
            journal.append(wallet, .spend, -part.points, balance: balance, lot: Entry.held)
        }
        free(rest, in: &journal)
        return taken
    }

    /// Frees what is held: it goes back to its lots, and where such a lot's end has come meanwhile, it lapses.
    mutating func release(_ key: HoldKey, in journal: inout Journal) {
        guard let place = holds.firstIndex(where: { $0.key == key }) else { return }
        free(holds.remove(at: place).parts, in: &journal)
    }

    private mutating func free(_ parts: [Drawn], in journal: inout Journal) {
        for part in parts {
            balance -= part.points
            journal.append(wallet, .release, -part.points, balance: balance, lot: Entry.held)
            balance += part.points
            journal.append(wallet, .release, part.points, balance: balance, lot: part.lot.number)
            putBack(part.points, to: part.lot)
        }
        if !parts.isEmpty { settle(at: journal.at, in: &journal) }
    }

    /// The second entry of a pair: what left a lot is somewhere else now.
    private mutating func move(_ points: Points, _ kind: Entry.Kind, to lot: Int64, in journal: inout Journal) {
        balance += points
        journal.append(wallet, kind, points, balance: balance, lot: lot)
    }

    /// Takes up to `points` from the active lots in the order of spending.
    ///
    /// - Returns: what was taken from which lot, and so how much altogether; less than asked where there is less.
    mutating func draw(
        _ points: Points,
        as kind: Entry.Kind,
        in journal: inout Journal,
        then move: ((Points, inout Account, inout Journal) -> Void)? = nil
    ) -> [Drawn] {
        var missing = points
        var drawn: [Drawn] = []
        var place = 0
        while missing > .zero, place < lots.count {
            let lot = lots[place]
            guard lot.isActive(at: journal.at) else {
                place += 1
                continue
            }
            let part = min(missing, lot.left)
            take(part, at: place, as: kind, in: &journal)
            move?(part, &self, &journal)
            drawn.append(Drawn(lot: lot, points: part))
            missing = missing - part
            if lots.indices.contains(place), lots[place].number == lot.number { place += 1 }
        }
        return drawn
    }

    /// Takes up to `points` from the lot of this number, active or pending, and says how many it took.
    mutating func take(_ points: Points, fromLot number: Int64, as kind: Entry.Kind, in journal: inout Journal)
        -> Points
    {
        guard let place = lots.firstIndex(where: { $0.number == number }) else { return .zero }
        let part = min(points, lots[place].left)
        guard part > .zero else { return .zero }
        take(part, at: place, as: kind, in: &journal)
        return part
    }

    /// Owes `points` more.
    mutating func owe(_ points: Points, as kind: Entry.Kind, in journal: inout Journal) {
        balance = balance - points
        debt += points
        owed.add(points, since: journal.at)
        if kind == .spend { spent += points }
        journal.append(wallet, kind, -points, balance: balance, lot: Entry.debt)
    }

    /// Pays what is owed from lots that are active at `moment`, in the order of spending.
    mutating func settle(at moment: Instant, in journal: inout Journal) {
        while debt > .zero, let place = lots.firstIndex(where: { $0.isActive(at: moment) }) {
            let part = min(debt, lots[place].left)
            take(part, at: place, as: .settle, in: &journal)
            balance += part
            debt = debt - part
            owed.take(part)
            journal.append(wallet, .settle, part, balance: balance, lot: Entry.debt)
        }
    }

    /// Lets go of what is owed for longest, so many points.
    mutating func writeOff(_ points: Points, in journal: inout Journal) {
        balance += points
        debt = debt - points
        owed.take(points)
        journal.append(wallet, .writeOff, points, balance: balance, lot: Entry.debt)
    }

    /// When it is to be looked at next.
    mutating func plan(noticeAt: Instant?, writeOffAt: Instant?) {
        self.noticeAt = noticeAt
        self.writeOffAt = writeOffAt
    }

    /// Lets lapse what lapses by `moment`, each lot at its own moment, in the order of spending, and cancels what waited
    /// in vain.
    ///
    /// What was cancelled is told apart by `Gone.isCancelled`; for returns both count as given back.
    mutating func lapse(by moment: Instant, in journal: inout Journal) -> [Gone] {
        var gone: [Gone] = []
        while let lot = lots.first, let expiresAt = lot.expiresAt, expiresAt <= moment {
            let left = lot.left
            let isCancelled = lot.awaits != nil
            balance = balance - left
            if !isCancelled { expired += left }
            lots.removeFirst()
            journal.append(
                wallet,
                isCancelled ? .cancel : .expire,
                -left,
                balance: balance,
                lot: lot.number,
                at: max(expiresAt, journal.at)
            )
            gone.append(
                Gone(lot: LapsedLot(number: lot.number, points: left, at: expiresAt), isCancelled: isCancelled)
            )
        }
        if !gone.isEmpty {
            lapsed.removeAll { $0.at.milliseconds < moment.milliseconds - Account.remembersLapsed }
            lapsed += gone.map(\.lot)
        }
        return gone
    }

    /// What went by itself.
    struct Gone {
        let lot: LapsedLot
        let isCancelled: Bool
    }

    /// Moves the end of what slides to `moment`, where it would end sooner; never to an earlier one.
    ///
    /// - Returns: how many points last longer now.
    mutating func slide(to moment: Instant) -> Points {
        guard slidTo.map({ $0 < moment }) ?? true else { return .zero }
        slidTo = moment
        var moved = Points.zero
        for place in lots.indices where lots[place].slides && lots[place].awaits == nil {
            guard let end = lots[place].expiresAt, end < moment else { continue }
            lots[place].expiresAt = moment
            moved += lots[place].left
        }
        if moved > .zero { lots.sort { $0.isSpentBefore($1) } }
        return moved
    }

    /// When points of this lot would lapse if they came back now: as those that stayed.
    func end(of lot: Lot) -> Instant? {
        guard lot.slides, let end = lot.expiresAt, let slidTo else { return lot.expiresAt }
        return max(end, slidTo)
    }

    /// The lot of this number need wait no longer.
    mutating func activate(lot number: Int64, _ dates: LotDates, in journal: inout Journal) {
        guard let place = lots.firstIndex(where: { $0.number == number }) else { return }
        let lot = lots.remove(at: place)
        insert(
            Lot(
                number: number,
                opened: lot.opened,
                left: lot.left,
                activeFrom: dates.activeFrom,
                expiresAt: dates.expiresAt,
                slides: dates.slides
            )
        )
        settle(at: journal.at, in: &journal)
    }

    /// The next moment at which something of this account falls due: a lapse, the end of a hold, an activation that pays a
    /// debt, a word about what will lapse, or that a debt is written off.
    package var nextDue: Instant? {
        var due = lots.first?.expiresAt
        for look in [noticeAt, writeOffAt] {
            if let look, look < due ?? Instant(milliseconds: .max) { due = look }
        }
        for hold in holds where hold.until < (due ?? Instant(milliseconds: .max)) { due = hold.until }
        if debt > .zero {
            for lot in lots where lot.activeFrom < (due ?? Instant(milliseconds: .max)) {
                due = lot.activeFrom
            }
        }
        return due
    }

    /// Takes all lots out, pending ones too, and what is owed with them: they are another account's from now on.
    ///
    /// - Returns: the lots as they were, and what was owed.
    mutating func moveOut(in journal: inout Journal) -> (lots: [Lot], debt: Points) {
        let moved = moveOut(lots: lots.map(\.number), in: &journal)
        let owed = debt
        if owed > .zero {
            balance += owed
            debt = .zero
            journal.append(wallet, .transfer, owed, balance: balance, lot: Entry.debt)
        }
        return (moved, owed)
    }

    /// Takes these lots out, as far as they are there; in the order of spending, as they were.
    mutating func moveOut(lots numbers: [Int64], in journal: inout Journal) -> [Lot] {
        let moved = lots.filter { numbers.contains($0.number) }
        for lot in moved { _ = take(lot.left, fromLot: lot.number, as: .transfer, in: &journal) }
        return moved
    }

    private mutating func take(_ points: Points, at place: Int, as kind: Entry.Kind, in journal: inout Journal) {
        let number = lots[place].number
        lots[place].left = lots[place].left - points
        if lots[place].left == .zero { lots.remove(at: place) }
        balance = balance - points
        if kind == .spend { spent += points }
        journal.append(wallet, kind, -points, balance: balance, lot: number)
    }

    private mutating func insert(_ lot: Lot) {
        // New lots mostly lapse last: look from the end.
        var place = lots.count
        while place > 0, lot.isSpentBefore(lots[place - 1]) { place -= 1 }
        lots.insert(lot, at: place)
    }
}
