internal import SetiaCore

/// All that Setia says in explanations, in one language: a text that is missing does not compile.
///
/// Amounts of money and days come as the catalogue itself writes them; names of shops, levels and wallets are the
/// brand's. Texts have no full stop at their end. Each language is written from the meaning, not from another one.
protocol Catalogue: Sendable {
    /// How numbers are written.
    var numbers: NumberStyle { get }
    /// What stands between RM or Rp and its number.
    var symbolGap: String { get }
    /// What points are called where the programme has no name for them.
    var points: String { get }

    /// A date.
    func day(_ day: Day) -> String
    /// A year.
    func year(_ year: Int) -> String
    /// A currency by its name, else by its code.
    func currency(_ currency: Currency) -> String
    /// So many points.
    func amount(_ quantity: Quantity) -> String
    /// What a cap lets through, as in "at most once a day".
    func atMost(_ most: Told.CapTold, _ span: Cap.Span) -> String
    /// All of these; one at least.
    func all(_ items: [String]) -> String
    /// Any of these; one at least.
    func either(_ items: [String]) -> String
    /// A country by its name, else by its code.
    func country(_ code: Key) -> String
    /// A language by its name, else by its code.
    func language(_ code: Key) -> String
    /// So many of something, as in "3 nights".
    func counted(_ counted: Told.Counted) -> String
    /// What a condition asks for, as in "for Gold and above".
    func circumstance(_ circumstance: Circumstance) -> String
    /// What is bought, where it is one of the common kinds.
    func category(_ key: Key) -> String?

    /// The first line.
    func headline(_ headline: Headline) -> String
    /// One step of why.
    func step(_ step: Told) -> String
    /// What became of a reward.
    func reward(_ reward: RewardTold) -> String
    /// The same, as the first line.
    func reward(_ reward: RewardTold, day: String) -> String
    /// What a milestone or a draw gave.
    func gift(_ gift: GiftTold) -> String
    /// The same as a headline.
    func gift(_ gift: GiftTold, day: String) -> String
    /// What became of a referral.
    func referral(_ referral: ReferralTold) -> String
    /// The same, as the first line.
    func referral(_ referral: ReferralTold, day: String) -> String
    /// What segments and campaigns did.
    func audience(_ audience: AudienceTold) -> String
    /// What she held after it.
    func balance(_ balance: BalanceTold) -> String
}

extension Language {
    func catalogue(years: YearCount) -> any Catalogue {
        switch self {
        case .en: English()
        case .ms: Malay()
        case .id: Indonesian()
        case .th: Thai(years: years)
        }
    }
}

/// What an event came to, ready to be said.
enum Headline {
    case earned([Quantity], paid: String, Place, day: String)
    case earnedNothing(name: String, paid: String, Place, day: String)
    /// None of a list where nothing went that way.
    case returned(order: String, isPart: Bool, day: String, given: [Quantity], taken: [Quantity], name: String)
    case used(Quantity, Place, day: String)
    case handedOn(Quantity, day: String)
    case came(Quantity, day: String)
    case arrived(Quantity, day: String)
    case cameBack(Quantity, day: String)
    case held(Quantity, day: String)
    case freed(Quantity, day: String)
    case added(Quantity, day: String)
    case deducted(Quantity, day: String)
    case broughtAlong(Quantity, day: String)
    case joined(day: String, [Quantity])
    /// Something that she did and that was no purchase.
    ///
    /// `called` is the brand's own word for it, where it has one.
    case did(EventType, called: String?, day: String, [Quantity])
    /// An order of hers is on its way, has arrived, or comes later; what she got for it.
    case delivery(DeliveryTold, day: String, [Quantity])
    case granted(level: String, day: String)
    case detailsChanged(day: String)
    /// Her account was stopped, or goes on.
    case account(AccountChange, day: String)
    /// What promotions took off and gift cards paid.
    case tookOff([String], Place, day: String)
    case cartUsed(Place, day: String)
    case vouchersFree(day: String)
    case agreed(day: String)
    case withdrew(day: String)
    case expired([Quantity])
    case levelChanged(to: String)
    case levelEnded(String)
    case levelStays(String)
    case levelEnds(String, lastDay: String)
    case pointsEnd([Quantity], lastDay: String)
    case debtEnded([Quantity])
    case broughtUpToDate(day: String)
    case reward(RewardTold, day: String)
    /// What became of a referral.
    case referral(ReferralTold, day: String)
    /// What a milestone or a draw gave.
    case gift(GiftTold, day: String)
    /// What became of a household.
    case household(HouseholdTold, day: String)
}

