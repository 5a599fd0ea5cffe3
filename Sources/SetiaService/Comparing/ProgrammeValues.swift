internal import SetiaCore

/// What stands where in a programme, in the words of one language.
struct ProgrammeValues {
    let programme: Programme
    let shops: [Shop]
    let language: Language

    var catalogue: any Catalogue { language.catalogue(years: .gregorian) }
    var words: ChangeWords { language.changeWords }

    /// What stands there; none where nothing does.
    func value(of aspect: ProgrammeChange.Aspect, _ subject: ProgrammeChange.Subject) -> String? {
        switch subject {
        case .programme: ofProgramme(aspect)
        case .currency(let currency): programme.decimals(of: currency).map { words.decimals($0) }
        case .wallet(let key): programme.wallet(key).flatMap { self.value(of: aspect, $0) }
        case .tierSet(let key): programme.tierSet(key).map { self.value(of: aspect, $0) }
        case .level(let key, let set):
            programme.tierSet(set).flatMap { set in
                set.levels.first { $0.key == key }.map { self.value(of: aspect, $0, in: set) }
            }
        case .rule(let id): programme.rules.first { $0.id == id }.map { self.value(of: aspect, $0) }
        case .group(let key): programme.groups.first { $0.key == key }.map(told)
        case .campaign(let key): programme.campaigns.first { $0.key == key }.map { value(of: aspect, $0) }
        case .achievement(let key): programme.achievements.first { $0.key == key }.map { value(of: aspect, $0) }
        case .promotion(let key): programme.promotions.first { $0.key == key }.map { value(of: aspect, $0) }
        case .payment(let wallet): programme.payments.first { $0.wallet == wallet }.map { written($0) }
        case .survey(let key): programme.surveys.first { $0.key == key }.map(told)
        case .eventType(let key): programme.events.first { $0.key == key }.map { value(of: aspect, $0) }
        case .reward(let key): programme.reward(key).map { value(of: aspect, $0) }
        case .segment(let key): programme.segment(key).map { value(of: aspect, $0) }
        case .milestone(let key): programme.milestone(key).map { value(of: aspect, $0) }
        }
    }

    /// A rule's condition as the document has it.
    func conditionText(of subject: ProgrammeChange.Subject) -> String? {
        guard case .rule(let id) = subject else { return nil }
        return programme.rules.first { $0.id == id }?.condition.text
    }

    private func ofProgramme(_ aspect: ProgrammeChange.Aspect) -> String? {
        switch aspect {
        case .name: programme.name.text
        case .engine: "\(programme.engine)"
        case .languages: programme.languages.map(\.text).joined(separator: ", ")
        case .timeZone: programme.timeZone.text
        case .rounding: words.rounding(programme.rounding)
        case .multipliers: words.multipliers(programme.multipliers)
        case .order: programme.rules.map(\.id.text).joined(separator: ", ")
        case .returns: returns(programme.returns)
        case .accrual: programme.accrual.rawValue
        case .lateWindow: words.period(Period(programme.lateWindow, .day))
        case .birthdays: programme.leapBirthday.rawValue
        case .referral: programme.referral.map { referral($0) } ?? words.nothing
        case .household:
            programme.household.map { "share: \($0.share.rawValue) · members: \($0.most)" } ?? words.nothing
        case .service: programme.service.map { service($0) } ?? words.nothing
        case .phases: phases(programme.phases)
        case .contact: contact(programme.contact)
        case .worth: programme.worth.map { worth($0) } ?? words.nothing
        case .cartCodes: "\(programme.cartCodes)"
        case .whole, .decimals, .activation, .expiry, .levelExpiry, .transfers, .shortfall, .rate, .currency,
            .threshold, .metric, .window, .terms, .benefits, .event, .condition, .effect, .why, .cap, .budget,
            .maximumBalance, .lines, .schedule, .campaign, .group, .fields, .notices, .debt,
            .audience, .holdOut, .reward:
            nil
        }
    }

