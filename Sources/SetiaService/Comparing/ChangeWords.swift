internal import SetiaCore

/// What is said of a change of the programme, in one language: a text that is missing does not compile.
struct ChangeWords: Sendable {
    let currency, wallet, tierSet, level, rule, group, campaign, achievement, eventType, promotion, payment: String
    let segment, milestone, survey: String
    let newly, gone, nothing, always, never, atOnce: String
    let name, engine, languages, timeZone, rounding, multipliers, order: String
    let decimals, activation, expiry, shortfall, rate, levelCurrency, threshold: String
    let metric, window, terms, benefits, allOf, anyOf: String
    let levelExpiry, withoutActivity, within, transfers, fee: String
    let event, condition, effect, why, cap, budget, maximumBalance, returns: String
    let accrual, lines, schedule, inCampaign, audience, holdOut, inGroup, fields, lateWindow, leapBirthdays, referral,
        household,
        notices,
        writeOff, service, phases, contact, worth, cartCodes: String
    let onOrder, onJoining: String
    let floor, halfUp, halfEven, ceil: String
    let additive, multiplicative: String
    let owed, forgiven, onlyPending: String
    let month, quarter, halfYear, year: String
    let oneDay, days, oneMonth, months, oneYear, years: String
    /// Points by the rates of a wallet, which takes the place of %.
    let byRates: String
    /// What is said of rewards.
    let rewards: RewardWords
    /// Points, and the money for which they are given.
    let each: @Sendable (String, String) -> String
}

extension Language {
    var changeWords: ChangeWords {
        switch self {
        case .en: .english
        case .ms: .malay
        case .id: .indonesian
        case .th: .thai
        }
    }
}

extension ChangeWords {
    /// What a change is about; empty for the programme as a whole.
    func subject(_ subject: ProgrammeChange.Subject) -> String {
        switch subject {
        case .programme: ""
        case .currency(let currency): "\(self.currency) \(currency.code)"
        case .wallet(let key): "\(wallet) \(key)"
        case .tierSet(let key): "\(tierSet) \(key)"
        case .level(let key, _): "\(level) \(key)"
        case .rule(let id): "\(rule) \(id)"
        case .group(let key): "\(group) \(key)"
        case .campaign(let key): "\(campaign) \(key)"
        case .achievement(let key): "\(achievement) \(key)"
        case .eventType(let key): "\(eventType) \(key)"
        case .reward(let key): "\(rewards.reward) \(key)"
        case .promotion(let key): "\(promotion) \(key)"
        case .payment(let wallet): "\(payment) \(wallet)"
        case .segment(let key): "\(segment) \(key)"
        case .milestone(let key): "\(milestone) \(key)"
        case .survey(let key): "\(survey) \(key)"
        }
    }

    /// Which side of it.
    func aspect(_ aspect: ProgrammeChange.Aspect) -> String {
        switch aspect {
        case .whole: ""
        case .name: name
        case .engine: engine
        case .languages: languages
        case .timeZone: timeZone
        case .rounding: rounding
        case .multipliers: multipliers
        case .order: order
        case .decimals: decimals
        case .activation: activation
        case .expiry: expiry
        case .levelExpiry: levelExpiry
        case .transfers: transfers
        case .shortfall: shortfall
        case .rate(let currency): "\(rate) \(currency.code)"
        case .currency: levelCurrency
        case .threshold: threshold
        case .metric: metric
        case .window: window
        case .terms: terms
        case .benefits: benefits
        case .event: event
        case .condition: condition
        case .effect: effect
        case .why: why
        case .cap: cap
        case .budget: budget
        case .maximumBalance: maximumBalance
        case .returns: returns
        case .accrual: accrual
        case .lines: lines
        case .schedule: schedule
        case .campaign: inCampaign
        case .group: inGroup
        case .fields: fields
        case .lateWindow: lateWindow
        case .birthdays: leapBirthdays
        case .referral: referral
        case .household: household
        case .notices: notices
        case .debt: writeOff
        case .service: service
        case .phases: phases
        case .contact: contact
        case .worth: worth
        case .cartCodes: cartCodes
        case .reward(let aspect): rewards.aspect(aspect)
        case .audience: audience
        case .holdOut: holdOut
        }
    }

    func added(_ subject: String, _ value: String) -> String { "\(newly) \(subject): \(value)" }

    func removed(_ subject: String, _ value: String) -> String { "\(gone) \(subject): \(value)" }

    /// A type of event that has no words of its own is told by its name.
    func event(_ type: EventType) -> String {
        switch type {
        case .orderPaid: onOrder
        case .memberEnrolled: onJoining
        default: type.programmeName
        }
    }

    func decimals(_ count: Int) -> String { "\(decimals) \(count)" }

    func rounding(_ rounding: Rounding) -> String {
        switch rounding {
        case .floor: floor
        case .halfUp: halfUp
        case .halfEven: halfEven
        case .ceil: ceil
        }
    }

    func multipliers(_ multipliers: Multipliers) -> String {
        switch multipliers {
        case .additive: additive
        case .multiplicative: multiplicative
        }
    }

    func shortfall(_ shortfall: Shortfall) -> String {
        switch shortfall {
        case .allowNegative: owed
        case .withinBalance: forgiven
        case .onlyPending: onlyPending
        }
    }

    func period(_ period: Period) -> String {
        let (one, many) =
            switch period.unit {
            case .day: (oneDay, days)
            case .month: (oneMonth, months)
            case .year: (oneYear, years)
            }
        return "\(period.count) \(period.count == 1 ? one : many)"
    }

    func roundedUp(to unit: CalendarUnit) -> String {
        switch unit {
        case .month: month
        case .quarter: quarter
        case .halfYear: halfYear
        case .year: year
        }
    }

    func byRate(_ wallet: String) -> String { byRates.replacing("%", with: wallet) }
}
