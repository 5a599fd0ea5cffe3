/// One thing that is another in one programme than in the other, came or went.
///
/// It says where, and not how it reads: what stood there and what stands there now is read from the two programmes.
package struct ProgrammeChange: Sendable, Hashable {
    /// What it is about.
    package let subject: Subject
    /// Which side of it.
    package let aspect: Aspect
    /// Whether it came, went, or is another now.
    package let kind: Kind

    /// A change.
    package init(subject: Subject, aspect: Aspect, kind: Kind) {
        self.subject = subject
        self.aspect = aspect
        self.kind = kind
    }

    /// What can be another.
    package enum Subject: Sendable, Hashable {
        /// The programme as a whole.
        case programme
        /// A currency that it takes.
        case currency(Currency)
        /// A kind of points.
        case wallet(Key)
        /// A ladder.
        case tierSet(Key)
        /// A level of a ladder.
        case level(Key, of: Key)
        /// A rule.
        case rule(Key)
        /// A group of rules.
        case group(Key)
        /// A campaign.
        case campaign(Key)
        /// Something that members get along with.
        case achievement(Key)
        /// A type of event that the brand has of its own.
        case eventType(Key)
        /// What members can have.
        case reward(Key)
        /// A promotion.
        case promotion(Key)
        /// How points of a wallet pay.
        case payment(Key)
        /// A segment.
        case segment(Key)
        /// A milestone.
        case milestone(Key)
        /// What members are asked.
        case survey(Key)
    }

    /// Which side of a subject.
    package enum Aspect: Sendable, Hashable {
        /// All of it: it came, or it went.
        case whole
        case name, engine, languages, timeZone, rounding, multipliers
        /// The order of rules, which is the order of the reasons.
        case order
        case decimals
        case activation, expiry, levelExpiry, transfers, shortfall
        /// What money of this currency gives.
        case rate(Currency)
        case currency, threshold, metric, window, terms, benefits
        case event, condition, effect, why
        case cap, budget, maximumBalance, returns, lateWindow, birthdays, notices, debt, referral, household, service,
            phases, contact, worth, cartCodes
        case accrual, lines, schedule, campaign, group
        /// What of an event is told.
        case fields
        /// A side that only rewards have.
        case reward(Reward.Aspect)
        case audience, holdOut
    }

    /// What became of it.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case added, removed, changed
    }
}

/// All that is another in `new` than in `old`: the whole first, then currencies, wallets, ladders and rules.
///
/// What has another key is another thing: one went and one came. What came or went is one change, whatever it holds.
/// Comments and layout of the documents are no changes.
///
/// - Returns: In the order of the new document, what went after what is there; empty where both mean the same.
package func changes(from old: Programme, to new: Programme) -> [ProgrammeChange] {
    var found = Comparison()
    found.compare(old, new, .programme, sides)
    found.compare(old.currencies, new.currencies, key: \.currency, { .currency($0) }, sides)
    found.compare(old.wallets, new.wallets, key: \.key, { .wallet($0) }, sides)
    found.compare(old.tierSets, new.tierSets, key: \.key, { .tierSet($0) }, sides)
    for set in new.tierSets {
        guard let before = old.tierSet(set.key) else { continue }
        let isOtherMoney = before.measures != set.measures
        found.compare(before.levels, set.levels, key: \.key, { .level($0, of: set.key) }) { one, other in
            [
                Side(.threshold, isOtherMoney || one.asks != other.asks || one.isAny != other.isAny),
                Side(.name, one.name != other.name), Side(.benefits, one.benefits != other.benefits),
            ]
        }
    }
    found.compare(old.rules, new.rules, key: \.id, { .rule($0) }, sides)
    found.compare(old.groups, new.groups, key: \.key, { .group($0) }, sides)
    found.compare(old.campaigns, new.campaigns, key: \.key, { .campaign($0) }, sides)
    found.compare(old.achievements, new.achievements, key: \.key, { .achievement($0) }, sides)
    found.compare(old.events, new.events, key: \.key, { .eventType($0) }, sides)
    found.compare(old.rewards, new.rewards, key: \.key, { .reward($0) }, sides)
    found.compare(old.promotions, new.promotions, key: \.key, { .promotion($0) }, sides)
    found.compare(old.payments, new.payments, key: \.wallet, { .payment($0) }) { one, other in
        [Side(.effect, one != other)]
    }
    found.compare(old.segments, new.segments, key: \.key, { .segment($0) }) { one, other in
        [Side(.name, one.name != other.name), Side(.condition, one.kind != other.kind)]
    }
    found.compare(old.milestones, new.milestones, key: \.key, { .milestone($0) }) { one, other in
        [
            Side(.name, one.name != other.name), Side(.condition, one.on != other.on),
            Side(.effect, one.present != other.present),
        ]
    }
    found.compare(old.surveys, new.surveys, key: \.key, { .survey($0) }) { one, other in
        [Side(.effect, one != other)]
    }
    found.compare(orderOf: old.rules.map(\.id), new.rules.map(\.id))
    return found.changes
}