    private func value(of aspect: ProgrammeChange.Aspect, _ wallet: Wallet) -> String? {
        switch aspect {
        case .activation: activation(wallet.activation)
        case .expiry: expiry(wallet.expiry)
        case .levelExpiry: levelExpiry(wallet.levelExpiry)
        case .transfers: wallet.transfers.map { transfers($0, wallet.key) } ?? words.nothing
        case .shortfall: words.shortfall(wallet.shortfall)
        case .rate(let currency): wallet.rate(for: currency).map { rate($0, of: wallet.key) }
        case .cap: caps(wallet.caps, wallet.key)
        case .notices:
            wallet.notices.isEmpty
                ? words.nothing : wallet.notices.map { words.period(Period($0, .day)) }.joined(separator: ", ")
        case .debt: wallet.writeOff.map { words.period($0) } ?? words.never
        case .maximumBalance: wallet.maximumBalance.map { points($0, wallet.key) } ?? words.nothing
        case .name: told(wallet.name)
        case .whole:
            ([told(wallet.name)] + wallet.rates.map { rate($0, of: wallet.key) }
                + [
                    "\(words.aspect(.activation)): \(activation(wallet.activation))",
                    "\(words.aspect(.expiry)): \(expiry(wallet.expiry))",
                ]).joined(separator: " · ")
        case .engine, .languages, .timeZone, .rounding, .multipliers, .order, .decimals, .currency, .threshold, .metric,
            .window,
            .terms, .benefits, .event,
            .condition, .effect, .why, .budget, .returns, .lateWindow, .birthdays, .accrual, .lines, .schedule,
            .campaign, .group,
            .fields, .audience, .holdOut, .referral, .household, .service, .phases, .contact, .worth, .cartCodes,
            .reward:
            nil
        }
    }

    /// As the document has it, in whichever language.
    private func phases(_ policy: PhasePolicy) -> String {
        ([
            "silence: \(policy.silenceDays) days", "gaps: \(policy.silenceFactor)",
            "purchases: \(policy.trustPurchases)",
            "acts: \(policy.actDays) days", "unhappy: \(policy.unhappyDays) days", "lasts: \(policy.holdDays) days",
        ] + (policy.careDays.map { ["care: \($0) days"] } ?? [])).joined(separator: ", ")
    }

