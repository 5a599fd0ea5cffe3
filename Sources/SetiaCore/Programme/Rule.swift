/// *On* an event, *when* a condition holds, give an effect.
package struct Rule: Sendable, Hashable {
    /// The rule's own key; unique in its programme, and what every reason names.
    package let id: Key
    /// The events that it listens to.
    package let on: EventType
    /// What must hold.
    package let condition: Condition
    /// What it gives.
    package let effect: Effect
    /// How much of it a member gets in which time; all of them count (rule E-10).
    package let caps: [Cap]
    /// Whether a cap that lets only a part through lets nothing through.
    package let rejectsOverCap: Bool
    /// When what it gives can be used, where that is not as the wallet says (rule L-9).
    package let activation: Activation?
    /// When what it gives lapses, where that is not as the wallet says; never `inactivity`.
    package let expiry: Expiry?
    /// What the member is told, in her languages; where there is none, the engine has words of its own.
    package let why: Words?

    /// What a rule gives.
    package enum Effect: Sendable, Hashable {
        /// Points by the wallet's rate for the order's currency (rule E-2).
        case earnByRate(wallet: Key)
        /// The same number of points whatever was paid; not multiplied (rule E-4).
        case earnFixed(wallet: Key, points: Points)
        /// What rates gave, times a factor, in one wallet or in all (rule E-6).
        case multiply(factor: Rational, wallet: Key?)
    }

    /// A rule.
    package init(
        id: Key,
        on: EventType,
        condition: Condition = .always,
        effect: Effect,
        caps: [Cap] = [],
        rejectsOverCap: Bool = false,
        activation: Activation? = nil,
        expiry: Expiry? = nil,
        why: Words? = nil
    ) {
        self.id = id
        self.on = on
        self.condition = condition
        self.effect = effect
        self.caps = caps
        self.rejectsOverCap = rejectsOverCap
        self.activation = activation
        self.expiry = expiry
        self.why = why
    }
}
