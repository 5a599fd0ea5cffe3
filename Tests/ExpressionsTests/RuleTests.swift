import Expressions
import Testing

@Suite("Conditions of rules")
struct RuleTests {
    private let environment = Shop.environment

    private func isTrue(_ text: String, _ activation: Activation? = nil) throws -> Bool {
        let program = try environment.compile(text, expecting: .bool)
        return try program.isTrue(activation ?? Shop.activation(environment))
    }

    @Test(
        "an ordinary condition holds for the purchase that it describes",
        arguments: [
            "event.total >= money(\"100.00 MYR\")",
            "member.tiers.status.atLeast(\"gold\") && event.channel == \"app\"",
            "event.lines.exists(line, \"coffee\" in line.categories) && event.occurredAt.getHours(event.zone) < 10",
            "event.total + money(\"0.01 MYR\") > money(\"120.00 MYR\")",
            "event.lines.filter(line, line.amount > money(\"50.00 MYR\")).size() == 1",
            "member.points > points(10) && member.points < points(11)",
            "!has(event.store) || event.store.id == \"KL-1\"",
            "event.attributes.colour == \"red\" && event.attributes[\"size\"] > 40",
            "has(event.attributes.colour) && !has(event.attributes.weight)",
            "event.occurredAt.getDayOfWeek(\"+08:00\") == 0",
            "member.country in [\"MY\", \"SG\"]",
            "event.lines.map(line, line.quantity) == [2, 1]",
            "event.zone.matches(\"^Asia/\")",
        ]
    )
    func ordinaryConditions(text: String) throws {
        #expect(try isTrue(text))
    }

    @Test(
        "an amount just below the limit does not reach it",
        arguments: [(99_99, false), (100_00, true), (100_01, true)]
    )
    func amountsAtTheLimit(units: Int64, holds: Bool) throws {
        let total = Shop.Money(minorUnits: units, currency: "MYR")
        let activation = Shop.activation(environment, total: total)
        #expect(try isTrue("event.total >= money(\"100.00 MYR\")", activation) == holds)
    }

    @Test("amounts in two currencies cannot be compared")
    func currencies() throws {
        let program = try environment.compile("event.total > money(\"1.00 SGD\")")
        #expect(throws: EvaluationFault.self) { try program.evaluate(Shop.activation(environment)) }
    }

    @Test("an absent field is an error where it is read and none where it is asked for")
    func absentFields() throws {
        #expect(try !isTrue("has(member.age)"))
        #expect(try !isTrue("has(member.age) && member.age > 18"))
        #expect(throws: EvaluationFault.self) { try isTrue("member.age > 18") }
        #expect(try isTrue("member.age > 18 || true"))
    }

    @Test("a store that is there can be read")
    func presentFields() throws {
        let activation = Shop.activation(environment, hasStore: true)
        #expect(try isTrue("has(event.store) && event.store.id == \"KL-1\"", activation))
    }

    @Test("text is compared by code points: é composed is not é decomposed")
    func codePoints() throws {
        #expect(try !isTrue("\"caf\\u00e9\" == \"cafe\\u0301\""))
        #expect(try isTrue("\"caf\\u00e9\" > \"cafe\\u0301\""))
        #expect(try !isTrue("\"caf\\u00e9\" in [\"cafe\\u0301\"]"))
        #expect(try isTrue("size({\"\\u00e9\": 1, \"e\\u0301\": 2}) == 2"))
    }

    @Test("an evaluation that costs more than it may is ended, and nothing absorbs that")
    func costLimit() throws {
        let text = "[1,2,3,4,5,6,7,8,9].exists(a, [1,2,3,4,5,6,7,8,9].all(b, a * b > event.quantity)) || true"
        let program = try environment.compile("event.quantity > 99 || (\(text.dropLast(8)))")
        let activation = Shop.activation(environment)
        #expect(throws: Never.self) { try program.evaluate(activation, costLimit: 10_000) }
        let fault = #expect(throws: EvaluationFault.self) { try program.evaluate(activation, costLimit: 40) }
        #expect(fault?.problem == .tooCostly(limit: 40))
    }

    @Test("a condition that is always false or true is known as such")
    func constancy() throws {
        #expect(try environment.compile("1 > 2").constancy == .always(.bool(false)))
        #expect(try environment.compile("event.quantity > 2 && false").constancy == .always(.bool(false)))
        #expect(try environment.compile("[1, 2].exists(x, x == 2)").constancy == .always(.bool(true)))
        #expect(try environment.compile("1 / 0 == 1").constancy == .fails(.divisionByZero))
        #expect(try environment.compile("event.quantity > 2").constancy == .varies)
    }

    @Test("what a condition reads is known without running it")
    func reads() throws {
        let text = """
            event.lines.exists(line, line.quantity > member.age) && event.attributes["colour"] == "red" && has(event.store)
            """
        let program = try environment.compile(text)
        #expect(
            program.reads.map(\.text) == ["event.lines", "member.age", "event.attributes[\"colour\"]", "event.store"]
        )
    }

    @Test("an explanation names the first term that fails and the values that it saw")
    func explanation() throws {
        let text = "member.tiers.status.atLeast(\"gold\") && event.channel == \"web\" && event.quantity > 1"
        let program = try environment.compile(text, expecting: .bool)
        let explanation = program.explain(Shop.activation(environment))
        #expect(explanation.lines.map(\.answer) == [.holds, .fails, .holds])
        #expect(explanation.decisive?.term.text == "event.channel == \"web\"")
        #expect(explanation.decisive?.term.inputs.map(\.text) == ["event.channel"])
        #expect(explanation.decisive?.values == [.string("app")])
    }

    @Test("a term is shown as it was written, with its brackets")
    func termTexts() throws {
        let text = "(event.quantity + 1) * 2 > 3 && (event.channel == \"app\" || false) && !(true && has(member.age))"
        let terms = try environment.compile(text).terms.map(\.text)
        #expect(
            terms == [
                "(event.quantity + 1) * 2 > 3", "(event.channel == \"app\" || false)", "!(true && has(member.age))",
            ]
        )
    }
}