/// One side of a thing, and whether it is another now.
private struct Side {
    let aspect: ProgrammeChange.Aspect
    let isAnother: Bool

    init(_ aspect: ProgrammeChange.Aspect, _ isAnother: Bool) {
        self.aspect = aspect
        self.isAnother = isAnother
    }
}

private func sides(_ one: Programme, _ other: Programme) -> [Side] {
    [
        Side(.name, one.name != other.name), Side(.engine, one.engine != other.engine),
        Side(.languages, one.languages != other.languages), Side(.timeZone, one.timeZone != other.timeZone),
        Side(.rounding, one.rounding != other.rounding), Side(.multipliers, one.multipliers != other.multipliers),
        Side(.accrual, one.accrual != other.accrual),
        Side(.returns, one.returns != other.returns), Side(.referral, one.referral != other.referral),
        Side(.lateWindow, one.lateWindow != other.lateWindow),
        Side(.birthdays, one.leapBirthday != other.leapBirthday),
        Side(.household, one.household != other.household),
        Side(.service, one.service != other.service),
        Side(.phases, one.phases != other.phases), Side(.contact, one.contact != other.contact),
        Side(.worth, one.worth != other.worth), Side(.cartCodes, one.cartCodes != other.cartCodes),
    ]
}

private func sides(_ one: CurrencySetting, _ other: CurrencySetting) -> [Side] {
    [Side(.decimals, one.decimals != other.decimals)]
}

private func sides(_ one: Wallet, _ other: Wallet) -> [Side] {
    var currencies = other.rates.map(\.currency)
    currencies += one.rates.map(\.currency).filter { !currencies.contains($0) }
    return [
        Side(.name, one.name != other.name), Side(.activation, one.activation != other.activation),
        Side(.expiry, one.expiry != other.expiry), Side(.shortfall, one.shortfall != other.shortfall),
        Side(.levelExpiry, one.levelExpiry != other.levelExpiry), Side(.transfers, one.transfers != other.transfers),
        Side(.cap, one.caps != other.caps), Side(.maximumBalance, one.maximumBalance != other.maximumBalance),
        Side(.notices, one.notices != other.notices), Side(.debt, one.writeOff != other.writeOff),
    ] + currencies.map { Side(.rate($0), one.rate(for: $0) != other.rate(for: $0)) }
}

private func sides(_ one: TierSet, _ other: TierSet) -> [Side] {
    [
        Side(.currency, one.currency != other.currency && one.currency != nil && other.currency != nil),
        Side(.metric, one.metrics != other.metrics), Side(.window, one.window != other.window),
        Side(.terms, one.terms != other.terms),
    ]
}

private func sides(_ one: Rule, _ other: Rule) -> [Side] {
    [
        Side(.event, one.on != other.on), Side(.condition, one.condition != other.condition),
        Side(.lines, one.lines != other.lines), Side(.effect, one.effect != other.effect),
        Side(.cap, one.caps != other.caps || one.rejectsOverCap != other.rejectsOverCap),
        Side(.budget, one.budget != other.budget),
        Side(.activation, one.activation != other.activation), Side(.expiry, one.expiry != other.expiry),
        Side(.schedule, one.schedule != other.schedule), Side(.campaign, one.campaign != other.campaign),
        Side(.group, one.group != other.group || one.priority != other.priority), Side(.why, one.why != other.why),
    ]
}

private func sides(_ one: RuleGroup, _ other: RuleGroup) -> [Side] {
    [Side(.group, one.kind != other.kind || one.priority != other.priority)]
}

private func sides(_ one: Campaign, _ other: Campaign) -> [Side] {
    [
        Side(.name, one.name != other.name), Side(.schedule, one.schedule != other.schedule),
        Side(.cap, one.caps != other.caps || one.rejectsOverCap != other.rejectsOverCap),
        Side(.budget, one.budget != other.budget || one.discountBudget != other.discountBudget),
        Side(.audience, one.audience != other.audience || one.purpose != other.purpose),
        Side(.holdOut, one.holdOut != other.holdOut),
    ]
}

