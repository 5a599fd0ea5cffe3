import Expressions

/// How long an evaluation takes: the expressions of a file that any implementation can run, and three conditions with
/// money.
///
/// Prints a line an expression: nanoseconds, a tab, the expression.
@main
enum Measure {
    static func main() {
        var lines: [String] = []
        while let line = readLine() {
            lines.append(line)
        }
        for text in lines where !text.isEmpty {
            report(text, Plain.environment, Plain.activation)
        }
        for text in Rules.conditions {
            report(text, Rules.environment, Rules.activation)
        }
    }

    private static func report(_ text: String, _ environment: Environment, _ activation: Activation) {
        do {
            let program = try environment.compile(text, expecting: .bool)
            print("\(try nanoseconds(program, activation))\t\(text)")
            if text == Rules.conditions.last { print("\(try compiling(text, environment))\tcompiling the line above") }
        } catch let fault as ExpressionFault {
            print("fault\t\(text)\t\(fault.description)")
        } catch {
            print("fault\t\(text)\t\(error)")
        }
    }

    private static func compiling(_ text: String, _ environment: Environment) throws -> Int {
        var best = Int.max
        for _ in 0..<1_000 {
            let time = try ContinuousClock().measure {
                _ = try environment.compile(text, expecting: .bool)
            }
            best = min(best, Int(time.components.attoseconds / 1_000_000_000))
        }
        return best
    }

    /// The best of many short runs, since a shared machine only ever adds.
    private static func nanoseconds(_ program: Program, _ activation: Activation) throws -> Int {
        let rounds = 1_000
        var best = Int.max
        for _ in 0..<400 {
            var held = 0
            let time = try ContinuousClock().measure {
                for _ in 0..<rounds where try program.isTrue(activation) {
                    held += 1
                }
            }
            precondition(held == rounds, "\(program.text) does not hold")
            let nanoseconds = time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000
            best = min(best, Int(nanoseconds) / rounds)
        }
        return best
    }
}