    /// As the document has it, in whichever language.
    private func service(_ service: ServicePromise) -> String {
        func said(_ stretches: [ServicePromise.Stretch]) -> String {
            stretches.map { "\(clockText($0.start))-\(clockText($0.end))" }.joined(separator: " ")
        }
        func said(_ target: ServicePromise.Target) -> String {
            [
                target.first.map { "first: \($0) min" }, target.next.map { "next: \($0) min" },
                target.resolved.map { "resolved: \($0) min" },
            ].compactMap { $0 }.joined(separator: ", ")
        }
        var parts = [service.days.map { said($0).isEmpty ? "–" : said($0) }.joined(separator: ", ")]
        parts += service.specialDays.map { "\($0.day): \(said($0.stretches))" }
        parts.append(said(service.target))
        parts += service.levels.map { "\($0.level): \(said($0.target))" }
        parts += service.products.map { "\($0.product): \(said($0.target))" }
        if !service.teams.isEmpty { parts.append("teams: " + service.teams.map(\.text).joined(separator: ", ")) }
        return parts.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// As the document has it, in whichever language.
    private func returns(_ policy: ReturnPolicy) -> String {
        let spent =
            switch policy.spentPoints {
            case .prorata: "prorata"
            case .fullOnly: "full_only"
            case .none: "none"
            }
        return "mode: \(policy.mode.rawValue), keepThresholds: \(policy.keepsThresholds), spentPoints: \(spent), "
            + "grace: \(policy.graceDays) days" + (policy.keepsCounters ? ", counters: kept" : "")
    }

    private func transfers(_ policy: TransferPolicy, _ wallet: Key) -> String {
        var parts = policy.caps.isEmpty ? [words.always] : [caps(policy.caps, wallet)]
        if policy.fee > .zero { parts.append("\(words.fee) \(points(policy.fee, wallet))") }
        if policy.resetsExpiry { parts.append("resetExpiry") }
        return parts.joined(separator: ", ")
    }

    func caps(_ caps: [Cap], _ wallet: Key) -> String {
        caps.isEmpty
            ? words.nothing
            : limits(caps, wallet: wallet, in: programme, language: language).joined(separator: ", ")
    }

    private func value(of aspect: ProgrammeChange.Aspect, _ set: TierSet) -> String {
        switch aspect {
        case .metric: set.measures.map(\.written).joined(separator: ", ")
        case .window: set.window.written
        case .terms: set.terms.written
        case .whole: set.levels.map { "\($0.key) \(asks($0, in: set))" }.joined(separator: ", ")
        default: set.currency?.code ?? words.nothing
        }
    }

    private func value(of aspect: ProgrammeChange.Aspect, _ level: TierSet.Level, in set: TierSet) -> String {
        switch aspect {
        case .name: told(level.name)
        case .benefits:
            level.benefits.isEmpty ? words.nothing : level.benefits.map { told($0) }.joined(separator: " · ")
        default: asks(level, in: set)
        }
    }

    /// What a level asks for.
    private func asks(_ level: TierSet.Level, in set: TierSet) -> String {
        var parts: [String] = []
        for (measure, asked) in zip(set.measures, level.asks) {
            guard let asked else { continue }
            let amount =
                switch measure.metric {
                case .netSpend(let currency): money(asked, currency)
                case .earned(let wallet), .balance(let wallet): points(Points(asked), wallet)
                case .monthsSinceJoining: words.period(Period(Int(clamping: min(asked, 1_000_000)), .month))
                case .orders, .events: catalogue.numbers.whole(asked)
                }
            parts.append(set.measures.count == 1 ? amount : "\(measure.key) \(amount)")
        }
        guard parts.count > 1 else { return parts.first ?? words.nothing }
        return "\(level.isAny ? words.anyOf : words.allOf) \(parts.joined(separator: ", "))"
    }

    private func value(of aspect: ProgrammeChange.Aspect, _ rule: Rule) -> String {
        switch aspect {
        case .event: return words.event(rule.on)
        case .condition: return condition(of: rule)
        case .why: return rule.why.map(told) ?? words.nothing
        case .activation: return rule.activation.map { activation($0) } ?? words.nothing
        case .expiry: return rule.expiry.map { expiry($0) } ?? words.nothing
        case .cap: return cap(of: rule)
        case .budget: return budget(of: rule)
        case .lines: return rule.lines?.text.text ?? words.nothing
        case .schedule: return rule.schedule?.description ?? words.always
        case .campaign: return rule.campaign?.text ?? words.nothing
        case .group: return rule.group.map { "\($0) (priority: \(rule.priority))" } ?? words.nothing
        case .whole:
            var parts = [words.event(rule.on), effect(rule.effect)]
            if rule.condition != .always { parts.insert(condition(of: rule), at: 1) }
            if !rule.caps.isEmpty { parts.append(cap(of: rule)) }
            if rule.budget != nil { parts.append("\(words.budget): \(budget(of: rule))") }
            if let own = rule.activation { parts.append("\(words.aspect(.activation)): \(activation(own))") }
            if let own = rule.expiry { parts.append("\(words.aspect(.expiry)): \(expiry(own))") }
            parts += besides(rule)
            return parts.joined(separator: " · ")
        default: return effect(rule.effect)
        }
    }

    private func cap(of rule: Rule) -> String {
        let wallet: Key
        switch rule.effect {
        case .earnByRate(let key, _), .earnFixed(let key, _, _): wallet = key
        case .multiply: return words.nothing
        }
        return caps(rule.caps, wallet) + (rule.rejectsOverCap ? " (onCap: reject)" : "")
    }

    private func budget(of rule: Rule) -> String {
        let first = programme.wallets.first?.key ?? ""
        return switch rule.effect {
        case .earnByRate(let wallet, _), .earnFixed(let wallet, _, _): budget(rule.budget, wallet)
        case .multiply(_, let wallet): budget(rule.budget, wallet ?? first)
        }
    }

    private func condition(of rule: Rule) -> String {
        guard rule.condition != .always else { return words.always }
        let asked = conditions(of: rule, in: programme, shops: shops, language: language)
        return asked.isEmpty ? rule.condition.text : asked.joined(separator: ", ")
    }

    /// Where a rule counts only some lines, has a time, or stands with others.
    private func besides(_ rule: Rule) -> [String] {
        [
            rule.lines.map { "\(words.lines): \($0.text)" }, rule.schedule.map { "\(words.schedule): \($0)" },
            rule.campaign.map { "\(words.campaign) \($0)" }, rule.group.map { "\(words.group) \($0)" },
        ].compactMap(\.self)
    }

    /// A text in the reader's language; where it stands in several, in all of them, since each may be what changed.
    func told(_ text: Words) -> String {
        guard text.texts.count > 1 else { return text.texts.first.map { "“\($0.text)”" } ?? words.nothing }
        return text.texts.map { "\($0.language) “\($0.text)”" }.joined(separator: ", ")
    }

    func rate(_ rate: Rate, of wallet: Key) -> String {
        words.each(points(rate.points, wallet), money(rate.per, rate.currency))
    }

    /// So many points of a wallet, by its name.
    func points(_ points: Points, _ wallet: Key) -> String {
        let name = programme.wallet(wallet)?.name.text(in: language.key) ?? wallet.text
        return catalogue.amount(Quantity(count: points.units, name: name))
    }

    func money(_ minorUnits: Int64, _ currency: Currency) -> String {
        guard let money = try? Money(minorUnits: minorUnits, currency: currency) else { return currency.code }
        return catalogue.money(money, decimals: programme.decimals(of: currency) ?? 2, isRound: true)
    }
}
