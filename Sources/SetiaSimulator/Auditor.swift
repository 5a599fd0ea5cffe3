internal import SetiaCore
internal import SetiaService

/// Keeps plain totals of what was sent, and looks for what does not agree with them.
///
/// It reads what is written (entries, events, receipts, balances) and adds numbers; it never asks the core what something
/// should have been.
struct Auditor {
    /// What is expected of one member.
    private struct Books {
        var events: Set<String> = []
        /// By wallet.
        var spent: [Key: Int64] = [:]
        var adjusted: [Key: Int64] = [:]
        var opened: [Key: Int64] = [:]
        /// The days of the year that she has told, with the year and without.
        var births: Set<String> = []
        /// How many entries there were when they were last looked at: they are never fewer, and never others.
        var seen: [Entry] = []
    }

    private var books: [MemberID: Books] = [:]
    /// The first receipt of each event, by source and id.
    private var receipts: [String: Receipt] = [:]

    var members: [MemberID] { Array(books.keys) }

    /// She told when she was born.
    mutating func note(_ date: BirthDate, of member: MemberID) {
        books[member, default: Books()].births.insert(date.day.description)
    }

    /// An event was answered so.
    ///
    /// - Returns: what does not agree, if anything.
    mutating func note(_ event: Event, _ outcome: RecordingOutcome, mayBeKnown: Bool) -> String? {
        let name = "\(event.source)/\(event.id)"
        switch outcome {
        case .failed(let error): return "\(name) failed: \(error)"
        case .refused(let refusal):
            if receipts[name] != nil { return "\(name) was recorded, and is refused when it comes again: \(refusal)" }
            return nil
        case .kept:
            return receipts[name].map { _ in "\(name) was recorded, and waits when it comes again" }
        case .recorded(let receipt):
            if let first = receipts[name] {
                if !receipt.isReplay { return "\(name) was recorded twice" }
                return receipt.isTheSame(as: first) ? nil : "\(name) is answered otherwise than the first time"
            }
            if receipt.isReplay && !mayBeKnown { return "\(name) is new, and is answered as if it were known" }
            receipts[name] = receipt
            count(event, receipt)
            return check(receipt, name)
        }
    }

    private mutating func count(_ event: Event, _ receipt: Receipt) {
        var own = books[receipt.member] ?? Books()
        own.events.insert("\(event.source)/\(event.id)")
        switch event.matter {
        case .pointsRedeemed(let redemption): own.spent[redemption.wallet, default: 0] += redemption.points.units
        case .pointsAdjusted(let adjustment): own.adjusted[adjustment.wallet, default: 0] += adjustment.points.units
        case .balanceOpened(let balance):
            own.opened[balance.wallet, default: 0] += balance.lots.reduce(0) { $0 + $1.points.units }
        default: break
        }
        books[receipt.member] = own
    }

    private func check(_ receipt: Receipt, _ name: String) -> String? {
        for entry in receipt.decision.entries where entry.event != receipt.decision.number {
            return "\(name) is answered with an entry of another event"
        }
        for balance in receipt.decision.balances {
            if balance.active.units < 0 || balance.pending.units < 0 || balance.debt.units < 0 {
                return "\(name) leaves a negative balance in \(balance.wallet)"
            }
            if balance.active.units > 0 && balance.debt.units > 0 {
                return "\(name) leaves points to use beside a debt in \(balance.wallet)"
            }
        }
        return nil
    }

    /// What is written of a member.
    struct Written: Sendable {
        let member: MemberID
        let entries: [Entry]
        let events: [StoredEvent]
        /// What she is shown now.
        let balances: [WalletBalance]
        let now: Instant
    }

    /// What of what is written does not agree: with itself, or with what was sent.
    mutating func audit(_ written: Written) -> String? {
        let own = books[written.member] ?? Books()
        let found =
            grows(written, own) ?? addsUp(written) ?? agrees(written, own) ?? standsOnce(written) ?? shows(written)
        books[written.member]?.seen = written.entries
        return found
    }

    /// Entries are added and never changed.
    private func grows(_ written: Written, _ own: Books) -> String? {
        guard written.entries.count >= own.seen.count, Array(written.entries.prefix(own.seen.count)) == own.seen else {
            return "entries that had been written are others now"
        }
        return nil
    }

    /// Invariants 1 to 3: entries add up along their numbers, and lots stay within themselves.
    private func addsUp(_ written: Written) -> String? {
        var sums: [Key: Int64] = [:]
        var lots: [String: (opened: Int64, left: Int64)] = [:]
        var number: Int64 = 0
        for entry in written.entries {
            if entry.number <= number { return "entry \(entry.number) stands behind entry \(number)" }
            number = entry.number
            sums[entry.wallet, default: 0] += entry.points.units
            if sums[entry.wallet] != entry.balance.units {
                return "entries up to \(number) add up to \(sums[entry.wallet] ?? 0), it says \(entry.balance.units)"
            }
            guard entry.lot != 0 else { continue }
            let name = "\(entry.wallet) \(entry.lot)"
            var lot = lots[name] ?? (0, 0)
            if entry.lot == entry.number { lot.opened = entry.points.units }
            lot.left += entry.points.units
            lots[name] = lot
            if lot.left < 0 || lot.left > lot.opened { return "lot \(name) holds \(lot.left) of \(lot.opened)" }
        }
        return nil
    }

