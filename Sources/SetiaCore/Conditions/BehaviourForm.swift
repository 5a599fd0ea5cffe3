internal import Expressions

/// How what a member did in the last days is asked for in a condition: a method of `member` with the window as its last
/// argument (rule C-15).
struct BehaviourForm: Sendable {
    let name: Key
    /// What is said before the window, in its order.
    let texts: [Text]
    let isMoney: Bool

    enum Text: Sendable {
        case currency, category, product, reward
    }

    static let all = [
        BehaviourForm(name: "orders", texts: [], isMoney: false),
        BehaviourForm(name: "visits", texts: [], isMoney: false),
        BehaviourForm(name: "stays", texts: [], isMoney: false),
        BehaviourForm(name: "redeemed", texts: [], isMoney: false),
        BehaviourForm(name: "redeemed", texts: [.reward], isMoney: false),
        BehaviourForm(name: "boughtCategory", texts: [.category], isMoney: false),
        BehaviourForm(name: "boughtProduct", texts: [.product], isMoney: false),
        BehaviourForm(name: "spend", texts: [.currency], isMoney: true),
        BehaviourForm(name: "spendOnCategory", texts: [.category, .currency], isMoney: true),
        BehaviourForm(name: "spendOnProduct", texts: [.product, .currency], isMoney: true),
    ]

    /// What a call asks for; none where it is another function's.
    static func measure(of call: CalledFunction) -> BehaviourMeasure? {
        all.first { $0.name == Key(call.name) && $0.texts.count + 2 == call.arguments.count }
            .flatMap { try? $0.measure(call.arguments, in: nil) }
    }

    /// All of them, as methods of `member`; where they may not be asked, each use of one says where it may be.
    static func overloads(_ currencies: [CurrencySetting], _ member: RecordType, isAllowed: Bool) -> [Overload] {
        all.map { form in
            Overload(
                form.name.text,
                isMethod: true,
                [.record(member)] + form.texts.map { _ in .string } + [.int],
                form.isMoney ? MoneyValue.valueType : .int,
                folding: .never,
                prepare: { (arguments) throws(ConstantFault) in
                    guard isAllowed else {
                        throw ConstantFault(
                            argument: form.texts.count + 1,
                            "what she did in the last days is counted by segments only, since nothing else reads history",
                            hint: "write it as the 'when' of a segment and ask member.inSegment(\"…\") here"
                        )
                    }
                    return form.body(try form.measure(arguments, in: currencies))
                },
                body: .many { (_, _) throws(EvaluationProblem) in throw .host("was not counted") }
            )
        }
    }

    /// The measure that constant arguments name.
    private func measure(
        _ arguments: [Value?],
        in currencies: [CurrencySetting]?
    ) throws(ConstantFault) -> BehaviourMeasure {
        let last = texts.count + 1
        guard case .int(let days)? = arguments[last] else {
            throw ConstantFault(argument: last, "the days are a number written out", hint: "such as 90")
        }
        guard (1...Int64(BehaviourMeasure.mostDays)).contains(days) else {
            throw ConstantFault(argument: last, "the days are 1 to \(BehaviourMeasure.mostDays)", hint: "such as 90")
        }
        var (currency, part, reward) = (Currency?.none, BehaviourMeasure.Part?.none, Key?.none)
        for (place, kind) in texts.enumerated() {
            guard case .string(let text)? = arguments[place + 1] else {
                throw ConstantFault(argument: place + 1, "this is a text written out", hint: kind.example)
            }
            switch kind {
            case .category: part = .category(Key(text))
            case .product: part = .product(Key(text))
            case .reward: reward = Key(text)
            case .currency:
                currency = try? Currency(text)
                if let currencies, !currencies.contains(where: { $0.currency == currency }) {
                    let known = currencies.map(\.currency.code).joined(separator: ", ")
                    throw ConstantFault(
                        argument: place + 1,
                        "the programme does not take '\(text)'",
                        hint: "there are: \(known)"
                    )
                }
            }
        }
        let deed: BehaviourMeasure.Deed =
            switch (name, currency, part) {
            case ("orders", _, _): .orders
            case ("visits", _, _): .visits
            case ("stays", _, _): .stays
            case (_, let currency?, let part): .spend(currency, on: part)
            case (_, nil, let part?): .units(of: part)
            default: .redemptions(of: reward)
            }
        return BehaviourMeasure(deed, days: Int(days))
    }

    private func body(_ measure: BehaviourMeasure) -> Overload.Body {
        switch texts.count {
        case 0: .two { (member, _, _) throws(EvaluationProblem) in try Self.value(of: measure, member) }
        case 1: .three { (member, _, _, _) throws(EvaluationProblem) in try Self.value(of: measure, member) }
        default: .many { (arguments, _) throws(EvaluationProblem) in try Self.value(of: measure, arguments[0]) }
        }
    }

    private static func value(of measure: BehaviourMeasure, _ member: Value) throws(EvaluationProblem) -> Value {
        guard case .record(let record) = member,
            let counted = record.field(MemberSource.behaviourSlot)?.host(as: CountedBehaviour.self),
            let value = counted.counts.value(of: measure)
        else { throw .host("was not counted") }
        guard case .spend(let currency, _) = measure.deed else { return .int(value) }
        return .host(MoneyValue(minorUnits: value, currency: currency))
    }
}

extension BehaviourForm.Text {
    fileprivate var example: String {
        switch self {
        case .currency: "such as \"MYR\""
        case .category: "such as \"coffee\""
        case .product: "such as \"kopi-o\""
        case .reward: "such as \"free-coffee\""
        }
    }
}

/// What was counted, as a record hands it on.
struct CountedBehaviour: HostValue {
    static let opaqueType = OpaqueType(name: "behaviour", written: "member.orders(90)")

    let counts: BehaviourCounts
}
