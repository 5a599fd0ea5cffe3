internal import SetiaCore
internal import SetiaService

/// How pages speak of rewards and of what members have of them.
struct RewardWords {
    let visit: Visit
    let brand: BrandView

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// What members call a reward.
    func name(_ key: Key) -> String {
        shown(brand.programme?.reward(key)?.name.text(in: visit.language.key) ?? key.text)
    }

    /// What one costs by a price; money in one currency where that is named.
    func price(_ price: Reward.Price, in currency: Currency? = nil) -> String {
        let money = price.money.filter { currency == nil || $0.currency == currency }
        guard let wallet = price.wallet else { return texts.say("rewards.free") }
        let points = "\(wording.number(price.points.units)) \(brand.wallet(wallet, visit.language))"
        return money.isEmpty ? points : "\(points) + \(money.map { brand.money($0, wording) }.joined(separator: " / "))"
    }

    /// All prices of a reward.
    func prices(_ reward: Reward) -> String { wording.either(reward.prices.map { price($0) }) }

    /// What stands between a member and a reward, and what points are missing; none where nothing does.
    func why(_ quote: RewardQuote) -> String? {
        guard !quote.canHave, let version = brand.version else { return nil }
        var parts = quote.obstacles.map { told($0, version, visit.language) }
        if let best = quote.best, best.missing > .zero, let wallet = best.price.wallet {
            parts.append(told(missing: best.missing, of: brand.wallet(wallet, visit.language), visit.language))
        }
        guard !parts.isEmpty else { return capitalised(texts.say("core.notEnrolled")) }
        return capitalised(parts.joined(separator: "; "))
    }

    /// Where a redemption stands.
    func state(_ row: RedemptionRow) -> String {
        switch row.state {
        case .held: texts.say("redemption.held", ["until": moment(row.until)])
        case .captured: texts.say("redemption.\((row.fulfilment ?? .pending).rawValue)")
        case .cancelled, .expired, .rolledBack: texts.say("redemption.\(row.state.rawValue)")
        }
    }

    /// In which colour.
    func kind(_ row: RedemptionRow) -> String {
        switch row.state {
        case .held: "hue"
        case .captured: row.fulfilment == .delivered ? "good" : "warn"
        case .cancelled, .expired, .rolledBack: ""
        }
    }

    /// How many of what.
    func what(_ row: RedemptionRow) -> String {
        let count = row.state == .captured ? row.captured - row.rolledBack : row.quantity
        return count == 1 ? name(row.reward) : "\(wording.number(count)) × \(name(row.reward))"
    }

    /// Until when it can be used; none is without an end.
    func usable(_ row: RedemptionRow) -> String? {
        guard row.state == .captured, let end = row.validUntil else { return nil }
        let last = brand.zone.day(of: end.adding(milliseconds: -1))
        return texts.say("redemption.usable", ["day": wording.day(last)])
    }

    /// What can be done with it next, by whoever may do it.
    func steps(_ row: RedemptionRow, mayGiveBack: Bool) -> [Fields] {
        var steps: [RedemptionChange.Step] = []
        switch (row.state, row.fulfilment) {
        case (.held, _): steps = mayGiveBack ? [.capture, .cancel] : [.capture]
        case (.captured, .pending): steps = row.kind.isSent ? [.pack, .deliver] : [.deliver]
        case (.captured, .packed): steps = [.send, .deliver]
        case (.captured, .sent): steps = [.deliver]
        default: break
        }
        if row.state == .captured, mayGiveBack { steps.append(.rollBack) }
        return steps.map { step in
            [
                "step": step.rawValue, "text": texts.say("redemption.do.\(step.rawValue)"),
                "look": step == .rollBack || step == .cancel ? "btn-quiet" : "btn-main",
            ] as Fields
        }
    }

    /// A row of a list of redemptions.
    func fields(_ row: RedemptionRow, mayGiveBack: Bool) -> Fields {
        var fields: Fields = [
            "what": what(row), "state": state(row), "kind": kind(row), "when": moment(row.at), "id": row.id.text,
            "member": row.member.text, "steps": steps(row, mayGiveBack: mayGiveBack),
        ]
        if let usable = usable(row) { fields["usable"] = usable }
        return fields
    }

    /// What became of the letter that tells of it.
    func letter(_ letter: RewardLetterView) -> String {
        texts.say("redemption.letter.\(letter.state.rawValue)", ["when": moment(letter.since)])
    }

    /// Adds what a supplier gives for it: codes, and what is said of those that are to come or will not.
    func fillSupplied(_ fields: inout Fields, _ items: [SuppliedItem], _ code: (String) -> Fields) {
        fields["codes"] = items.compactMap(\.code).map { supplied -> Fields in
            var row = code(supplied.code.text)
            if let pin = supplied.pin { row["pin"] = texts.say("portal.supply.pin", ["pin": pin.text]) }
            if let url = supplied.url { row["link"] = url.text }
            if let end = supplied.expiresAt {
                let last = brand.zone.day(of: end.adding(milliseconds: -1))
                row["until"] = texts.say("redemption.usable", ["day": wording.day(last)])
            }
            return row
        }
        let notes = supplyNotes(items)
        if !notes.isEmpty { fields["notes"] = notes.map { ["text": $0] as Fields } }
    }

    /// Says in place of where a redemption stands what is to come from a supplier, or will not.
    func fillSupplyState(_ fields: inout Fields, _ items: [SuppliedItem]) {
        let notes = supplyNotes(items)
        if !notes.isEmpty { fields["usable"] = notes.joined(separator: " ") }
        guard items.contains(where: { $0.state == .waiting }) else { return }
        fields["state"] = texts.say("portal.supply.state")
        fields["kind"] = "warn"
    }

    /// What is said of codes that are to come from a supplier, or will not.
    func supplyNotes(_ items: [SuppliedItem]) -> [String] {
        var notes = items.contains { $0.state == .waiting } ? [texts.say("portal.supply.waiting")] : []
        for reason in items.filter({ $0.state == .refused }).map({ $0.reason?.text ?? "" }) {
            let note = texts.say("portal.supply.refused", ["reason": shown(reason)])
            if !notes.contains(note) { notes.append(note) }
        }
        return notes
    }

    private func moment(_ instant: Instant?) -> String {
        instant.map { wording.moment($0, in: brand.zone) } ?? "–"
    }
}
