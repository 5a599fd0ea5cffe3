internal import ArgumentParser
internal import JSONText
internal import SetiaServer

/// `setia doctor`: whether a brand is in order, and what to do where it is not.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look whether the brand is in order.",
        discussion: """
            Looks at the database, its keys, the programme, time zones, free space and the clock. Ends with 0 where \
            nothing is bad, with 1 where something is. setia verify proves the balances themselves.

            EXAMPLES
              setia doctor
              setia doctor --database shop.db --keys /secure/shop.keys
              setia doctor --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let findings = await Examination(brand).findings()
            let shell = Shell.current
            if output.json {
                shell.say(JSON.array(findings.map(\.json)).pretty)
            } else {
                var table = TextTable([("", .left), ("", .left), ("", .left)])
                for finding in findings {
                    table.add(finding.state.mark(in: shell), finding.what, finding.says)
                }
                shell.say(table.text)
                for finding in findings { if let todo = finding.todo { shell.note("\(finding.what): \(todo)") } }
            }
            guard !findings.contains(where: { $0.state == .bad }) else { throw endWithFindings() }
        }
    }
}

/// What the doctor found about one thing.
struct Finding {
    /// How it is.
    enum State: String {
        case ok, warn, bad

        /// The word, in its colour where a person sees it; all marks take equally many columns.
        func mark(in shell: Shell) -> String {
            let word = self == .ok ? "ok  " : self == .warn ? "warn" : "bad "
            guard shell.outIsTerminal, shell.mayColour else { return word }
            let colour = self == .ok ? 32 : self == .warn ? 33 : 31
            return "\u{1B}[\(colour)m\(word)\u{1B}[0m"
        }
    }

    let state: State
    /// What was looked at.
    let what: String
    /// How it is, in words.
    let says: String
    /// What to do about it; none where it is in order.
    let todo: String?

    init(_ state: State, _ what: String, _ says: String, todo: String? = nil) {
        self.state = state
        self.what = what
        self.says = says
        self.todo = todo
    }

    /// For programs.
    var json: JSON {
        .object([
            "check": .string(what), "do": todo.map { .string($0) } ?? .null, "says": .string(says),
            "state": .string(state.rawValue),
        ])
    }
}
