/// What each event means: wallets, tiers and rules, as one version of the brand's document says.
///
/// Made by parsing (`SetiaWire`), which answers for every key named here existing; the core takes it as given.
package struct Programme: Sendable {
    /// The document's own key, such as `kopi-setia`.
    package let name: Key
    /// The number of the engine that decides; a change of the engine that alters results gets a new one.
    package let engine: Int
    /// The languages that members are spoken to in, the first of them where nothing else is known.
    package let languages: [Key]
    /// The IANA time zone of the programme's days.
    package let timeZone: Key
    /// What can be paid with.
    package let currencies: [CurrencySetting]
    /// The kinds of points; at least one.
    package let wallets: [Wallet]
    /// The tier sets; may be none.
    package let tierSets: [TierSet]
    /// The rules in the order of the document, which is the order of the reasons.
    package let rules: [Rule]
    /// How parts of a point are treated, once an order and wallet (rule E-5).
    package let rounding: Rounding
    /// How several multipliers combine (rule E-6).
    package let multipliers: Multipliers
    /// Whether a rate counts whole steps only (rule E-2).
    package let accrual: Accrual
    /// What rules are chosen among, the highest priority first.
    package let groups: [RuleGroup]
    /// What rules belong to for a time.
    package let campaigns: [Campaign]
    /// The types of events that the brand has of its own.
    package let events: [EventDeclaration]
    /// What members get along with.
    package let achievements: [Achievement]
    /// What carts get off, in the order of the document.
    package let promotions: [Promotion]
    /// How points pay for carts, one a wallet at most.
    package let payments: [PointsPayment]
    /// What happens when an order comes back.
    package let returns: ReturnPolicy
    /// What members can have, in the order in which they are shown.
    package let rewards: [Reward]
    /// What members are asked, in the order in which they are.
    package let surveys: [Survey]
    /// By how many days an event may be older than the newest known of its member and still be put in its turn, 0 to
    /// 400 (rule D-5).
    package let lateWindow: Int
    /// When a birthday of 29 February is where a year has none (rule E-19).
    package let leapBirthday: LeapBirthday
    /// What it is worth when a member brings a friend; none where nothing is (rule F-1).
    package let referral: ReferralPolicy?
    /// How members of one household spend together; none is not at all (rule H-1).
    package let household: HouseholdPolicy?
    /// Which members are told apart.
    package let segments: [MemberSegment]
    /// The places of campaigns with a hold-out that have a promotion or a reward.
    let offering: [Int]
    /// When members are answered, and how fast that is promised (rule N-10); none promises nothing.
    package let service: ServicePromise?
    /// Milestones, in the order of the document (rule M-1).
    package let milestones: [Milestone]
    /// From when on members trust, are disappointed, or speak for the brand (rules I-1 to I-7).
    package let phases: PhasePolicy
    /// When members are written to, and how often (rules K-6, K-8 and K-19).
    package let contact: ContactPolicy
    /// What is left of sales and what rewards cost; none where the brand does not say (rule C-13).
    package let worth: WorthPolicy?
    /// With how many codes a cart may be redeemed, 1 to 20 (rule V-10).
    package let cartCodes: Int

    /// With how many codes a cart may be redeemed where nothing is said.
    package static let usualCartCodes = 5

    /// A programme, whole and already checked.
    package init(
        name: Key,
        engine: Int,
        languages: [Key],
        timeZone: Key,
        currencies: [CurrencySetting],
        wallets: [Wallet],
        tierSets: [TierSet],
        rules: [Rule],
        rounding: Rounding = .floor,
        multipliers: Multipliers = .additive,
        accrual: Accrual = .steps,
        groups: [RuleGroup] = [],
        campaigns: [Campaign] = [],
        events: [EventDeclaration] = [],
        achievements: [Achievement] = [],
        promotions: [Promotion] = [],
        payments: [PointsPayment] = [],
        returns: ReturnPolicy = ReturnPolicy(),
        lateWindow: Int = 30,
        leapBirthday: LeapBirthday = .february,
        rewards: [Reward] = [],
        referral: ReferralPolicy? = nil,
        household: HouseholdPolicy? = nil,
        segments: [MemberSegment] = [],
        service: ServicePromise? = nil,
        milestones: [Milestone] = [],
        surveys: [Survey] = [],
        phases: PhasePolicy = PhasePolicy(),
        contact: ContactPolicy = ContactPolicy(),
        worth: WorthPolicy? = nil,
        cartCodes: Int = Programme.usualCartCodes
    ) {
        self.name = name
        self.engine = engine
        self.languages = languages
        self.timeZone = timeZone
        self.currencies = currencies
        self.wallets = wallets
        self.tierSets = tierSets
        self.rules = rules
        self.rounding = rounding
        self.multipliers = multipliers
        self.accrual = accrual
        self.groups = groups.indices.sorted { (groups[$1].priority, $0) < (groups[$0].priority, $1) }.map { groups[$0] }
        self.campaigns = campaigns
        self.events = events
        self.achievements = achievements
        self.promotions = promotions
        self.payments = payments
        self.returns = returns
        self.lateWindow = lateWindow
        self.leapBirthday = leapBirthday
        self.rewards = rewards
        self.referral = referral
        self.household = household
        self.segments = segments
        self.offering = campaigns.indices.filter { place in
            let key = campaigns[place].key
            return campaigns[place].holdsOut
                && (promotions.contains { $0.campaign == key } || rewards.contains { $0.campaign == key })
        }
        self.service = service
        self.milestones = milestones
        self.surveys = surveys
        self.phases = phases
        self.contact = contact
        self.worth = worth
        self.cartCodes = cartCodes
    }

    /// The wallet of this key, or none.
    package func wallet(_ key: Key) -> Wallet? {
        wallets.first { $0.key == key }
    }

    /// The reward of this key, or none.
    package func reward(_ key: Key) -> Reward? {
        rewards.first { $0.key == key }
    }

    /// The tier set of this key, or none.
    package func tierSet(_ key: Key) -> TierSet? {
        tierSets.first { $0.key == key }
    }

    /// How many decimals amounts of this currency have, or none where the programme does not take it.
    package func decimals(of currency: Currency) -> Int? {
        currencies.first { $0.currency == currency }?.decimals
    }
}

