extension Deciding {
    /// Lets happen what falls due by the moment of the decision (rule D-1).
    ///
    /// Moment by moment, and at one moment in this order: holds end, what has become active pays what is owed and counts
    /// for tiers, tier terms that end are looked at, lots lapse, what was owed for too long is written off, ladders are
    /// looked at that time changes, and last it is said what will lapse. Doing it late, early in parts, or all at once gives
    /// the same entries.
    mutating func advance() {
        while let due = state.nextDue, due <= at {
            journal.at = due
            for place in state.accounts.indices where !state.accounts[place].holds.isEmpty {
                expireHolds(ofAccount: place, at: due)
            }
            if !state.redemptions.isEmpty { expireRedemptions(at: due) }
            for place in state.accounts.indices { settle(place, at: due) }
            countWhatWaited(at: due)
            for place in state.standings.indices.reversed() where state.standings[place].until == due {
                endTerm(of: place, at: due)
            }
            for place in state.accounts.indices {
                noteGone(state.accounts[place].lapse(by: due, in: &journal), of: state.accounts[place].wallet)
            }
            writeOff(at: due)
            look(at: due)
            tellOfLapses(at: due)
            planAccounts(after: due)
        }
        journal.at = at
    }

    mutating func noteGone(_ gone: [Account.Gone], of wallet: Key) {
        for gone in gone {
            let lot = gone.lot
            reasons.append(
                gone.isCancelled
                    ? .cancelled(wallet: wallet, points: lot.points, at: lot.at)
                    : .lapsed(wallet: wallet, points: lot.points, at: lot.at)
            )
        }
    }

    private mutating func settle(_ place: Int, at moment: Instant) {
        let before = state.accounts[place].debt
        state.accounts[place].settle(at: moment, in: &journal)
        let paid = before - state.accounts[place].debt
        if paid > .zero { reasons.append(.debtPaid(wallet: state.accounts[place].wallet, points: paid)) }
    }
}
