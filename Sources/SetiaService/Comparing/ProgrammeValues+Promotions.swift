internal import SetiaCore

// Promotions and paying with points, as the document has them, in whichever language.

extension ProgrammeValues {
    func value(of aspect: ProgrammeChange.Aspect, _ promotion: Promotion) -> String {
        switch aspect {
        case .name: told(promotion.name)
        case .effect: gift(of: promotion)
        case .condition: asked(promotion) ?? words.always
        case .lines: promotion.lines?.text.text ?? words.nothing
        case .threshold: minimum(of: promotion) ?? words.nothing
        case .schedule: promotion.schedule?.description ?? words.always
        case .group: promotion.group.map { "\($0) (priority: \(promotion.priority))" } ?? words.nothing
        case .cap: uses(of: promotion) ?? words.nothing
        case .campaign: promotion.campaign?.text ?? words.nothing
        default:
            [
                told(promotion.name), gift(of: promotion), asked(promotion), promotion.lines?.text.text,
                minimum(of: promotion), promotion.schedule?.description, promotion.group?.text, uses(of: promotion),
            ].compactMap(\.self).joined(separator: " · ")
        }
    }

    private func gift(of promotion: Promotion) -> String {
        var said: String
        switch promotion.gift {
        case .amountOff(let amounts, let target): said = "off: \(written(amounts)), of: \(written(target))"
        case .percentOff(let part, let limits, let target):
            said = "off: \((part * 100).description)%, of: \(written(target))"
            if !limits.isEmpty { said += ", upTo: \(written(limits))" }
        case .freeUnits(let buy, let get, let filter, let times):
            said = "free: buy \(buy), get \(get)"
            if let filter { said += ", lines: \(filter.text)" }
            if let times { said += ", times: \(times)" }
        case .freeShipping(let limits):
            said = "freeShipping" + (limits.isEmpty ? "" : ": \(written(limits))")
        case .giftCard: said = "giftCard"
        }
        if promotion.needsCode { said += ", code" }
        if promotion.countsInitial { said += ", on: initial" }
        if promotion.isUsedWithoutEffect { said += ", withoutEffect: used" }
        return said
    }

    private func asked(_ promotion: Promotion) -> String? {
        let countries = promotion.countries.map(\.text).joined(separator: ", ")
        let parts = [promotion.condition == .always ? "" : promotion.condition.text, countries].filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private func minimum(of promotion: Promotion) -> String? {
        promotion.minimum.map { minimum in
            "minimum: \(written(minimum.amounts))" + (minimum.ofLines ? ", of: lines" : "")
                + (minimum.onInitial ? ", on: initial" : "")
        }
    }

    private func uses(of promotion: Promotion) -> String? {
        let own = promotion.memberCaps.isEmpty ? nil : "perMember: " + caps(promotion.memberCaps, "")
        let parts = [promotion.uses.map { "uses: \($0)" }, own].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private func written(_ target: Promotion.Target) -> String {
        switch target {
        case .order: "order"
        case .lines: "lines"
        case .cheapest(let count): "cheapest \(count)"
        }
    }

    private func written(_ amounts: [Money]) -> String {
        amounts.map { money($0.minorUnits, $0.currency) }.joined(separator: ", ")
    }

    func written(_ payment: PointsPayment) -> String {
        var said = "step: \(payment.step), worth: \(written(payment.worth))"
        if payment.minimum > .zero { said += ", minimum: \(payment.minimum)" }
        if let most = payment.maximum { said += ", maximum: \(most)" }
        if payment.share != .one { said += ", share: \((payment.share * 100).description)%" }
        if payment.paysOwnOrder { said += ", sameOrder: true" }
        return said
    }
}
