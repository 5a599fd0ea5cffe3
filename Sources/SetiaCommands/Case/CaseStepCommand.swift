internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia case step`: a case goes on.
struct CaseStepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "Take a case on, open it again, or keep a note in it.",
        discussion: """
            The steps: acknowledged, owned, answered (she reads --text), compensated, confirmed, learned (names --cause), \
            closed; and reopen, note, promise (--text by --day), kept.

            EXAMPLES
              setia case step "$ID" answered --text "A new cup is on its way."
              setia case step "$ID" promise --text "A new cup." --day 2026-03-31
              setia case step "$ID" note --text "Ask the shop." --json
            """
    )

    @OptionGroup var reference: CaseReference

    @Argument(help: "What is done.")
    var step: String

    @Option(help: "What is said; she sees it, save a note.")
    var text = ""

    @Option(help: "product, delivery, staff, promise, system, price or other.")
    var cause: String?

    @Option(help: "By which day something is promised, such as 2026-03-31.")
    var day: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if step == "promise", day.flatMap({ Day(iso: $0) }) == nil {
            throw ValidationError("--day names the day of a promise, such as 2026-03-31")
        }
        guard change != nil else {
            let states = CaseState.allCases.filter { $0 != .received }.map(\.rawValue)
            throw ValidationError(
                "the step is one of \((states + ["reopen", "note", "promise", "kept"]).joined(separator: ", "))"
            )
        }
        guard cause.map({ CaseCause(rawValue: $0) != nil }) ?? true else {
            let causes = CaseCause.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--cause is one of \(causes)")
        }
    }

    private var change: CaseChange? {
        switch step {
        case "reopen": return .reopen(text: text)
        case "note": return .note(text: text)
        case "promise": return day.flatMap { Day(iso: $0) }.map { .promise($0, text: text) }
        case "kept": return .keep(text: text)
        default:
            guard let state = CaseState(rawValue: step), state != .received else { return nil }
            return .move(state, text: text, cause: cause.flatMap { CaseCause(rawValue: $0) })
        }
    }

    func run() async throws {
        try await reporting {
            let id = try reference.memberCase
            guard let change else { return }
            try await brand.withBrand { brand in
                let one = try await brand.service.change(id, change, by: .operator)
                let shell = Shell.current
                guard !output.json else { return shell.say(JSON.object(one.json).pretty) }
                shell.say("\(one.state)")
            }
        }
    }
}
