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
            "tiers": programme.tierSets.map(tierSet), "achievements": programme.achievements.map(achievement),
            "hasAchievements": !programme.achievements.isEmpty, "campaigns": programme.campaigns.map(campaign),
            "hasCampaigns": !programme.campaigns.isEmpty,
            "events": programme.events.map { ["name": text($0.name) ?? "", "key": $0.key.text] as Fields },
            "hasEvents": !programme.events.isEmpty,
            "rewards": programme.rewards.map(reward), "hasRewards": !programme.rewards.isEmpty,
            "besides": besides, "hasBesides": !besides.isEmpty,
        ]
    }

    /// What holds besides rules: for bringing friends, and how fast members are answered.
    private var besides: [Fields] {
        var facts: [Fields] = []
        if let referral = programme.referral {
            func told(_ gift: Present?, _ key: String) -> String? {
                let told: String
                switch gift {
                case .points(let wallet, let points)?:
                    let name = programme.wallet(wallet).flatMap { text($0.name) } ?? wallet.text
                    told = "\(wording.number(points.units)) \(name)"
                case .reward(let reward)?: told = programme.reward(reward).flatMap { text($0.name) } ?? reward.text
                case nil: return nil
                }
                return texts.say(key, ["gift": told])
            }
            let parts = [
                told(referral.promise.referrer, "programme.referral.brings"),
                told(referral.promise.friend, "programme.referral.friend"),
                texts.say("programme.referral.after", count: Int64(referral.promise.wait)),
            ]
            facts.append([
                "label": texts.say("programme.referral"),
                "value": parts.compactMap(\.self).joined(separator: " · "),
            ])
        }
        if let target = programme.service?.target, let first = target.first {
            let next = target.next ?? first
            facts.append([
                "label": texts.say("programme.service"),
                "value": texts.say(
                    "programme.service.within",
                    [
                        "first": texts.say("time.minutes", count: Int64(first)),
                        "next": texts.say("time.minutes", count: Int64(next)),
                    ]
                ),
            ])
        }
        return facts
    }

    private func reward(_ reward: Reward) -> Fields {
        let prices = reward.prices.map { price in
            guard let wallet = price.wallet else { return texts.say("rewards.free") }
            let name = programme.wallet(wallet).flatMap { text($0.name) } ?? wallet.text
            let money = price.money.map { wording.money($0, decimals: programme.decimals(of: $0.currency) ?? 2) }
            let points = "\(wording.number(price.points.units)) \(name)"
            return money.isEmpty ? points : "\(points) + \(money.joined(separator: " / "))"
        }
        return [
            "name": text(reward.name) ?? reward.key.text, "price": wording.either(prices),
            "kind": texts.say("rewardKind.\(reward.kind.rawValue)"),
        ]
    }

    func text(_ words: Words?) -> String? { words?.text(in: texts.language.key) }

    private func rule(_ rule: Rule) -> Fields {
        var fields: Fields = ["id": rule.id.text, "on": eventName(rule.on)]
        fields["gives"] =
            ([text(rule.why), gives(rule.effect)].compactMap { $0 } + caps(of: rule)
            + [budget(rule.budget)].compactMap(\.self)
            + ownDates(of: rule))
            .joined(separator: " · ")
        let asked = conditions(of: rule, in: programme, shops: shops, language: texts.language)
        let when = asked + besides(rule)
        if let first = when.first {
            // An expression stays as it is written.
            let isWritten = rule.condition.text.utf8.elementsEqual(first.utf8)
            fields["when"] = ([isWritten ? first : capitalised(first)] + when.dropFirst()).joined(separator: " · ")
        }
        return fields
    }

    /// What an event is called: by us, or by the brand where it is its own.
    private func eventName(_ type: EventType) -> String {
        programme.events.first { $0.type == type }.flatMap { text($0.name) } ?? texts.say("event.\(type.rawValue)")
    }

    /// Where a rule counts only some lines, has a time, or is chosen among others.
    private func besides(_ rule: Rule) -> [String] {
        var said: [String] = []
        if let lines = rule.lines {
            let only = lines.category.map { wording.category($0) ?? $0.text } ?? lines.text.text
            said.append(texts.say("programme.onlyLines", ["lines": only]))
        }
        if let schedule = rule.schedule { said.append(when(schedule)) }
        if let campaign = programme.campaigns.first(where: { $0.key == rule.campaign }) {
            said.append(text(campaign.name) ?? campaign.key.text)
        }
        if let group = programme.groups.first(where: { $0.key == rule.group }) {
            let words = ["kind": texts.say("programme.kind.\(group.kind.rawValue)"), "group": group.key.text]
            said.append(texts.say("programme.chosen", words))
        }
        return said
    }

    private func campaign(_ campaign: Campaign) -> Fields {
        let wallet = programme.wallets.first?.key ?? ""
        let caps = limits(campaign.caps, wallet: wallet, in: programme, language: texts.language)
        var facts: [Fields] = []
        if let schedule = campaign.schedule {
            facts.append(["label": texts.say("programme.when"), "value": when(schedule)])
        }
        if !caps.isEmpty {
            facts.append(["label": texts.say("programme.cap"), "value": caps.joined(separator: " · ")])
        }
        if let budget = budget(campaign.budget) {
            facts.append(["label": texts.say("programme.budget"), "value": budget])
        }
        if let audience = campaign.audience {
            let who =
                switch audience {
                case .everyone: texts.say("campaigns.everyone")
                case .segment(let key): text(programme.segment(key)?.name) ?? key.text
                case .condition(let condition): condition.text
                }
            facts.append(["label": texts.say("campaigns.audience"), "value": who])
        }
        if let holdOut = campaign.holdOut {
            facts.append(["label": texts.say("campaigns.holdOut"), "value": holdOut.written])
        }
        return ["name": text(campaign.name) ?? campaign.key.text, "facts": facts]
    }

    private func achievement(_ achievement: Achievement) -> Fields {
        let goal =
            switch achievement.counts {
            case .times: texts.say("programme.goal.times", count: achievement.goal)
            case .units(.piece): texts.say("programme.goal.pieces", count: achievement.goal)
            case .units(.line): texts.say("programme.goal.lines", count: achievement.goal)
            case .units(.number("nights")): texts.say("programme.goal.nights", count: achievement.goal)
            case .units(.number("minutes")): texts.say("length.minutes", count: achievement.goal)
            case .units(.number(let name)): "\(wording.number(achievement.goal)) \(name)"
            case .streak(let span):
                "\(wording.number(achievement.goal)) " + texts.say("programme.streak.\(span.rawValue)")
            }
        var facts: [Fields] = [
            [
                "label": texts.say("programme.goal"),
                "value": goal + (achievement.repeats ? " · \(texts.say("programme.repeats"))" : ""),
            ],
            ["label": texts.say("programme.counted"), "value": eventName(achievement.on)],
        ]
        if achievement.within != .lifetime {
            let span = texts.say("programme.span.\(achievement.within.rawValue)")
            facts.append(["label": texts.say("programme.within"), "value": span])
        }
        if let gift = achievement.gift {
            let words = ["points": wording.number(gift.points.units), "wallet": name(of: gift.wallet)]
            facts.append(["label": texts.say("programme.gift"), "value": texts.say("programme.fixed", words)])
        }
        return ["name": text(achievement.name) ?? achievement.key.text, "facts": facts]
    }

    private func unitName(_ unit: Rule.Unit) -> String {
        switch unit {
        case .piece: texts.say("programme.unit.piece")
        case .line: texts.say("programme.unit.line")
        case .number("nights"): texts.say("programme.unit.nights")
        case .number("minutes"): texts.say("programme.unit.minutes")
        case .number(let name): texts.say("programme.unit.other", ["name": name.text])
        }
    }

    private func gives(_ effect: Rule.Effect) -> String {
        switch effect {
        case .earnByRate(let wallet, let own):
            let rates = own.isEmpty ? programme.wallet(wallet)?.rates ?? [] : own
            return rates.map(rate).joined(separator: " · ")
        case .earnFixed(let wallet, let points, let unit):
            let fixed = texts.say(
                "programme.fixed",
                ["points": wording.number(points.units), "wallet": name(of: wallet)]
            )
            return unit.map { "\(fixed) × \(unitName($0))" } ?? fixed
        case .multiply(let factor, _):
            return texts.say("programme.times", ["factor": factor.description])
        }
    }

    private func caps(of rule: Rule) -> [String] {
        switch rule.effect {
        case .earnByRate(let wallet, _), .earnFixed(let wallet, _, _):
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
        if !wallet.notices.isEmpty {
            let days = wallet.notices.map { texts.say("happening.day", count: Int64($0)) }
            facts.append(fact("notices", days.joined(separator: " · ")))
        }
        if let period = wallet.writeOff {
            let count = Int64(period.count)
            let time =
                switch period.unit {
                case .day: texts.say("happening.day", count: count)
                case .month: texts.say("happening.month", count: count)
                case .year: texts.say("happening.month", count: 12 * count)
                }
            facts.append(fact("writeOff", time))
        }
        return ["name": text(wallet.name) ?? wallet.key.text, "facts": facts]
    }

    private func tierSet(_ set: TierSet) -> Fields {
        let words = TierWords(texts, wording, programme)
        return [
            "how": words.how(set),
            "levels": set.levels.map { level in
                let benefits = level.benefits.compactMap { text($0) }
                return [
                    "name": ([text(level.name) ?? level.key.text] + benefits).joined(separator: " · "),
                    "from": texts.say("programme.levelFrom", ["amount": words.asks(level, of: set)]),
                ] as Fields
            },
        ]
    }
}
