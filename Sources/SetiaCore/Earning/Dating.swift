extension Deciding {
    /// Credits one wallet and says what of it waits, lapses or paid a debt.
    mutating func credit(
        _ points: Points,
        as kind: Entry.Kind,
        to wallet: Key,
        _ dates: LotDates
    ) throws(Refusal) -> Int64 {
        let place = state.place(of: wallet)
        let held = state.accounts[place].balance
        guard !held.units.addingReportingOverflow(points.units).overflow else { throw .outOfRange(field: "data") }
        let owed = state.accounts[place].debt
        let lot = state.accounts[place].credit(points, as: kind, dates, in: &journal)
        let paid = owed - state.accounts[place].debt
        if paid > .zero { reasons.append(.debtPaid(wallet: wallet, points: paid)) }
        if case .event(let event, _, _, _) = dates.awaits {
            reasons.append(.waitsFor(wallet: wallet, points: points, event: event, until: dates.activeFrom))
            return lot
        }
        if dates.activeFrom > at {
            reasons.append(.pendingUntil(wallet: wallet, points: points, until: dates.activeFrom))
        }
        if let expiresAt = dates.expiresAt {
            reasons.append(.expiresAt(wallet: wallet, points: points, at: expiresAt))
        }
        return lot
    }

    /// The dates of points that this event earns in a wallet, by a rule with dates of its own or by the wallet's
    /// (rules L-1, L-2 and L-9).
    func dates(of wallet: Wallet, by rule: Int?) -> LotDates {
        let today = version.zone.day(of: event.occurredAt)
        let activeFrom: Instant
        switch rule.flatMap({ rules[$0].activation }) ?? wallet.activation {
        case .immediate, .after(days: 0): activeFrom = event.occurredAt
        case .after(let days): activeFrom = version.zone.start(of: today.adding(days: days))
        case .onDates(let days): activeFrom = version.zone.start(of: days.first(from: today.adding(days: 1)))
        case .onEvent(let type, let days): return waiting(for: type, days, by: rule)
        }
        return dates(of: wallet, by: rule.flatMap { rules[$0].expiry }, activeFrom: activeFrom)
    }

    /// The dates of points that can be used from then on, by a rule's own expiry, or where there is none by the wallet's
    /// for whoever stands where she stands.
    func dates(of wallet: Wallet, by expiry: Expiry? = nil, activeFrom: Instant) -> LotDates {
        let expiry = expiry ?? levelExpiry(of: wallet) ?? wallet.expiry
        var expiresAt = end(expiry, from: activeFrom)
        guard case .inactivity = expiry else { return LotDates(activeFrom: activeFrom, expiresAt: expiresAt) }
        // What comes late lasts as long as what was there.
        if let own = expiresAt, let others = state.account(wallet.key)?.slidTo { expiresAt = max(own, others) }
        return LotDates(activeFrom: activeFrom, expiresAt: expiresAt, slides: true)
    }

    /// When points active from then lapse: the first instant after the last valid day (rule L-2).
    ///
    /// Points of a late event keep at least 30 days (rule D-4).
    private func end(_ expiry: Expiry, from activeFrom: Instant) -> Instant? {
        let from = version.zone.day(of: activeFrom)
        var lastDay: Day
        switch expiry {
        case .none: return nil
        case .rolling(let period, let unit):
            lastDay = from.adding(period)
            if let unit { lastDay = lastDay.endOf(unit) }
        case .calendar(let days): lastDay = days.first(from: from)
        case .inactivity(let period, _): lastDay = from.adding(period)
        }
        if isLate { lastDay = max(lastDay, version.zone.day(of: at).adding(days: Deciding.graceDays)) }
        return version.zone.start(of: lastDay.adding(days: 1))
    }

    /// The expiry of the highest level that the wallet names and she had reached before this event (rule L-9).
    private func levelExpiry(of wallet: Wallet) -> Expiry? {
        guard !wallet.levelExpiry.isEmpty else { return nil }
        var best: (place: Int, expiry: Expiry)?
        for candidate in wallet.levelExpiry {
            guard let set = tierSets.first(where: { $0.key == candidate.tierSet }),
                let asked = set.place(of: candidate.level),
                let held = state.standing(in: set.key).flatMap({ set.place(of: $0.level) }), held >= asked
            else { continue }
            if asked > best?.place ?? -1 { best = (asked, candidate.expiry) }
        }
        return best?.expiry
    }

    // MARK: - Waiting for an event

    /// Points that wait for something that she does; a late one still has 30 days to come (rule L-8).
    private func waiting(for type: EventType, _ days: Int, by rule: Int?) -> LotDates {
        var lastDay = version.zone.day(of: event.occurredAt).adding(days: days)
        if isLate { lastDay = max(lastDay, version.zone.day(of: at).adding(days: Deciding.graceDays)) }
        let end = version.zone.start(of: lastDay.adding(days: 1))
        var order: OrderKey?
        if case .orderPaid(let paid) = event.matter { order = OrderKey(source: event.source, id: paid.id) }
        let own = rule.flatMap { rules[$0].expiry == nil ? nil : rules[$0].id }
        return LotDates(
            activeFrom: end,
            expiresAt: end,
            awaits: .event(type, order: order, since: event.occurredAt, rule: own)
        )
    }

    /// What waited for this can be used now: of the order that it names, or where it names none all (rule L-8).
    mutating func activate(by occurrence: Occurrence) {
        var order: OrderKey?
        // Of one that was paid more than once, the last: what the others gave is gone.
        if case .text(let id) = occurrence.value("orderId") { order = OrderKey(source: event.source, id: id) }
        for place in state.accounts.indices {
            for lot in state.accounts[place].lots {
                guard case .event(occurrence.type, let given, let since, let rule) = lot.awaits,
                    since <= event.occurredAt, order == nil || order == given?.asToldByTheShop
                else { continue }
                activate(lot, ofAccount: place, by: rule)
            }
        }
    }

    private mutating func activate(_ lot: Lot, ofAccount place: Int, by rule: Key?) {
        let key = state.accounts[place].wallet
        let own = rule.flatMap { id in rules.first { $0.id == id }?.expiry }
        var dates = LotDates(activeFrom: event.occurredAt, expiresAt: nil)
        if let wallet = programme.wallet(key) {
            dates = self.dates(of: wallet, by: own, activeFrom: event.occurredAt)
        }
        let owed = state.accounts[place].debt
        state.accounts[place].activate(lot: lot.number, dates, in: &journal)
        reasons.append(.activated(wallet: key, points: lot.left))
        let paid = owed - state.accounts[place].debt
        if paid > .zero { reasons.append(.debtPaid(wallet: key, points: paid)) }
        if let expiresAt = dates.expiresAt {
            reasons.append(.expiresAt(wallet: key, points: lot.left, at: expiresAt))
        }
    }

    // MARK: - Inactivity

    /// Where she did what counts, her points last longer: so long after the day on which she did it (rule L-7).
    ///
    /// What the calendar brings is no doing of hers.
    mutating func keepAlive() {
        guard !event.type.isOfCalendar else { return }
        for place in programme.wallets.indices {
            guard case .inactivity(let period, let activities) = programme.wallets[place].expiry else { continue }
            let key = programme.wallets[place].key
            guard let account = state.accounts.firstIndex(where: { $0.wallet == key }),
                activities.contains(where: { counts($0, in: key) })
            else { continue }
            let lastDay = version.zone.day(of: event.occurredAt).adding(period)
            let until = version.zone.start(of: lastDay.adding(days: 1))
            let moved = state.accounts[account].slide(to: until)
            if moved > .zero { reasons.append(.keptAlive(wallet: key, points: moved, until: until)) }
        }
    }

    private func counts(_ activity: WalletActivity, in wallet: Key) -> Bool {
        switch activity {
        case .earn: journal.entries.contains { $0.kind == .earn && $0.wallet == wallet }
        case .spend: journal.entries.contains { $0.kind == .spend && $0.wallet == wallet }
        case .event(let type): event.type == type
        }
    }
}

extension Rule {
    /// Whether what it gives is dated by the rule itself.
    var hasOwnDates: Bool { activation != nil || expiry != nil }
}
