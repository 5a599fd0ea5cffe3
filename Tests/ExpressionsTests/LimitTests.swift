import Expressions
import Testing

@Suite("Limits")
struct LimitTests {
    private let environment = Shop.environment

    private func kind(_ text: String, _ limits: Limits = Limits()) -> ExpressionFault.Kind? {
        var environment = environment
        environment.limits = limits
        do throws(ExpressionFault) {
            _ = try environment.compile(text)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test("what the specification asks every implementation for is allowed")
    func least() {
        #expect(kind(String(repeating: "(", count: 32) + "1" + String(repeating: ")", count: 32)) == nil)
        #expect(kind(Array(repeating: "true", count: 33).joined(separator: " && ")) == nil)
        #expect(kind(Array(repeating: "1", count: 25).joined(separator: " + ")) == nil)
        #expect(kind(String(repeating: "!", count: 32) + "true") == nil)
    }

    @Test("a text that is too long is refused", arguments: [(10, 11, true), (11, 11, false)])
    func length(limit: Int, count: Int, isRefused: Bool) {
        let text = "1" + String(repeating: " ", count: count - 1)
        #expect((kind(text, Limits(length: limit)) == .limit) == isRefused)
    }

    @Test(
        "what is nested too deep is refused, whatever it is made of",
        arguments: [
            ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("-", "x", ""), ("1+", "1", ""), ("", "event", ".a"),
            ("", "x", "[0]"),
            ("true?1:", "1", ""), ("size([", "", "])"), ("[1].all(x,", "true", ")"), ("a{b:", "1", "}"),
        ]
    )
    func depth(open: String, inner: String, close: String) {
        let text = String(repeating: open, count: 500) + inner + String(repeating: close, count: 500)
        #expect(kind(text, Limits(length: 100_000)) == .limit)
    }

    @Test("many terms of one && are no depth")
    func terms() {
        #expect(kind(Array(repeating: "event.quantity > 1", count: 150).joined(separator: " && ")) == nil)
    }

    @Test("a condition that goes over lists within lists within lists is refused by its estimate")
    func estimate() {
        let two = "event.lines.all(a, event.lines.all(b, a.quantity > b.quantity))"
        #expect(kind(two) == nil)
        #expect(kind("event.lines.all(c, event.lines.all(d, \(two)))") == .limit)
    }

    @Test("a string cannot be doubled until it fills the memory")
    func doubling() throws {
        var text = "['aaaaaaaaaaaaaaaa' + event.channel]"
        for number in 0..<20 {
            text += ".map(x\(number), x\(number) + x\(number))"
        }
        let program = try environment.compile(text)
        let fault = #expect(throws: EvaluationFault.self) {
            try program.evaluate(Shop.activation(environment), costLimit: 10_000)
        }
        #expect(fault?.problem == .tooCostly(limit: 10_000))
    }

    @Test("the cost limit is a limit: one step less and the same expression is ended", arguments: [1, 2, 5, 20])
    func exactly(elements: Int) throws {
        var environment = Environment()
        environment.declare("list", .list(.int))
        let program = try environment.compile("list.all(x, x >= 0)")
        var activation = Activation(environment)
        activation.set("list", .list((0..<elements).map { .int(Int64($0)) }))
        let cost = program.steps + elements * 4
        #expect(try program.isTrue(activation, costLimit: cost))
        #expect(throws: EvaluationFault.self) { try program.isTrue(activation, costLimit: cost - 1) }
    }
}
