internal import Foundation
internal import JSONText
internal import SetiaWire

/// The most bytes that a programme's document may have.
let mostProgrammeBytes = 1_000_000

/// What is wrong with a document, one problem a line, as editors and compilers have it: `file:line:column: reason`.
func lines(of problems: [ProgrammeProblem], in file: String) -> String {
    problems.map { problem in
        let path = problem.path.isEmpty ? "" : "\(problem.path): "
        return "\(file):\(problem.line):\(problem.column): \(path)\(problem.reason)"
    }.joined(separator: "\n")
}

extension ProgrammeProblem {
    /// For programs.
    var json: JSON {
        .object([
            "column": .integer(Int64(column)), "line": .integer(Int64(line)), "path": .string(path),
            "reason": .string(reason),
        ])
    }
}

/// Whether this machine knows an IANA time zone of this name.
func knowsTimeZone(_ name: String) -> Bool {
    name == "UTC" || name.contains("/") && TimeZone(identifier: name) != nil
}
