package import SetiaCore

/// The programme that a YAML document states, or everything that is wrong with the document.
///
/// All problems are found in one go, in the order of the text, save that a text which is no YAML has only the first.
/// The form is described in `docs/rules/programme.md`.
///
/// - Parameters:
///   - text: The document; at most 1,000,000 bytes.
///   - knowsTimeZone: Whether there is an IANA time zone of this name; the core and this room know none.
///   - wasPublished: Whether it was taken before: then what was learned to refuse since is let through.
/// - Returns: A programme where there is no problem, and none where there is one.
package func parseProgramme(
    _ text: String,
    knowsTimeZone: (String) -> Bool = { _ in true },
    wasPublished: Bool = false
) -> (programme: Programme?, problems: [ProgrammeProblem]) {
    var yaml = YAMLReading()
    let root = yaml.root(of: text)
    var reader = ProgrammeReader(isStrict: !wasPublished)
    let programme = root.flatMap { reader.programme($0, knowsTimeZone) }
    let problems = yaml.problems + reader.problems
    guard problems.isEmpty else { return (nil, problems.sorted(by: ProgrammeProblem.standsBefore)) }
    return (programme, [])
}

extension Programme {
    /// The programme that a YAML document states; otherwise as for `parseProgramme`.
    ///
    /// - Throws: all that is wrong with the document.
    package init(
        document text: String,
        knowsTimeZone: (String) -> Bool = { _ in true },
        wasPublished: Bool = false
    ) throws(MalformedProgramme) {
        let (programme, problems) = parseProgramme(text, knowsTimeZone: knowsTimeZone, wasPublished: wasPublished)
        guard let programme else { throw MalformedProgramme(problems: problems) }
        self = programme
    }
}

/// One thing that is wrong with a programme document.
package struct ProgrammeProblem: Sendable, Hashable, CustomStringConvertible {
    /// The line where it stands, from 1.
    package let line: Int
    /// The column where it stands, from 1, in characters as Unicode counts them.
    package let column: Int
    /// What leads there from the top, such as `rules[2].earn.wallet`, lists counted from 0; empty for the whole.
    package let path: String
    /// What is wrong, and what would be right.
    package let reason: String

    /// A problem.
    package init(line: Int, column: Int, path: String, reason: String) {
        self.line = line
        self.column = column
        self.path = path
        self.reason = reason
    }

    /// What a person reads: "line 12, column 17: wallets.points.activation: must be …".
    package var description: String {
        "line \(line), column \(column): \(path.isEmpty ? "" : path + ": ")\(reason)"
    }

    static func standsBefore(_ one: ProgrammeProblem, _ other: ProgrammeProblem) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }
}

/// A programme document cannot be taken.
package struct MalformedProgramme: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one, in the order of the text.
    package let problems: [ProgrammeProblem]

    /// What a person reads, one problem a line.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
