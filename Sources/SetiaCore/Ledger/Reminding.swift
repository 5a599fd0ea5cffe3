// What time does to an account besides letting points come and go: it is spoken of before they lapse (rule L-12), and
// what has been owed for too long is written off (rule L-13).

extension Deciding {
    /// What is owed for so long that the wallet lets it go at `moment`.
    mutating func writeOff(at moment: Instant) {
        for place in state.accounts.indices where state.accounts[place].writeOffAt == moment {
            let key = state.accounts[place].wallet
            guard let wallet = programme.wallets.firstIndex(where: { $0.key == key }),
                let period = programme.wallets[wallet].writeOff
            else { continue }
            var (sum, since) = (Points.zero, moment)
            for owed in state.accounts[place].owed where end(of: owed, after: period) <= moment {
                sum += owed.points
                since = min(since, owed.since)
            }
            guard sum > .zero else { continue }
            state.accounts[place].writeOff(sum, in: &journal)
            reasons.append(.debtWrittenOff(wallet: key, points: sum, since: since))
        }
    }

    /// What lapses so many days later, as the wallet's notices say, is spoken of: all that lapses together as one.
    mutating func tellOfLapses(at moment: Instant) {
        for place in state.accounts.indices where state.accounts[place].noticeAt == moment {
            let key = state.accounts[place].wallet
            guard let wallet = programme.wallets.firstIndex(where: { $0.key == key }) else { continue }
            for days in programme.wallets[wallet].notices {
                let end = version.zone.start(of: version.zone.day(of: moment).adding(days: days))
                var points = Points.zero
                for lot in state.accounts[place].lots where lot.expiresAt == end && lot.awaits == nil {
                    points += lot.left
                }
                guard points > .zero else { continue }
                reasons.append(.pointsExpiring(wallet: key, points: points, at: end, days: days))
            }
        }
    }

    /// When each account is to be looked at next, as it is now.
    ///
    /// Nothing is reckoned where the wallet asks for nothing: mostly.
    mutating func planAccounts(after moment: Instant) {
        for place in state.accounts.indices {
            let key = state.accounts[place].wallet
            let wallet = programme.wallets.firstIndex { $0.key == key }
            var notice: Instant?
            if let wallet, !programme.wallets[wallet].notices.isEmpty, state.status != .erased {
                notice = nextNotice(of: state.accounts[place], programme.wallets[wallet].notices, after: moment)
            }
            var end: Instant?
            if let wallet, let period = programme.wallets[wallet].writeOff {
                for owed in state.accounts[place].owed {
                    // What was owed for too long before the wallet said so goes now, which is the next moment.
                    let own = max(self.end(of: owed, after: period), moment.adding(milliseconds: 1))
                    if own < end ?? Instant(milliseconds: .max) { end = own }
                }
            }
            state.accounts[place].plan(noticeAt: notice, writeOffAt: end)
        }
    }

    /// The first moment behind `moment` at which something is to be said of points that lapse.
    private func nextNotice(of account: Account, _ notices: [Int], after moment: Instant) -> Instant? {
        var next: Instant?
        for days in notices {
            for lot in account.lots where lot.awaits == nil {
                guard let end = lot.expiresAt else { break }
                let day = version.zone.day(of: end)
                // What lapses within a day, brought along with such a moment, is not spoken of.
                guard version.zone.start(of: day) == end else { continue }
                let own = version.zone.start(of: day.adding(days: -days))
                guard own > moment else { continue }
                if own < next ?? Instant(milliseconds: .max) { next = own }
                break
            }
        }
        return next
    }

    /// The first instant after the last day on which points are owed.
    private func end(of owed: Owed, after period: Period) -> Instant {
        version.zone.start(of: version.zone.day(of: owed.since).adding(period).adding(days: 1))
    }
}
