internal import SetiaCore
internal import SetiaService

/// How the console speaks of promotions and of their codes.
struct PromotionWords {
    let visit: Visit
    let brand: BrandView

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// What members call it.
    func name(_ key: Key) -> String {
        brand.programme?.promotions.first { $0.key == key }?.name.text(in: visit.language.key) ?? key.text
    }

    /// What it gives, in a few words.
    func gift(_ promotion: Promotion) -> String {
        switch promotion.gift {
        case .amountOff(let amounts, _): texts.say("promotions.off", ["amount": money(amounts)])
        case .percentOff(let part, _, _):
            texts.say("promotions.off", ["amount": "\((part * 100).description)%"])
        case .freeUnits(let buy, let get, _, _):
            texts.say("promotions.free", ["buy": wording.number(buy), "get": wording.number(get)])
        case .freeShipping: texts.say("promotions.shipping")
        case .giftCard: texts.say("promotions.giftCard")
        }
    }

    private func money(_ amounts: [Money]) -> String {
        amounts.map { brand.money($0, wording) }.joined(separator: " / ")
    }

    /// How often it was given, and of how many where that is limited.
    func uses(_ promotion: Promotion, _ uses: [PromotionUses]) -> String {
        let used = uses.first { $0.promotion == promotion.key }?.used ?? 0
        guard let most = promotion.uses else { return wording.number(used) }
        return texts.say("promotions.usedOf", ["used": wording.number(used), "most": wording.number(most)])
    }

    /// A bar of how much is given out, where there is a limit.
    func bar(_ promotion: Promotion, _ uses: [PromotionUses]) -> Fields? {
        guard let most = promotion.uses, most > 0 else { return nil }
        let used = uses.first { $0.promotion == promotion.key }?.used ?? 0
        return ["value": "\(min(used, most))", "max": "\(most)"]
    }

    /// What there is to know of it.
    func facts(_ promotion: Promotion, _ uses: [PromotionUses]) -> [Fields] {
        var facts: [Fields] = []
        func fact(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            facts.append(["label": texts.say("promotions.\(name)"), "value": value])
        }
        fact("gift", gift(promotion))
        let isCard = if case .giftCard = promotion.gift { true } else { false }
        fact("how", texts.say(promotion.needsCode || isCard ? "promotions.byCode" : "promotions.byItself"))
        fact("uses", self.uses(promotion, uses))
        fact("minimum", promotion.minimum.map { money($0.amounts) })
        if let programme = brand.programme, !promotion.memberCaps.isEmpty {
            let caps = limits(promotion.memberCaps, wallet: "", in: programme, language: visit.language)
            fact("perMember", caps.joined(separator: " · "))
        }
        fact("when", promotion.schedule?.description)
        fact("countries", wording.all(promotion.countries.map { wording.country($0) }))
        return facts
    }

    /// A batch of codes as a row.
    func fields(_ batch: VoucherBatch, hasPath: Bool) -> Fields {
        var fields: Fields = [
            "when": wording.moment(batch.createdAt, in: brand.zone),
            "codes": batch.made == batch.asked
                ? wording.number(batch.made)
                : texts.say(
                    "promotions.madeOf",
                    ["made": wording.number(batch.made), "all": wording.number(batch.asked)]
                ),
            "good": batch.uses.map { wording.number($0) } ?? texts.say("promotions.endless"),
            "until": batch.validUntil.map { day(before: $0) } ?? "",
            "what": batch.isChosen ? texts.say("promotions.chosen") : batch.prefix.isEmpty ? "–" : batch.prefix,
        ]
        if let value = batch.value { fields["value"] = brand.money(value, wording) }
        if hasPath { fields["path"] = "/console/codes/\(batch.id.text)" }
        if let stopped = batch.stoppedAt {
            fields["state"] = texts.say("promotions.stopped", ["when": wording.moment(stopped, in: brand.zone)])
        }
        return fields
    }

    /// Where a code stands, and in which colour.
    func state(_ voucher: StoredVoucher, at now: Instant) -> (text: String, kind: String) {
        let isKnown = brand.programme?.promotions.contains { $0.key == voucher.batch.promotion } ?? false
        let refusal = isKnown ? voucher.voucher.standing(at: now) : .expired(at: nil)
        guard let refusal else { return (texts.say("portal.good"), "good") }
        if let at = voucher.stoppedAt ?? voucher.batch.stoppedAt {
            return (texts.say("promotions.stopped", ["when": wording.moment(at, in: brand.zone)]), "bad")
        }
        let text = brand.version.map { CartWords($0, visit.language).why(refusal) } ?? ""
        return (text, refusal == .alreadyUsed ? "hue" : "warn")
    }

    /// How often a code was used.
    func used(_ voucher: StoredVoucher) -> String {
        guard let uses = voucher.batch.uses else { return wording.number(voucher.used) }
        return texts.say(
            "promotions.usedOf",
            ["used": wording.number(voucher.used), "most": wording.number(uses)]
        )
    }

    /// What is left on a gift card.
    func left(_ voucher: StoredVoucher) -> String? {
        voucher.voucher.balance.map { brand.money($0, wording) }
    }

    /// The last day before a moment.
    func day(before moment: Instant) -> String {
        wording.day(brand.zone.day(of: moment.adding(milliseconds: -1)))
    }
}
