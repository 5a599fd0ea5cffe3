import Expressions
import Foundation
import Testing

/// What holds of every text, whoever wrote it.
///
/// `FUZZ` sets how many are tried.
@Suite("Any text at all")
struct FuzzTests {
    private static let count = ProcessInfo.processInfo.environment["FUZZ"].flatMap { Int($0) } ?? 5_000
    private static let seed: UInt64 = 20_260_301

    @Test("compiling and evaluating any text ends, without a crash and within its cost")
    func anyText() {
        var strict = Shop.environment
        strict.limits.length = 2_000
        var lenient = strict
        lenient.isStrict = false
        let activation = Shop.activation(strict)
        var generator = ExpressionGenerator(seed: Self.seed)
        var compiled = 0
        var answered = 0
        for number in 0..<Self.count {
            let text = generator.next()
            let environment = number % 3 == 0 ? lenient : strict
            do throws(ExpressionFault) {
                let program = try environment.compile(text)
                compiled += 1
                if isAnswered(program, activation) { answered += 1 }
                if number % 16 == 0 {
                    #expect(program.explain(activation, costLimit: 2_000).lines.count == program.terms.count)
                }
            } catch {
                if error.position.offset > text.utf8.count || error.range.end < error.range.start
                    || error.reason.isEmpty
                {
                    Issue.record("\(error.description) for \(text)")
                }
            }
        }
        print("fuzz: \(Self.count) texts, \(compiled) compiled, \(answered) with an answer, seed \(Self.seed)")
        #expect(compiled > Self.count / 10)
        #expect(answered > Self.count / 20)
    }

    /// Whether there is a value; the fast way and the slow one must agree on it.
    private func isAnswered(_ program: Program, _ activation: Activation) -> Bool {
        guard let value = try? program.evaluate(activation, costLimit: 2_000) else { return false }
        if case .bool(let answer) = value, (try? program.isTrue(activation, costLimit: 2_000)) != answer {
            Issue.record("isTrue and evaluate differ for \(program.text)")
        }
        return true
    }

    @Test("any pattern ends, without a crash and in linear time")
    func anyPattern() throws {
        var environment = Environment()
        environment.declare("text", .string)
        environment.declare("pattern", .string)
        let program = try environment.compile("text.matches(pattern)")
        var random = SplitMix64(seed: Self.seed)
        let parts = [
            "a", "b", "(", ")", "[", "]", "*", "+", "?", "|", "^", "$", ".", "{2}", "{1,3}", "{3,}", "{", "\\d", "\\w",
            "\\b", "\\pL",
            "\\p{Thai}", "(?i)", "(?:", "[^a]", "[a-z", "-", "[[:alpha:]]", "\\", "é", "\\x41", "(a*)*", "(a|aa)+",
            "\\Q", "\\E",
        ]
        var activation = Activation(environment)
        activation.set("text", .string(String(repeating: "a", count: 60) + "é!"))
        for _ in 0..<Self.count {
            let pattern = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                parts[Int.random(in: 0..<parts.count, using: &random)]
            }
            activation.set("pattern", .string(pattern.joined()))
            _ = try? program.isTrue(activation, costLimit: 20_000)
        }
    }
}
