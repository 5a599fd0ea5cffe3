internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func counters(_ keys: [Key]) -> [SharedCounter?] { keys.map { kept.counters[$0] } }

    func reserved(of counter: Key) -> Int64 {
        kept.reservations[counter]?.values.reduce(0) { $0 + $1.reservation.amount } ?? 0
    }

    func counters(beginning prefix: Key, limit: Int) -> [SharedCounter] {
        let begin = Array(prefix.text.utf8)
        let found = kept.counters.values.filter { $0.key.text.utf8.starts(with: begin) }
        return Array(found.sorted { $0.key < $1.key }.prefix(limit))
    }

    func take(_ claim: CounterClaim, for id: Key, at now: Instant, until: Instant) -> Grant {
        let nothing = Grant(counter: claim.counter, amount: 0)
        let opened = claim.cap.map { SharedCounter(key: claim.counter, cap: $0, taken: 0) }
        guard let counter = kept.counters[claim.counter] ?? opened else { return nothing }
        if let before = kept.reservations[claim.counter]?[id]?.reservation {
            return Grant(counter: claim.counter, amount: before.amount, code: before.code)
        }
        let cap = claim.cap ?? counter.cap
        let amount = claim.granted(taken: counter.taken, of: cap, at: now)
        kept.counters[claim.counter] = SharedCounter(key: claim.counter, cap: cap, taken: counter.taken + amount)
        guard amount > 0 else { return nothing }
        let reservation = CounterReservation(counter: claim.counter, id: id, amount: amount)
        kept.reservations[claim.counter, default: [:]][id] = (reservation, until)
        return Grant(counter: claim.counter, amount: amount)
    }

    @discardableResult
    func settle(_ id: Key, of counter: Key, used: Int64) -> Bool {
        guard let gone = kept.reservations[counter]?.removeValue(forKey: id) else { return false }
        giveBack(gone.reservation.amount - used, to: counter)
        return true
    }

    func giveBack(_ amount: Int64, to counter: Key) {
        guard amount > 0, let before = kept.counters[counter] else { return }
        kept.counters[counter] = SharedCounter(key: counter, cap: before.cap, taken: max(0, before.taken - amount))
    }

    func reservations(expiredBy moment: Instant, limit: Int) -> [CounterReservation] {
        let expired = kept.reservations.values.flatMap(\.values).filter { $0.until <= moment }
        return Array(
            expired.sorted {
                ($0.until, $0.reservation.counter, $0.reservation.id)
                    < ($1.until, $1.reservation.counter, $1.reservation.id)
            }.map(\.reservation).prefix(limit)
        )
    }

    func load(_ counter: Key, by amount: Int64) {
        let before = kept.counters[counter]
        let cap = before == nil ? amount : before?.cap.map { $0 + amount }
        kept.counters[counter] = SharedCounter(key: counter, cap: cap, taken: before?.taken ?? 0)
    }

    func setCap(_ cap: Int64?, of counter: Key) {
        kept.counters[counter] = SharedCounter(key: counter, cap: cap, taken: kept.counters[counter]?.taken ?? 0)
    }
}