    /// Everything that was accepted is there once, and moved what was asked.
    private func agrees(_ written: Written, _ own: Books) -> String? {
        if let words = days(written, own) { return words }
        let ours: Set<Key> = ["setia/clock", "setia/calendar"]
        let names = written.events.filter { !ours.contains($0.event.source) }.map {
            "\($0.event.source)/\($0.event.id)"
        }
        if names.count != Set(names).count { return "an event is written twice" }
        if Set(names) != own.events {
            return "other events are written than were accepted: \(Set(names).symmetricDifference(own.events).sorted())"
        }
        let told = written.events.flatMap(\.decision.entries)
        if told != written.entries { return "entries are not those of the events" }
        var sums: [Key: [Entry.Kind: Int64]] = [:]
        for entry in written.entries { sums[entry.wallet, default: [:]][entry.kind, default: 0] += entry.points.units }
        for (wallet, kinds) in sums {
            let expected: [(Entry.Kind, Int64)] = [
                (.spend, -(own.spent[wallet] ?? 0)), (.adjust, own.adjusted[wallet] ?? 0),
                (.open, own.opened[wallet] ?? 0), (.settle, 0),
            ]
            for (kind, sum) in expected where kinds[kind] ?? 0 != sum {
                return "\(wallet): \(kind.rawValue) adds up to \(kinds[kind] ?? 0), and \(sum) was accepted"
            }
            if kinds[.giveBack] ?? 0 > own.spent[wallet] ?? 0 { return "\(wallet): more was given back than spent" }
        }
        return nil
    }

    /// An order number stands for one payment at a time: between two something of it came back.
    private func standsOnce(_ written: Written) -> String? {
        var standing: Set<String> = []
        for stored in written.events {
            switch stored.event.matter {
            case .orderPaid(let order):
                let name = "\(stored.event.source)/\(order.id.shopNumber)"
                guard standing.insert(name).inserted else { return "the order \(name) is paid twice" }
            case .orderReturned(let back): standing.remove("\(stored.event.source)/\(back.order.shopNumber)")
            default: continue
            }
        }
        return nil
    }

    /// Days of hers come once a year each, a birthday on a day that she has told, or beside 29 February.
    private func days(_ written: Written, _ own: Books) -> String? {
        var seen: Set<String> = []
        for stored in written.events where stored.event.source == "setia/calendar" {
            let id = stored.event.id.text
            guard seen.insert(id).inserted else { return "the day \(id) is written twice" }
            guard stored.event.type == .birthday else { continue }
            // The programme's midnight is up to eight hours before that of UTC.
            let date = FixedOffset(minutesEast: 8 * 60).day(of: stored.event.occurredAt).date
            let told = YearDay(month: date.month, day: date.day)?.description ?? ""
            let standsIn = own.births.contains("29 Feb") && ["28 Feb", "1 Mar"].contains(told)
            guard own.births.contains(told) || standsIn else { return "a birthday on \(told), which she never told" }
        }
        let notices = written.events.filter { $0.event.type.isNotice }.map(\.event.id)
        if Set(notices).count != notices.count { return "a notice is written twice" }
        return nil
    }

    /// What she is shown is what her entries say, what has lapsed meanwhile taken off.
    private func shows(_ written: Written) -> String? {
        for balance in written.balances {
            var lots: [Int64: (left: Int64, from: Int64, until: Int64?)] = [:]
            var debt: Int64 = 0
            for entry in written.entries where entry.wallet == balance.wallet {
                if entry.lot == 0 {
                    debt -= entry.points.units
                    continue
                }
                if entry.lot == entry.number {
                    let from = entry.activeFrom?.milliseconds ?? 0
                    lots[entry.lot] = (entry.points.units, from, entry.expiresAt?.milliseconds)
                } else {
                    lots[entry.lot]?.left += entry.points.units
                }
            }
            let now = written.now.milliseconds
            let held = lots.values.filter { $0.until ?? .max > now }
            let active = held.filter { $0.from <= now }.reduce(0) { $0 + $1.left }
            let pending = held.filter { $0.from > now }.reduce(0) { $0 + $1.left }
            let lapses =
                held.count != lots.values.count && lots.values.contains { $0.until ?? .max <= now && $0.left > 0 }
            // What lapsed unwritten may have paid a debt before: only the sum is known then.
            if debt > 0 && lapses { continue }
            // So may have been written off what was owed for too long.
            if debt > 0 && balance.debt.units < debt { continue }
            let expected = [max(0, active - debt), pending, max(0, debt - active)]
            let shown = [balance.active.units, balance.pending.units, balance.debt.units]
            if shown != expected { return "\(balance.wallet): shows \(shown), and the entries say \(expected)" }
        }
        return nil
    }
}

extension Receipt {
    fileprivate func isTheSame(as other: Receipt) -> Bool {
        member == other.member && event == other.event && recordedAt == other.recordedAt && decision == other.decision
    }
}