/// A currency that the programme takes, and its minor unit.
package struct CurrencySetting: Sendable, Hashable {
    /// The ISO 4217 code.
    package let currency: Currency
    /// 0 to 4: how many decimals the minor unit stands for.
    ///
    /// IDR is 0 by setting, though ISO says 2.
    package let decimals: Int

    /// A currency with its decimals.
    package init(currency: Currency, decimals: Int) {
        self.currency = currency
        self.decimals = decimals
    }
}

/// How a part of a point is treated.
package enum Rounding: String, Sendable, Hashable, CaseIterable {
    /// Dropped; the default.
    case floor
    /// Half and more count as one.
    case halfUp
    /// Half goes to the even neighbour.
    case halfEven
    /// Any part counts as one.
    case ceil
}

/// What a rate does with a part of a step.
package enum Accrual: String, Sendable, Hashable, CaseIterable {
    /// It gives nothing; the default.
    case steps
    /// It gives its part, exactly, until parts of a point are treated.
    case proportional
}

/// How several multipliers of one wallet combine.
package enum Multipliers: String, Sendable, Hashable, CaseIterable {
    /// ×2 and ×1.5 make 1 + 1 + 0.5 = ×2.5; the default.
    case additive
    /// ×2 and ×1.5 make ×3.
    case multiplicative
}

/// A text in the programme's languages.
package struct Words: Sendable, Hashable {
    /// One a language, in the order of the document.
    package let texts: [Text]

    /// One language's text.
    package struct Text: Sendable, Hashable {
        /// Such as `th`.
        package let language: Key
        /// What it says in that language.
        package let text: String

        /// A text in a language.
        package init(language: Key, text: String) {
            self.language = language
            self.text = text
        }
    }

    /// Texts by language.
    package init(_ texts: [Text]) {
        self.texts = texts
    }

    /// The text in `language`, else in the first language there is; none when there is no text at all.
    package func text(in language: Key) -> String? {
        (texts.first { $0.language == language } ?? texts.first)?.text
    }
}
