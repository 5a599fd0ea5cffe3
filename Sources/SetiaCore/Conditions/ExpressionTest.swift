internal import Expressions

/// A part of a condition that is an expression of the whole language.
///
/// What cannot be answered, since a field is absent or amounts of two currencies meet, does not hold.
package struct ExpressionTest: Sendable, Hashable {
    /// As the programme has it.
    package let text: String
    let language: ConditionLanguage
    private let program: Program
    /// Whether it asks what was bought, so that a return may change the answer.
    let readsBasket: Bool
    /// Whether it asks something of the event, which a segment cannot.
    package let readsEvent: Bool
    /// Whether it asks for segments, which no segment may.
    package let readsSegments: Bool
    /// What it counts of what she did, which only a segment may.
    package let measures: [BehaviourMeasure]

    /// About as many operations as one evaluation may take.
    private static let costLimit = 100_000

    init(text: String, program: Program, language: ConditionLanguage) {
        self.text = text
        self.program = program
        self.language = language
        readsEvent = program.reads.contains { $0.text.utf8.starts(with: "event".utf8) }
        readsSegments = program.reads.contains { $0.text.utf8.elementsEqual("member.segments".utf8) }
        measures = program.calls.compactMap { BehaviourForm.measure(of: $0) }
        readsBasket = program.reads.contains { input in
            ["event.total", "event.lines", "event.quantity"].contains { input.text.utf8.elementsEqual($0.utf8) }
        }
    }

    /// Whether it holds there.
    func holds(in scene: ConditionScene) -> Bool { holds(in: scene.activation) }

    /// Whether it holds with these values.
    func holds(in activation: Expressions.Activation) -> Bool {
        (try? program.isTrue(activation, costLimit: Self.costLimit)) ?? false
    }

    /// What it looked at, for whoever asks why.
    func saw(in scene: ConditionScene) -> [Reason.Seen] {
        program.reads.prefix(8).compactMap { input in
            guard let value = program.value(of: input, scene.activation) else {
                return Reason.Seen(path: Key(input.text), value: nil)
            }
            if let money = value.host(as: MoneyValue.self) {
                return Reason.Seen(path: Key(input.text), value: Key("\(money.minorUnits) \(money.currency.code)"))
            }
            return value.plainText.map { text in
                // Nearly all are short, and a prefix counts characters.
                Reason.Seen(path: Key(input.text), value: Key(text.utf8.count <= 200 ? text : String(text.prefix(200))))
            }
        }
    }

    package static func == (one: ExpressionTest, other: ExpressionTest) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// What the conditions of one decision look at: made where the first expression asks, and then kept.
struct ConditionScene {
    let language: ConditionLanguage
    var activation: Expressions.Activation { _read { yield box[0] } }
    /// One: a scene is handed on with each question, and an array is one reference.
    private let box: [Expressions.Activation]

    init(_ language: ConditionLanguage, event: EventSource, member: MemberSource) {
        self.language = language
        var activation = Expressions.Activation(language.environment)
        activation[ConditionLanguage.eventSlot] = .record(event, of: language.event, keeping: EventSource.linesSlot)
        activation[ConditionLanguage.memberSlot] = .record(member, of: language.member)
        box = [activation]
    }

    /// Whether it is for expressions of this language.
    func fits(_ language: ConditionLanguage) -> Bool { self.language.event == language.event }
}
