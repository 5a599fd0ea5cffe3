package import JSONText
package import SetiaCore

/// What a member holds at a moment: each wallet with its lots and what lapses when, and the levels.
///
/// `expiring` sums the lots that lapse at one moment, soonest first, pending ones too, and not those that wait for an event
/// (`awaits`), whose dates are not known yet. Points that are owed are taken
/// off the balance and not off the lots, which say what is left in each.
package struct BalanceBody: WireBody {
    /// Where she stands; what falls due by `at` need not have been written.
    package let state: MemberState
    /// The moment.
    package let at: Instant

    /// A balance's body.
    package init(state: MemberState, at: Instant) {
        self.state = state
        self.at = at
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        json.key("levels")
        state.writeLevels(to: &json)
        json.member("member", state.member.text)
        json.key("wallets")
        json.object(state.accounts.map { ($0.wallet, $0) }) { write($0, to: &$1) }
        json.endObject()
    }

    private func write(_ account: Account, to json: inout JSONWriter) {
        let lots = account.lots.filter { $0.activeFrom > at || $0.isActive(at: at) }
        json.beginObject()
        json.key("balance")
        account.standing(at: at).write(to: &json)
        json.key("expiring")
        json.list(expiring(lots)) { expiring, json in
            json.beginObject()
            json.member("at", expiring.at)
            json.member("points", expiring.points)
            json.endObject()
        }
        json.key("lots")
        json.list(lots) { lot, json in
            json.beginObject()
            json.member("activeFrom", lot.awaits == nil ? lot.activeFrom : nil)
            if case .event(let event, _, _, _) = lot.awaits {
                json.key("awaits")
                json.beginObject()
                json.member("event", event.rawValue)
                json.member("until", lot.activeFrom)
                json.endObject()
            }
            json.member("expiresAt", lot.awaits == nil ? lot.expiresAt : nil)
            json.member("lot", lot.number)
            json.member("points", lot.left)
            json.member("state", lot.isActive(at: at) ? "active" : "pending")
            json.endObject()
        }
        json.endObject()
    }

    /// Lots stand in the order of spending, so those that lapse together stand together, the soonest first.
    private func expiring(_ lots: [Lot]) -> [(at: Instant, points: Points)] {
        var sums: [(at: Instant, points: Points)] = []
        for lot in lots {
            guard let expiresAt = lot.expiresAt, lot.awaits == nil else { continue }
            if sums.last?.at == expiresAt {
                sums[sums.count - 1].points += lot.left
            } else {
                sums.append((expiresAt, lot.left))
            }
        }
        return sums
    }
}

extension MemberState {
    /// `{"status": {"level": "gold", "since": …, "until": …}}`.
    func writeLevels(to json: inout JSONWriter) {
        json.object(standings.map { ($0.tierSet, $0) }) { standing, json in
            json.beginObject()
            if standing.isGranted {
                json.key("granted")
                json.bool(true)
            }
            json.member("level", standing.level)
            json.member("since", standing.since)
            json.member("until", standing.until)
            json.endObject()
        }
    }
}
