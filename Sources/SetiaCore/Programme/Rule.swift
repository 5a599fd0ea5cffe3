/// *On* an event, *when* a condition holds, give an effect.
package struct Rule: Sendable, Hashable {
    /// The rule's own key; unique in its programme, and what every reason names.
    package let id: Key
    /// The events that it listens to.
    package let on: EventType
    /// What must hold.
    package let condition: Condition
    /// Which lines of an order it counts; none is all of them (rule E-12).
    package let lines: LineFilter?
    /// What it gives.
    package let effect: Effect
    /// How much of it a member gets in which time; all of them count (rule E-10).
    package let caps: [Cap]
    /// How much of it all members get together; none has no end (rule B-2).
    package let budget: Budget?
    /// Whether a cap or budget that lets only a part through lets nothing through.
    package let rejectsOverCap: Bool
    /// When it gives; none is always (rule E-15).
    package let schedule: Schedule?
    /// The campaign that it belongs to, with a schedule and caps for all of its rules.
    package let campaign: Key?
    /// The group that it is chosen in; none gives beside all others (rule E-14).
    package let group: Key?
    /// Within its group the highest is asked first, and of equal ones the first of the document.
    package let priority: Int
    /// When what it gives can be used, where that is not as the wallet says (rule L-9).
    package let activation: Activation?
    /// When what it gives lapses, where that is not as the wallet says; never `inactivity`.
    package let expiry: Expiry?
    /// What the member is told, in her languages; where there is none, the engine has words of its own.
    package let why: Words?
    /// Whether it gives at some times only, by its own schedule or its campaign's.
    let isTimed: Bool
    /// What is said where one of its tests does not hold, in their order: made once, since most rules say so of most
    /// events.
    let notMet: [Reason]
    /// The segments that its condition asks for, each once.
    let segments: [Key]

    /// What a rule gives.
    package enum Effect: Sendable, Hashable {
        /// Points for whole steps of money: by the rule's own rates, or where it has none by the wallet's (rule E-2).
        case earnByRate(wallet: Key, rates: [Rate] = [])
        /// The same number of points whatever was paid, once or for each of something; not multiplied (rules E-4, E-13).
        case earnFixed(wallet: Key, points: Points, per: Unit? = nil)
        /// What rates gave, times a factor, in one wallet or in all (rule E-6).
        case multiply(factor: Rational, wallet: Key?)
    }

    /// What a number of points is given for each of.
    package enum Unit: Sendable, Hashable {
        /// A piece of a line of the order.
        case piece
        /// A line of the order.
        case line
        /// What a number of the event counts, such as nights.
        case number(Key)

        /// As programmes and interfaces name it.
        package var name: Key {
            switch self {
            case .piece: "piece"
            case .line: "line"
            case .number(let name): name
            }
        }
    }

    /// A rule.
    package init(
        id: Key,
        on: EventType,
        condition: Condition = .always,
        lines: LineFilter? = nil,
        effect: Effect,
        caps: [Cap] = [],
        budget: Budget? = nil,
        rejectsOverCap: Bool = false,
        schedule: Schedule? = nil,
        campaign: Key? = nil,
        group: Key? = nil,
        priority: Int = 0,
        activation: Activation? = nil,
        expiry: Expiry? = nil,
        why: Words? = nil
    ) {
        self.id = id
        self.on = on
        self.condition = condition
        self.lines = lines
        self.effect = effect
        self.caps = caps
        self.budget = budget
        self.rejectsOverCap = rejectsOverCap
        self.schedule = schedule
        self.campaign = campaign
        self.group = group
        self.priority = priority
        self.activation = activation
        self.expiry = expiry
        self.why = why
        var segments: [Key] = []
        for case .inSegment(let segment) in condition.tests where !segments.contains(segment) {
            segments.append(segment)
        }
        self.segments = segments
        self.isTimed = schedule != nil || campaign != nil
        self.notMet = condition.tests.indices.map { .conditionNotMet(rule: id, condition: condition.text, test: $0) }
    }
}
