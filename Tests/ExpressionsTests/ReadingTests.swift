import Expressions
import Testing

@Suite("Reading")
struct ReadingTests {
    private let environment = Environment()

    private func value(_ text: String) throws -> Value {
        try environment.compile(text).evaluate(Activation(environment))
    }

    @Test(
        "blanks, line ends and comments may stand between any two tokens",
        arguments: [" ", "\t", "\n", "\u{C}", "\r", "// @\n"]
    )
    func blanks(blank: String) throws {
        let tokens = [
            "[", "int", "(", "17", ")", "]", "[", "0", "]", "==", "(", "18", "-", "1", ")", "&&", "!", "false", "?",
            "{", "'a'", ":", "1",
            "}", ".", "a", ":", "2",
        ]
        #expect(try value(tokens.joined(separator: blank)) == .int(1))
        #expect(try value(tokens.joined()) == .int(1))
    }

    @Test("a position counts lines from one and columns in code points")
    func positions() {
        let fault = #expect(throws: ExpressionFault.self) { try environment.compile("'é\u{1F600}' ==\n  'é' + x") }
        #expect(fault?.position.line == 2)
        #expect(fault?.position.column == 9)
        #expect(fault?.position.offset == 21)
        #expect(fault?.range == TextRange(start: 21, end: 22))
    }

    @Test(
        "operators bind as the specification says",
        arguments: [
            ("1 + 2 * 3 == 7", true), ("10 - 4 - 3 == 3", true), ("2 * 3 % 4 == 2", true), ("-2 * -3 == 6", true),
            ("true || false && false", true), ("1 < 2 == true", true), ("!true == false", true),
            ("false ? true : true ? true : false", true),
            ("-1 + 2 == 1 && !(1 + -2 == 1)", true), ("1 - -1 == 2", true), ("2 in [1, 2] && !(3 in [1, 2])", true),
        ]
    )
    func precedence(text: String, answer: Bool) throws {
        #expect(try value(text) == .bool(answer))
    }

    @Test("the least int can be written, and nothing below it")
    func leastInt() throws {
        #expect(try value("-9223372036854775808") == .int(.min))
        #expect(try value("-0x8000000000000000") == .int(.min))
        #expect(throws: ExpressionFault.self) { try value("-9223372036854775809") }
        #expect(throws: ExpressionFault.self) { try value("9223372036854775808") }
    }

    @Test("a name of a macro hides a variable, and only inside the macro")
    func hiding() throws {
        var environment = Environment()
        environment.declare("x", .int)
        var activation = Activation(environment)
        activation.set("x", .int(5))
        let program = try environment.compile("[1, 2].map(x, [x].map(x, x * 10)[0] + x) == [11, 22] && x == 5")
        #expect(try program.isTrue(activation))
    }
}
