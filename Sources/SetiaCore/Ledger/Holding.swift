extension Deciding {
    /// Points are set aside for a purchase under way: as many as can be spent, or none (rule L-10).
    mutating func hold(_ hold: PointsHold) throws(Refusal) {
        let wallet = try wallet(hold.wallet)
        try maySpend()
        let key = HoldKey(source: event.source, id: hold.id)
        if let ended = ended(key) { throw .holdEnded(hold.id.text, ended.end) }
        if state.accounts.contains(where: { $0.holds.contains { $0.key == key } }) { throw .holdExists(hold.id.text) }
        let available = state.account(wallet.key)?.standing(at: at).available ?? .zero
        guard available >= hold.points else {
            throw .insufficientPoints(wallet: wallet.key, available: available, needed: hold.points)
        }
        let until = at.adding(milliseconds: hold.minutes * 60_000)
        let place = state.place(of: wallet.key)
        state.accounts[place].hold(hold.points, as: key, until: until, in: &journal)
        reasons.append(.held(wallet: wallet.key, points: hold.points, until: until))
    }

    /// What was held is spent, all of it or a part; the rest is free again.
    ///
    /// That it is there was seen to before.
    mutating func capture(_ capture: HoldCapture) throws(Refusal) {
        let (place, hold) = try openHold(capture.hold)
        let wallet = state.accounts[place].wallet
        let points = capture.points ?? hold.points
        guard points <= hold.points else {
            throw .insufficientPoints(wallet: wallet, available: hold.points, needed: points)
        }
        let drawn = state.accounts[place].capture(points, of: hold.key, in: &journal)
        end(hold.key, .captured)
        reasons.append(.spent(wallet: wallet, points: points))
        if points < hold.points { reasons.append(.released(wallet: wallet, points: hold.points - points)) }
        lapseFreed(place)
        guard let order = capture.order else { return }
        state.note(OrderKey(source: event.source, id: order)) { record in
            record.spent += drawn.map { OrderRecord.SpentLot(wallet: wallet, lot: $0.lot, points: $0.points) }
        }
    }

    /// What was held is free again.
    mutating func release(_ id: Key) throws(Refusal) {
        let (place, hold) = try openHold(id)
        state.accounts[place].release(hold.key, in: &journal)
        end(hold.key, .cancelled)
        reasons.append(.released(wallet: state.accounts[place].wallet, points: hold.points))
        lapseFreed(place)
    }

    /// A hold lasts longer: so long from now on, where that is later than its end.
    mutating func extend(_ extension: HoldExtension) throws(Refusal) {
        let (place, hold) = try openHold(`extension`.hold)
        let until = max(hold.until, at.adding(milliseconds: `extension`.minutes * 60_000))
        state.accounts[place].extend(hold.key, until: until)
        reasons.append(.held(wallet: state.accounts[place].wallet, points: hold.points, until: until))
    }

    /// Holds whose end has come are free again, before anything else happens at that moment (rule D-1).
    mutating func expireHolds(ofAccount place: Int, at moment: Instant) {
        for hold in state.accounts[place].holds where hold.until <= moment {
            state.accounts[place].release(hold.key, in: &journal)
            end(hold.key, .expired)
            reasons.append(
                .holdExpired(wallet: state.accounts[place].wallet, points: hold.points, at: hold.until)
            )
        }
    }

    /// Whether she may spend at all.
    func maySpend() throws(Refusal) {
        switch state.status {
        case .active: break
        case .suspended: throw .memberSuspended(state.member)
        case .prospect, .closed, .erased: throw .notEnrolled(state.member)
        }
    }

    /// The hold of this number, where it is not over.
    private func openHold(_ id: Key) throws(Refusal) -> (account: Int, hold: Hold) {
        let key = HoldKey(source: event.source, id: id)
        // What is set aside for a reward ends with its redemption.
        guard key.source != RewardRedemption.ourSource else { throw .unknownHold(id.text) }
        for place in state.accounts.indices {
            if let hold = state.accounts[place].holds.first(where: { $0.key == key }) { return (place, hold) }
        }
        if let ended = ended(key) { throw .holdEnded(id.text, ended.end) }
        throw .unknownHold(id.text)
    }

    /// The hold of this number that is over, for a week.
    private func ended(_ key: HoldKey) -> EndedHold? {
        let oldest = at.milliseconds - EndedHold.remembered
        return state.endedHolds.first { $0.key == key && $0.at.milliseconds >= oldest }
    }

    private mutating func end(_ key: HoldKey, _ end: EndedHold.End) {
        let oldest = journal.at.milliseconds - EndedHold.remembered
        state.endedHolds.removeAll { $0.at.milliseconds < oldest }
        state.endedHolds.append(EndedHold(key: key, end: end, at: journal.at))
    }

    /// Lots do not lapse inside a hold; those whose time came meanwhile lapse when it is over.
    private mutating func lapseFreed(_ place: Int) {
        noteGone(state.accounts[place].lapse(by: at, in: &journal), of: state.accounts[place].wallet)
    }
}