private func sides(_ one: Achievement, _ other: Achievement) -> [Side] {
    [
        Side(.name, one.name != other.name), Side(.event, one.on != other.on),
        Side(.condition, one.condition != other.condition), Side(.lines, one.lines != other.lines),
        Side(
            .threshold,
            one.goal != other.goal || one.counts != other.counts || one.within != other.within
                || one.repeats != other.repeats
        ),
        Side(.effect, one.gift != other.gift), Side(.why, one.why != other.why),
    ]
}

private func sides(_ one: Reward, _ other: Reward) -> [Side] {
    let (who, whoNow) = (one.eligibility, other.eligibility)
    return [
        Side(.reward(.kind), one.kind != other.kind), Side(.name, one.name != other.name),
        Side(.reward(.text), one.text != other.text), Side(.reward(.terms), one.terms != other.terms),
        Side(.reward(.picture), one.picture != other.picture), Side(.reward(.price), one.prices != other.prices),
        Side(.reward(.worth), one.worth != other.worth || one.percent != other.percent),
        Side(.reward(.stock), one.stock != other.stock), Side(.reward(.limit), one.limits != other.limits),
        Side(.reward(.countries), one.countries != other.countries), Side(.reward(.level), who.level != whoNow.level),
        Side(.reward(.tenure), who.tenure != whoNow.tenure), Side(.condition, who.condition != whoNow.condition),
        Side(.schedule, one.schedule != other.schedule), Side(.reward(.validity), one.validity != other.validity),
        Side(.campaign, one.campaign != other.campaign),
        Side(.reward(.promotion), one.promotion != other.promotion || one.isPresent != other.isPresent),
        Side(.reward(.early), one.early != other.early), Side(.reward(.delivery), one.delivery != other.delivery),
        Side(.reward(.supplier), one.supplier != other.supplier),
    ]
}

private func sides(_ one: Promotion, _ other: Promotion) -> [Side] {
    [
        Side(.name, one.name != other.name),
        Side(
            .effect,
            one.gift != other.gift || one.countsInitial != other.countsInitial
                || one.isUsedWithoutEffect != other.isUsedWithoutEffect || one.needsCode != other.needsCode
        ),
        Side(.condition, one.condition != other.condition || one.countries != other.countries),
        Side(.lines, one.lines != other.lines), Side(.threshold, one.minimum != other.minimum),
        Side(.schedule, one.schedule != other.schedule),
        Side(.group, one.group != other.group || one.priority != other.priority),
        Side(.cap, one.uses != other.uses || one.memberCaps != other.memberCaps),
        Side(.campaign, one.campaign != other.campaign),
    ]
}

private func sides(_ one: EventDeclaration, _ other: EventDeclaration) -> [Side] {
    [Side(.name, one.name != other.name), Side(.fields, one.fields != other.fields)]
}

private struct Comparison {
    var changes: [ProgrammeChange] = []

    mutating func compare<Value>(
        _ old: Value,
        _ new: Value,
        _ subject: ProgrammeChange.Subject,
        _ sides: (Value, Value) -> [Side]
    ) {
        for side in sides(old, new) where side.isAnother {
            changes.append(ProgrammeChange(subject: subject, aspect: side.aspect, kind: .changed))
        }
    }

    mutating func compare<Value, Name: Equatable>(
        _ old: [Value],
        _ new: [Value],
        key: (Value) -> Name,
        _ subject: (Name) -> ProgrammeChange.Subject,
        _ sides: (Value, Value) -> [Side]
    ) {
        for value in new {
            let name = key(value)
            if let before = old.first(where: { key($0) == name }) {
                compare(before, value, subject(name), sides)
            } else {
                changes.append(ProgrammeChange(subject: subject(name), aspect: .whole, kind: .added))
            }
        }
        for value in old where !new.contains(where: { key($0) == key(value) }) {
            changes.append(ProgrammeChange(subject: subject(key(value)), aspect: .whole, kind: .removed))
        }
    }

    mutating func compare(orderOf old: [Key], _ new: [Key]) {
        guard old.filter({ new.contains($0) }) != new.filter({ old.contains($0) }) else { return }
        changes.append(ProgrammeChange(subject: .programme, aspect: .order, kind: .changed))
    }
}

extension TierSet {
    /// What is measured, whichever the currency of spend.
    fileprivate var metrics: [Key] { measures.map(\.tally) }
}
