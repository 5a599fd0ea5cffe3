extension Deciding {
    /// Lets happen what falls due by the moment of the decision (rule D-1).
    ///
    /// Moment by moment, and at one moment in this order: what has become active pays what is owed and counts for tiers,
    /// tier terms that end are looked at, lots lapse, and last ladders are looked at that time changes. Doing it late, early
    /// in parts, or all at once gives the same entries.
    mutating func advance() {
        while let due = state.nextDue, due <= at {
            journal.at = due
            for place in state.accounts.indices { settle(place, at: due) }
            countWhatWaited(at: due)
            for place in state.standings.indices.reversed() where state.standings[place].until == due {
                endTerm(of: place, at: due)
            }
            for place in state.accounts.indices {
                for lot in state.accounts[place].lapse(by: due, in: &journal) {
                    reasons.append(.lapsed(wallet: state.accounts[place].wallet, points: lot.points, at: lot.at))
                }
            }
            look(at: due)
        }
        journal.at = at
    }

    private mutating func settle(_ place: Int, at moment: Instant) {
        let before = state.accounts[place].debt
        state.accounts[place].settle(at: moment, in: &journal)
        let paid = before - state.accounts[place].debt
        if paid > .zero { reasons.append(.debtPaid(wallet: state.accounts[place].wallet, points: paid)) }
    }
}