/// A reason, ready to be said.
enum Told {
    /// `why` is the rule's own words; `isBelowOneStep` where nothing came since the order was too small.
    case earnedByRate(paid: String, Place, why: String?, Rate, gave: Quantity, isBelowOneStep: Bool)
    case earnedFixed(why: String?, isWelcome: Bool, [Circumstance], gave: Quantity)
    /// So many for each of so many of something.
    case earnedPer(why: String?, each: Quantity, Counted, gave: Quantity)
    /// `level` is hers, where the rule asks for one.
    case multiplied(why: String?, level: String?, Rational, [Circumstance], gave: Quantity)
    /// `only` is what did not hold, where it can be said.
    case conditionNotMet(Offer, only: Circumstance?)
    /// Its time is another.
    case notNow(Offer)
    /// Another offer, told by its words where it has some, was given in its place.
    case notBoth(Offer, other: String?)
    /// How far she has come with something of this name.
    case progress(String, count: Int64, goal: Int64, reached: Int64)
    /// Held back, since so much is the most in so long.
    case capped(Quantity, CapTold, Cap.Span)
    /// Held back of an offer, since what all members have of it together is given.
    case budgetGone(Quantity, Offer)
    /// Held back, since so much is the most that can be held.
    case full(Quantity, most: Quantity)
    case noRule
    /// What became of a reward.
    case reward(RewardTold)
    /// What became of a household.
    case household(HouseholdTold)
    /// What became of a referral.
    case referral(ReferralTold)
    /// What a milestone or a draw gave.
    case gift(GiftTold)
    /// What segments and campaigns did.
    case audience(AudienceTold)
    case noRate(currency: String, name: String)
    case guest(name: String)
    case pending(Quantity, from: String)
    case expires(Quantity, before: String)
    case lapsed(Quantity, lastDay: String)
    case waitsFor(Quantity, EventType, lastDay: String)
    case activated(Quantity)
    case cancelled(Quantity, lastDay: String)
    case keptAlive(Quantity, before: String)
    case handedOn(Quantity, fee: Quantity?)
    case promotionGiven(String, String)
    case promotionReleased(String)
    case came(Quantity)
    case arrived(Quantity)
    case cameBack(Quantity)
    case held(Quantity, until: String)
    /// `isOver` where its time was.
    case released(Quantity, isOver: Bool)
    case debtPaid(Quantity)
    case pointsExpiring(Quantity, lastDay: String)
    case writtenOff(Quantity, since: String)
    case spent(Quantity, Place, order: String?)
    case returnedInPart(String, kept: String)
    case givenBack(Quantity, renewed: Quantity?)
    case clawedBack(Quantity, isPart: Bool, [TakenPart])
    case opened(Quantity)
    case added(Quantity)
    case deducted(Quantity)
    /// `year` where the ladder counts by calendar years.
    case counted(String, total: String, year: String?)
    case countedTowards(Towards, total: String)
    case notCounted(currency: String)
    case levelReached(String, lastDay: String?)
    case levelKept(String, lastDay: String?)
    case levelLost(String, now: String?, lastDay: String?)
    case levelInGrace(String, lastDay: String)
    case levelEnding(String, lastDay: String)
    case late(day: String)
    /// An order or event of that number gives more or less, since this one came late.
    case givesMore(Quantity, order: String)
    case givesLess(Quantity, order: String)
    case joined

    /// What counts for a level besides money.
    enum Towards {
        case points(Quantity)
        case order
        /// `called` is what the brand calls it, where it is one of its own.
        case happening(EventType, called: String?)

        var isPoints: Bool { if case .points = self { true } else { false } }
    }

    /// The most there is.
    enum CapTold {
        case times(Int64)
        case points(Quantity)
    }

    /// So many of something.
    struct Counted {
        let count: Int64
        let unit: Unit

        enum Unit {
            case piece, line, night, minute
            case other(String)
        }
    }

    /// So many points for each step of money.
    struct Rate {
        let each: Quantity
        /// None where the step is nothing, and so gives nothing.
        let per: String?
    }

    /// What a rule would have given.
    enum Offer {
        case why(String)
        case rate(Rate)
        case bonus(Quantity)
        case each(Quantity)
        case times(Rational, name: String)
        case another
    }

    /// A part of what a returned order had given, above 0.
    enum TakenPart {
        case pending(String)
        case active(String)
        case lapsed(String)
        case others(String)
        case owed(String)
        case forgiven(String)
    }
}

/// Where something happens.
struct Place {
    /// By name.
    let shops: [String]
    let isOnline: Bool
}

/// What a condition asks for.
enum Circumstance {
    case level(String, isHighest: Bool)
    case country([String])
    case language([String])
    case age([String])
    case place(Place)
    case channel([Way])
    case total(Condition.Comparison, String)
    case category(String)
    case segment(String)

    /// By which way an event came.
    enum Way {
        case app, till, website
        case other(String)

        init(_ key: Key) {
            switch key.text {
            case "app": self = .app
            case "till", "pos": self = .till
            case "web", "website", "shop": self = .website
            default: self = .other(key.text)
            }
        }
    }
}

/// What is held in one wallet, ready to be said.
struct BalanceTold {
    let usable: Quantity
    /// None where there are none, as with the next two.
    let toCome: Quantity?
    let setAside: Quantity?
    let owed: Quantity?
}

extension Catalogue {
    func amounts(_ quantities: [Quantity]) -> String {
        all(quantities.map { amount($0) })
    }

    /// A date and the time of day, such as 3 March 2026, 14:05.
    func moment(_ moment: Instant, in zone: any LocalTime) -> String {
        let minutes = zone.millisecondsIntoDay(moment) / 60_000
        return "\(day(zone.day(of: moment))), \(clockText(minutes))"
    }

    /// "a, b and c", with the language's own word for and.
    func joined(_ items: [String], by last: String) -> String {
        guard items.count > 1 else { return items.first ?? "" }
        return "\(items.dropLast().joined(separator: ", ")) \(last) \(items[items.count - 1])"
    }
}
