import Expressions
import Testing

/// What holds of all values.
@Suite("Laws of values")
struct LawTests {
    private let environment: Environment = {
        var environment = Environment()
        environment.declare("a", .dynamic)
        environment.declare("b", .dynamic)
        return environment
    }()

    private func value(_ program: Program, _ a: Value, _ b: Value) -> Value? {
        var activation = Activation(environment)
        activation.set("a", a)
        activation.set("b", b)
        return try? program.evaluate(activation)
    }

    private static func number(_ random: inout SplitMix64) -> Value {
        let edges: [Int64] = [.min, .min + 1, -1, 0, 1, 2, 3, 1 << 32, .max - 1, .max]
        let int =
            Bool.random(using: &random)
            ? edges.randomElement(using: &random) ?? 0 : Int64.random(in: -9...9, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .int(int)
        case 1: return .uint(UInt64(bitPattern: int))
        default: return .double(Bool.random(using: &random) ? Double(int) : Double.random(in: -3...3, using: &random))
        }
    }

    @Test("exactly one of <, == and > holds of two numbers, and the other way round it is turned", arguments: 0..<200)
    func order(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (a, b) = (Self.number(&random), Self.number(&random))
        let (less, equal, greater) = (
            try environment.compile("a < b"), try environment.compile("a == b"), try environment.compile("a > b")
        )
        let answers = [less, equal, greater].map { value($0, a, b) == .bool(true) }
        #expect(answers.filter { $0 }.count == 1)
        #expect([greater, equal, less].map { value($0, b, a) == .bool(true) } == answers)
    }

    @Test("whole numbers are exact or an error, never wrapped", arguments: 0..<300)
    func arithmetic(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let edges: [Int64] = [.min, .min + 1, -3, -1, 0, 1, 7, 1 << 31, 1 << 62, .max]
        guard let a = edges.randomElement(using: &random), let b = edges.randomElement(using: &random) else { return }
        let cases: [(String, (Int128, Int128) -> Int128?)] = [
            ("a + b", { $0 + $1 }), ("a - b", { $0 - $1 }), ("a * b", { $0 * $1 }),
            ("a / b", { $1 == 0 ? nil : $0 / $1 }),
            ("a % b", { $1 == 0 || ($0 == Int128(Int64.min) && $1 == -1) ? nil : $0 % $1 }),
        ]
        for (text, exact) in cases {
            let wanted = exact(Int128(a), Int128(b)).flatMap { Int64(exactly: $0) }.map(Value.int)
            #expect(value(try environment.compile(text), .int(a), .int(b)) == wanted, "\(text) with \(a), \(b)")
        }
    }

    @Test("a double written as text reads back as itself", arguments: 0..<300)
    func doubles(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let number = Double(bitPattern: random.next())
        guard number.isFinite else { return }
        #expect(value(try environment.compile("double(string(a))"), .double(number), .null) == .double(number))
        let scientific = value(try environment.compile("double('%.17e'.format([a]))"), .double(number), .null)
        #expect(scientific == .double(number))
    }

    @Test("a timestamp written as text reads back as itself", arguments: 0..<200)
    func timestamps(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
        let moment = Timestamp(seconds: seconds, nanoseconds: Int32.random(in: 0..<1_000_000_000, using: &random))
        let value = try #require(moment.map(Value.timestamp))
        #expect(self.value(try environment.compile("timestamp(string(a))"), value, .null) == value)
    }

    @Test("splitting and joining by the same separator gives the text back", arguments: 0..<100)
    func splitting(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let letters = ["a", "é", "e\u{301}", "\u{1F600}", ",", " "]
        let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }
            .joined()
        let program = try environment.compile("a.split(b).join(b)")
        #expect(value(program, .string(text), .string(",")) == .string(text))
        #expect(value(try environment.compile("a.reverse().reverse()"), .string(text), .null) == .string(text))
    }

    @Test(
        "a duration is read in its units or refused",
        arguments: [
            ("1h30m", 5_400_000_000_000), ("-1.5s", -1_500_000_000), ("0", 0), (".5h", 1_800_000_000_000),
            ("3us", 3_000), ("", nil),
            ("1", nil), ("1d", nil), ("1h-1m", nil), ("99999999999999999999.5h", nil), ("9223372036.854775808s", nil),
            ("-", nil),
        ] as [(String, Int64?)]
    )
    func durations(text: String, nanoseconds: Int64?) throws {
        let program = try environment.compile("duration(a)")
        #expect(value(program, .string(text), .null) == nanoseconds.map { .duration(Span(nanoseconds: $0)) })
    }
}
