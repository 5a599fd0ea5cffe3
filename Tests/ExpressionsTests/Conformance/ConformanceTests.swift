import Expressions
import Foundation
import Testing

/// The tests that the authors of the language publish, as far as they need no protocol buffer types.
@Suite("Published conformance tests")
struct ConformanceTests {
    /// The folder beside the project, found from this file's place.
    private static let folder: URL = {
        var root = URL(filePath: #filePath)
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Package.swift").path) {
            root.deleteLastPathComponent()
        }
        return root.appending(path: "../shared/cases/cel").standardizedFileURL
    }()

    private static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }
    private static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

    private static let files = [
        "basic", "comparisons", "conversions", "fp_math", "integer_math", "lists", "logic", "macros", "macros2",
        "parse",
        "plumbing", "string", "string_ext", "timestamps",
    ]

    @Test("the published tests are there where it counts", .enabled(if: isCI))
    func areThere() {
        #expect(Self.isThere, "the folder shared/cases/cel beside the project is missing")
    }

    @Test("every published test passes that needs no protocol buffer type", .enabled(if: isThere), arguments: files)
    func pass(file: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: file + ".textproto")))
        var reader = TextProtoReader(bytes)
        var run = 0
        var skipped: [ConformanceCase.Skip: Int] = [:]
        for section in try reader.read().messages("section") {
            for test in section.messages("test") {
                do throws(ConformanceCase.Skipped) {
                    let test = try ConformanceCase(test, in: section.string("name") ?? "?")
                    run += 1
                    if let complaint = complaint(about: test) {
                        Issue.record("\(file)/\(test.name): \(test.text)\n\(complaint)")
                    }
                } catch {
                    skipped[error.reason, default: 0] += 1
                }
            }
        }
        let reasons = skipped.sorted { $0.key < $1.key }.map { ", \($0.value) skipped: \($0.key.rawValue)" }
        print("conformance \(file): \(run) run\(reasons.joined())")
        #expect(run > 0)
    }

    /// What is wrong with the answer, or nil.
    private func complaint(about test: ConformanceCase) -> String? {
        var environment = Environment(timeZones: SystemZones())
        environment.isStrict = test.isChecked
        environment.container = test.container
        for variable in test.declared {
            environment.declare(variable.name, variable.type)
        }
        for variable in test.bound where environment.slot(of: variable.name) == nil {
            environment.declare(variable.name, .dynamic)
        }
        var activation = Activation(environment)
        for variable in test.bound {
            activation.set(variable.name, variable.value)
        }
        let answer: Result<Value, EvaluationFault>
        do throws(ExpressionFault) {
            let program = try environment.compile(test.text)
            do throws(EvaluationFault) {
                answer = .success(try program.evaluate(activation))
            } catch {
                answer = .failure(error)
            }
        } catch {
            // What is wrong with a constant is found before the evaluation that the test has in mind.
            if case .fault = test.expected, error.kind == .constant { return nil }
            return "does not compile: \(error.description)"
        }
        switch (test.expected, answer) {
        case (.fault, .failure): return nil
        case (.fault, .success(let value)): return "gives \(value) and no error"
        case (.value(let wanted), .success(let value)):
            return same(wanted, value) ? nil : "gives \(value), not \(wanted)"
        case (.value(let wanted), .failure(let fault)): return "gives \(fault.problem.description), not \(wanted)"
        }
    }

    /// Equal and of the same type; a NaN is the same as a NaN.
    private func same(_ a: Value, _ b: Value) -> Bool {
        if case .double(let a) = a, case .double(let b) = b {
            return a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
        }
        return a == b && a.typeName == b.typeName
    }
}

/// The zones of the machine.
struct SystemZones: TimeZones {
    func secondsEast(of zone: String, at second: Int64) -> Int? {
        TimeZone(identifier: zone)?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }
}
