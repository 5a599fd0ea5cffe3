/// A kind of points.
package struct Wallet: Sendable, Hashable {
    /// Such as `points`.
    package let key: Key
    /// What members call it, in their languages.
    package let name: Words
    /// When a credited point can be used (rule L-1).
    package let activation: Activation
    /// When an active point lapses (rules L-2 and L-7).
    package let expiry: Expiry
    /// Another expiry for those who stand high, in the order of the document (rule L-9).
    package let levelExpiry: [LevelExpiry]
    /// What money gives, one rate a currency; a currency without a rate earns nothing (rule E-3).
    package let rates: [Rate]
    /// Where points are taken from that a returned order gave and the member has spent (rule R-4).
    package let shortfall: Shortfall
    /// How much a member earns in it in which time (rule E-10).
    package let caps: [Cap]
    /// The most that earning fills it to, what is pending counted too; none is no end.
    package let maximumBalance: Points?

    /// How members may hand points on to each other; none is not at all.
    package let transfers: TransferPolicy?
    /// How many days before they lapse points are spoken of, most days first (rule L-12).
    package let notices: [Int]
    /// After how long what is owed is written off; none is never (rule L-13).
    package let writeOff: Period?

    /// A wallet.
    package init(
        key: Key,
        name: Words,
        activation: Activation,
        expiry: Expiry,
        rates: [Rate],
        shortfall: Shortfall = .allowNegative,
        caps: [Cap] = [],
        maximumBalance: Points? = nil,
        levelExpiry: [LevelExpiry] = [],
        transfers: TransferPolicy? = nil,
        notices: [Int] = [],
        writeOff: Period? = nil
    ) {
        self.key = key
        self.name = name
        self.activation = activation
        self.expiry = expiry
        self.rates = rates
        self.shortfall = shortfall
        self.caps = caps
        self.maximumBalance = maximumBalance
        self.levelExpiry = levelExpiry
        self.transfers = transfers
        self.notices = notices
        self.writeOff = writeOff
    }

    /// The same wallet with other expiries for levels.
    package func expiring(_ levels: [LevelExpiry]) -> Wallet {
        Wallet(
            key: key,
            name: name,
            activation: activation,
            expiry: expiry,
            rates: rates,
            shortfall: shortfall,
            caps: caps,
            maximumBalance: maximumBalance,
            levelExpiry: levels,
            transfers: transfers,
            notices: notices,
            writeOff: writeOff
        )
    }

    /// The rate for `currency`, or none.
    package func rate(for currency: Currency) -> Rate? {
        rates.first { $0.currency == currency }
    }
}

/// So many points for each whole step of money.
package struct Rate: Sendable, Hashable {
    /// What is paid in.
    package let currency: Currency
    /// Points for a whole step; 0 or more.
    package let points: Points
    /// A step, in minor units; 0 earns nothing and divides nothing.
    package let per: Int64

    /// `points` for each whole `per`.
    package init(currency: Currency, points: Points, per: Int64) {
        self.currency = currency
        self.points = points
        self.per = per
    }
}

/// How a partial return is worked out (rules ).
package struct ReturnPolicy: Sendable, Hashable {
    /// What an order that came back in part is taken to have earned.
    package enum Mode: String, Sendable, Hashable, CaseIterable {
        /// What the rules that gave would give for what is kept; the default.
        case recompute
        /// The part of what was paid that is kept.
        case prorata
    }

    /// What is given back of the points that helped to pay.
    package enum SpentPoints: String, Sendable, Hashable, CaseIterable {
        /// The part that paid for what came back; the default.
        case prorata
        /// All of them when all came back, and nothing before.
        case fullOnly
        /// None.
        case none
    }

    /// How what is kept is worked out.
    package let mode: Mode
    /// Whether bonuses stay whose threshold the kept part no longer meets.
    package let keepsThresholds: Bool
    /// What is given back.
    package let spentPoints: SpentPoints
    /// For how many days at least points given back can be used.
    package let graceDays: Int
    /// Whether caps, budgets, achievements and the number of her orders stay as they are when an order comes back whole
    /// (rule R-9).
    package let keepsCounters: Bool

    /// A policy; what is not said is the default.
    package init(
        mode: Mode = .recompute,
        keepsThresholds: Bool = false,
        spentPoints: SpentPoints = .prorata,
        graceDays: Int = 30,
        keepsCounters: Bool = false
    ) {
        self.mode = mode
        self.keepsThresholds = keepsThresholds
        self.spentPoints = spentPoints
        self.graceDays = graceDays
        self.keepsCounters = keepsCounters
    }
}

/// What happens when a return asks for points that are no longer there.
package enum Shortfall: String, Sendable, Hashable, CaseIterable {
    /// Other lots in spending order, then debt; the default.
    case allowNegative
    /// Other lots, never below 0; the rest is forgiven and recorded.
    case withinBalance
    /// Only what is still pending of the order's own points; the rest is forgiven and recorded.
    case onlyPending
}
