internal import ArgumentParser
internal import SetiaCore
internal import SetiaWire

/// `setia programme new`: a document to begin with.
struct ProgrammeNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a document to begin with: retail, hospitality, technology, services.",
        discussion: """
            With the industry's usual moves, in four languages, and with comments. Needs no database.

            EXAMPLES
              setia programme new --template retail --out retail.yaml
              setia programme new --template hospitality --currency THB,MYR
              setia programme new --template services --name our-club --out club.yaml
            """
    )

    @Option(help: ArgumentHelp("retail, hospitality, technology or services.", valueName: "industry"))
    var template: String

    @Option(help: ArgumentHelp("Where to write; standard output if not said.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("What can be paid with; levels count in the first.", valueName: "codes"))
    var currency = "MYR"

    @Option(help: ArgumentHelp("Whose days count, by its IANA name.", valueName: "zone"))
    var timeZone = "Asia/Kuala_Lumpur"

    @Option(help: ArgumentHelp("The programme's own name; the industry's if not said.", valueName: "name"))
    var name: String?

    func run() async throws {
        try await reporting {
            let document = try document()
            let (programme, problems) = parseProgramme(document, knowsTimeZone: knowsTimeZone)
            guard programme != nil else {
                throw CommandFailure(
                    "there is no such programme",
                    why: problems.first?.reason ?? "",
                    todo: "setia programme new --help",
                    .usage
                )
            }
            let shell = Shell.current
            guard let out else {
                shell.out(document)
                return
            }
            let file = try OutputFile(out, appending: false, mode: 0o644)
            try file.write(document.utf8)
            try file.finish()
            shell.note("wrote \(out); next: setia programme validate \(out)")
        }
    }

    private func document() throws -> String {
        guard let template = ProgrammeTemplate(rawValue: template) else {
            throw CommandFailure(
                "there is no template '\(template)'",
                why: "there are \(ProgrammeTemplate.allCases.map(\.rawValue).joined(separator: ", "))",
                todo: "setia programme new --template retail",
                .usage
            )
        }
        let currencies = try currency.split(separator: ",").map { code in
            guard let currency = try? Currency(String(code)) else {
                throw CommandFailure(
                    "'\(code)' is no currency",
                    why: "a currency is three capital letters",
                    todo: "--currency MYR,THB",
                    .usage
                )
            }
            return currency
        }
        return template.document(name: name, currencies: currencies, timeZone: timeZone)
    }
}
