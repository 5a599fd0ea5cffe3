extension Deciding {
    /// Points are handed on: taken here, and sent to the other member by an event of her own (rule L-11).
    mutating func transfer(_ transfer: PointsTransfer) throws(Refusal) {
        let wallet = try wallet(transfer.wallet)
        guard let policy = wallet.transfers else { throw .notTransferable(wallet: wallet.key) }
        try maySpend()
        guard transfer.to != state.member else { throw .transferToSelf }
        let available = state.account(wallet.key)?.standing(at: at).available ?? .zero
        let (needed, overflow) = transfer.points.units.addingReportingOverflow(policy.fee.units)
        guard !overflow, available.units >= needed else {
            throw .insufficientPoints(
                wallet: wallet.key,
                available: available,
                needed: overflow ? transfer.points : Points(needed)
            )
        }
        try countTransfer(transfer.points, of: wallet.key, policy.caps)
        let place = state.place(of: wallet.key)
        let parts = state.accounts[place].draw(transfer.points, as: .transfer, in: &journal)
        let fee = state.accounts[place].draw(policy.fee, as: .fee, in: &journal)
        let sent = Transfer(
            key: TransferKey(source: event.source, id: transfer.id),
            number: journal.event,
            to: transfer.to,
            wallet: wallet.key,
            parts: parts,
            fee: fee,
            at: at
        )
        state.transfers.append(sent)
        followUps.append(sent.arrival(from: state.member))
        reasons.append(.transferred(wallet: wallet.key, points: transfer.points, fee: policy.fee))
    }

    /// Points come that another member handed on, each lot with its day or as what is earned today; they count as
    /// nothing that she earned.
    mutating func receive(_ arrival: TransferArrival) throws(Refusal) {
        let wallet = try wallet(arrival.wallet)
        var slides = false
        if case .inactivity = wallet.expiry { slides = true }
        let resets = wallet.transfers?.resetsExpiry ?? false
        reasons.append(
            .received(wallet: wallet.key, points: arrival.lots.reduce(.zero) { $0 + $1.points })
        )
        for lot in arrival.lots {
            let dates =
                resets
                ? self.dates(of: wallet, activeFrom: at)
                : LotDates(activeFrom: at, expiresAt: lot.expiresAt, slides: slides && lot.expiresAt != nil)
            _ = try credit(lot.points, as: .transfer, to: wallet.key, dates)
        }
        // What lapsed on the way lapses here.
        let place = state.place(of: wallet.key)
        noteGone(state.accounts[place].lapse(by: at, in: &journal), of: wallet.key)
        followUps.append(Transfer.end(arrival, id: event.id, isTaken: true, at: at))
    }

    /// What she handed on has come, or it and what it cost go back to the lots that it was taken from.
    mutating func end(_ end: TransferEnd) {
        guard let underway = state.transfers.firstIndex(where: { $0.key == end.transfer }) else { return }
        let transfer = state.transfers.remove(at: underway)
        guard !end.isTaken else {
            reasons.append(.transferTaken(wallet: transfer.wallet, points: transfer.points))
            return
        }
        let place = state.place(of: transfer.wallet)
        for (parts, kind) in [(transfer.parts, Entry.Kind.transfer), (transfer.fee, .fee)] {
            for part in parts {
                state.accounts[place].takeBack(part.points, to: part.lot, as: kind, in: &journal)
            }
        }
        noteGone(state.accounts[place].lapse(by: at, in: &journal), of: transfer.wallet)
        reasons.append(.transferReturned(wallet: transfer.wallet, points: transfer.points))
        guard let caps = programme.wallet(transfer.wallet)?.transfers?.caps else { return }
        let day = version.zone.day(of: transfer.at)
        count(-transfer.points.units, times: -1, of: .transfers(transfer.wallet), caps, on: day)
    }

    private mutating func countTransfer(_ points: Points, of wallet: Key, _ caps: [Cap]) throws(Refusal) {
        let day = version.zone.day(of: event.occurredAt)
        for cap in caps {
            guard case .points(let most) = cap.measure else { continue }
            let used = state.capUses.first {
                $0.owner == .transfers(wallet) && $0.span == cap.span && $0.start == cap.span.start(of: day)
            }
            let left = max(.zero, most - (cap.span == .event ? .zero : used?.points ?? .zero))
            if points > left { throw .transferLimit(left: left, asked: points) }
        }
        count(points.units, times: 1, of: .transfers(wallet), caps, on: day)
    }
}
