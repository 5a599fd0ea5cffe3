internal import Expressions

/// Which lines of an order a rule counts (rule E-12): an expression over `line`, and over `event` and `member` as in a
/// condition.
package struct LineFilter: Sendable, Hashable {
    /// As the programme has it.
    package let text: Key
    private let test: Test

    private enum Test: Sendable, Hashable {
        /// It is of this category: a form of its own, which is quick.
        case category(Key)
        indirect case expression(ExpressionTest)
    }

    /// The category whose lines it takes, where it asks for nothing else.
    package var category: Key? {
        if case .category(let category) = test { category } else { nil }
    }

    /// The filter that `text` states, checked.
    ///
    /// - Throws: where it stops making sense and why.
    package static func parse(
        _ text: String,
        _ vocabulary: ConditionVocabulary
    ) throws(MalformedCondition) -> LineFilter {
        if let category = category(text) { return LineFilter(text: Key(text), test: .category(category)) }
        let language = vocabulary.language(on: .orderPaid)
        let program = try compiled(text, language.lineEnvironment)
        if case .always(let value) = program.constancy, case .bool(let answer) = value {
            throw MalformedCondition(offset: 0, reason: answer ? "this holds for every line" : "this never holds")
        }
        let expression = ExpressionTest(text: text, program: program, language: language)
        return LineFilter(text: Key(text), test: .expression(expression))
    }

    /// Whether it takes a line of this order.
    func takes(_ line: Order.Line, scene: (ConditionLanguage) -> LineScene) -> Bool {
        switch test {
        case .category(let category): line.categories.contains(category)
        case .expression(let expression): expression.holds(in: scene(expression.language).of(line))
        }
    }

    /// Of `"coffee" in line.categories` the category.
    private static func category(_ text: String) -> Key? {
        let end = "in line.categories"
        let trimmed = text.utf8.filter { $0 != 32 }
        let tail = end.utf8.filter { $0 != 32 }
        guard trimmed.count > tail.count + 2, trimmed.suffix(tail.count).elementsEqual(tail) else { return nil }
        let quoted = text.utf8.drop { $0 == 32 }.prefix { $0 != 32 }
        guard let mark = quoted.first, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'"), quoted.last == mark,
            quoted.count > 2
        else { return nil }
        let inner = quoted.dropFirst().dropLast()
        guard !inner.contains(where: { $0 == mark || $0 == UInt8(ascii: "\\") }),
            trimmed.count == quoted.count + tail.count
        else { return nil }
        return Key(String(decoding: Array(inner), as: UTF8.self))
    }
}

/// What the line filters of one decision look at.
struct LineScene {
    private let source: EventSource
    private var activation: Expressions.Activation

    init(_ language: ConditionLanguage, event: EventSource, member: MemberSource) {
        source = event
        var activation = Expressions.Activation(language.lineEnvironment)
        activation[ConditionLanguage.eventSlot] = .record(event, of: language.event)
        activation[ConditionLanguage.memberSlot] = .record(member, of: language.member)
        self.activation = activation
    }

    /// With one line at hand.
    func of(_ line: Order.Line) -> Expressions.Activation {
        var own = activation
        own[ConditionLanguage.lineSlot] = source.line(line)
        return own
    }
}
