/// What a member can have for points, or as a benefit (rule W-1).
package struct Reward: Sendable, Hashable {
    /// Such as `mug`.
    package let key: Key
    /// What it is.
    package let kind: Kind
    /// What members call it.
    package let name: Words
    /// What it is, in a sentence or two; may be none.
    package let text: Words?
    /// What goes with it, to be read before; may be none.
    package let terms: Words?
    /// Where its picture is; none where there is none.
    package let picture: Key?
    /// ISO 3166-1 alpha-2; none is everywhere.
    package let countries: [Key]
    /// What it costs: one of these, the first of them where nothing is said; at least one.
    package let prices: [Price]
    /// How many there are.
    package let stock: Stock
    /// How many one member may have in a stretch of time, counted in `times`.
    package let limits: [Cap]
    /// Who may have it.
    package let eligibility: Eligibility
    /// When it can be had; none is always.
    package let schedule: Schedule?
    /// Who can have it before its time begins, and from when on; none where nobody can (rule W-14).
    package let early: Early?
    /// For how long what was had can be used: its last day is so much after the day on which it was had; none is without
    /// an end.
    package let validity: Period?
    /// What it takes off, or holds, by currency: of an amount off and of a gift card.
    package let worth: [Money]
    /// What part it takes off, 1 to 100: of a percentage.
    package let percent: Int64?
    /// The campaign that it belongs to: its time, its audience and its hold-out are the reward's too.
    package let campaign: Key?
    /// The promotion of which it gives a personal code; none where it gives none (rule W-13).
    package let promotion: Key?
    /// Who outside of the brand supplies its codes, one ordered for each that is had; none where nobody does (rule W-17).
    package let supplier: Key?
    /// Whether it is only given, by milestones and draws, and is in nobody's catalogue.
    package let isPresent: Bool
    /// Where its codes are read; of what gives none it says nothing.
    package let delivery: Delivery

    /// Where the codes that a reward gives are read (rule W-21).
    package enum Delivery: String, Sendable, Hashable, CaseIterable {
        /// In the letter that tells of it, and on her card.
        case mail
        /// On her card alone: the letter says that they stand there.
        case card
    }

    /// What a reward is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case amountOff = "amount-off"
        case percentOff = "percent-off"
        case freeProduct = "free-product"
        case shipping
        case giftCard = "gift-card"
        case eventPlace = "event-place"
        case earlyAccess = "early-access"
        case experience
        case donation
        case physicalGood = "physical-good"
        case partnerCode = "partner-code"

        /// Whether it is packed and sent, and not only handed over.
        package var isSent: Bool { self == .physicalGood }
    }

    /// A side of a reward that may be another from one version to the next.
    package enum Aspect: String, Sendable, Hashable, CaseIterable {
        case kind, price, worth, stock, limit, countries, level, tenure, validity, text, terms, picture, promotion,
            early, delivery, supplier
    }

    /// Who can have it before others.
    package struct Early: Sendable, Hashable {
        /// Who belongs to this segment.
        package let segment: Key
        /// From when on, on the wall.
        package let from: Schedule.WallTime

        /// Who can have it before others.
        package init(segment: Key, from: Schedule.WallTime) {
            self.segment = segment
            self.from = from
        }
    }

    /// One price: points of a wallet, and money with them where some is named.
    package struct Price: Sendable, Hashable {
        /// Of which wallet; none where it costs no points.
        package let wallet: Key?
        /// How many for one; 0 only without a wallet.
        package let points: Points
        /// What is paid besides, by currency; none is nothing.
        package let money: [Money]

        /// A price.
        package init(wallet: Key, points: Points, money: [Money] = []) {
            self.wallet = wallet
            self.points = points
            self.money = money
        }

        private init() {
            wallet = nil
            points = .zero
            money = []
        }

        /// No price at all.
        package static let free = Price()
    }

    /// How many there are.
    package enum Stock: String, Sendable, Hashable, CaseIterable {
        /// As many as anybody wants.
        case unlimited
        /// As many as were put on the shelf (`stock:KEY` among the counters).
        case counted
        /// One for each code that was loaded.
        case codes
    }

    /// Who may have it: all of these must hold.
    package struct Eligibility: Sendable, Hashable {
        /// What must hold of the member, and of where she asks.
        package let condition: Condition
        /// She stands at least here; none asks nothing.
        package let level: Level?
        /// So long a member already; none asks nothing.
        package let tenure: Period?

        /// A level of a ladder.
        package struct Level: Sendable, Hashable {
            /// Which ladder.
            package let tierSet: Key
            /// Which level of it.
            package let level: Key

            /// A level of a ladder.
            package init(tierSet: Key, level: Key) {
                self.tierSet = tierSet
                self.level = level
            }
        }

        /// Who may have it; everybody where nothing is said.
        package init(condition: Condition = .always, level: Level? = nil, tenure: Period? = nil) {
            self.condition = condition
            self.level = level
            self.tenure = tenure
        }
    }

    /// A reward.
    package init(
        key: Key,
        kind: Kind,
        name: Words,
        text: Words? = nil,
        terms: Words? = nil,
        picture: Key? = nil,
        countries: [Key] = [],
        prices: [Price],
        stock: Stock = .unlimited,
        limits: [Cap] = [],
        eligibility: Eligibility = Eligibility(),
        schedule: Schedule? = nil,
        validity: Period? = nil,
        worth: [Money] = [],
        percent: Int64? = nil,
        campaign: Key? = nil,
        promotion: Key? = nil,
        supplier: Key? = nil,
        isPresent: Bool = false,
        early: Early? = nil,
        delivery: Delivery = .mail
    ) {
        self.key = key
        self.kind = kind
        self.name = name
        self.text = text
        self.terms = terms
        self.picture = picture
        self.countries = countries
        self.prices = prices.isEmpty ? [.free] : prices
        self.stock = stock
        self.limits = limits
        self.eligibility = eligibility
        self.schedule = schedule
        self.validity = validity
        self.worth = worth
        self.percent = percent
        self.campaign = campaign
        self.promotion = promotion
        self.supplier = supplier
        self.isPresent = isPresent
        self.early = early
        self.delivery = delivery
    }

    /// What is ordered of whom for one of it; none where it is not supplied.
    package var supplied: SuppliedReward? { supplier.map { SuppliedReward(supplier: $0, amount: worth.first) } }

    /// The counter of its stock; none where it has none.
    package var counter: Key? {
        stock == .unlimited ? nil : Reward.counter(of: key)
    }

    /// The counter of a reward's stock.
    package static func counter(of reward: Key) -> Key { Key("stock:\(reward)") }
}
