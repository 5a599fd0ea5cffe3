internal import SetiaCore
internal import SetiaService

/// A programme in words, for people who do not read documents.
struct ProgrammeView {
    let programme: Programme
    let shops: [Shop]
    let texts: Texts
    let wording: Wording

    /// As the template sees it.
    var fields: Fields {
        [
            "rules": programme.rules.map(rule), "wallets": programme.wallets.map(wallet),
            "tiers": programme.tierSets.map(tierSet),
        ]
    }

    func text(_ words: Words?) -> String? { words?.text(in: texts.language.key) }

    private func rule(_ rule: Rule) -> Fields {
        var fields: Fields = ["id": rule.id.text, "on": texts.say("event.\(rule.on.rawValue)")]
        fields["gives"] =
            ([text(rule.why), gives(rule.effect)].compactMap { $0 } + caps(of: rule) + ownDates(of: rule))
            .joined(separator: " · ")
        let asked = conditions(of: rule, in: programme, shops: shops, language: texts.language)
        if !asked.isEmpty { fields["when"] = capitalised(asked.joined(separator: " · ")) }
        return fields
    }

    private func gives(_ effect: Rule.Effect) -> String {
        switch effect {
        case .earnByRate(let wallet):
            let rates = programme.wallet(wallet)?.rates.map(rate) ?? []
            return rates.joined(separator: " · ")
        case .earnFixed(let wallet, let points):
            return texts.say(
                "programme.fixed",
                ["points": wording.number(points.units), "wallet": name(of: wallet)]
            )
        case .multiply(let factor, _):
            return texts.say("programme.times", ["factor": factor.description])
        }
    }

    private func caps(of rule: Rule) -> [String] {
        switch rule.effect {
        case .earnByRate(let wallet), .earnFixed(let wallet, _):
            limits(rule.caps, wallet: wallet, in: programme, language: texts.language)
        case .multiply: []
        }
    }

    private func rate(_ rate: Rate) -> String {
        let amount = (try? Money(minorUnits: rate.per, currency: rate.currency)).map(money) ?? rate.currency.code
        return texts.say("programme.rate", count: rate.points.units, ["amount": amount])
    }

    private func money(_ money: Money) -> String {
        wording.money(money, decimals: programme.decimals(of: money.currency) ?? 2, isRound: true)
    }

    private func name(of wallet: Key) -> String {
        text(programme.wallet(wallet)?.name) ?? wallet.text
    }

    private func wallet(_ wallet: Wallet) -> Fields {
        func fact(_ key: String, _ value: String) -> Fields {
            ["label": texts.say("programme.\(key)"), "value": value]
        }
        var facts = [
            fact("rates", wallet.rates.map(rate).joined(separator: " · ")),
            fact("activation", activation(wallet.activation)),
            fact("expiry", expiry(wallet.expiry)),
            fact("shortfall", texts.say("shortfall.\(wallet.shortfall.rawValue)")),
        ]
        if !wallet.levelExpiry.isEmpty {
            facts.append(fact("levelExpiry", wallet.levelExpiry.map(levelExpiry).joined(separator: " · ")))
        }
        if !wallet.caps.isEmpty {
            let caps = limits(wallet.caps, wallet: wallet.key, in: programme, language: texts.language)
            facts.append(fact("cap", caps.joined(separator: " · ")))
        }
        if let policy = wallet.transfers { facts.append(fact("transfers", transfers(policy, of: wallet.key))) }
        if let most = wallet.maximumBalance {
            facts.append(fact("maximumBalance", wording.number(most.units)))
        }
        return ["name": text(wallet.name) ?? wallet.key.text, "facts": facts]
    }

    private func tierSet(_ set: TierSet) -> Fields {
        [
            "how": texts.say("programme.levelsHow", ["currency": set.currency.code]),
            "levels": set.levels.map { level in
                [
                    "name": text(level.name) ?? level.key.text,
                    "from": (try? Money(minorUnits: level.threshold, currency: set.currency)).map {
                        texts.say("programme.levelFrom", ["amount": money($0)])
                    } ?? "",
                ] as Fields
            },
        ]
    }
}
