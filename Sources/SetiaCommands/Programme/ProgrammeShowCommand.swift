internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia programme show`: a published version, to the byte.
struct ProgrammeShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a published version of the programme, to the byte.",
        discussion: """
            Which versions there are is told on standard error, so that the document alone can go into a file.

            EXAMPLES
              setia programme show
              setia programme show --version 1 > version-1.yaml
              setia programme show --json
            """
    )

    @Option(help: ArgumentHelp("Which version; the one that holds now if not said.", valueName: "number"))
    var version: Int?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                try show(try await brand.service.programmes(), at: brand.service.surroundings.now())
            }
        }
    }

    private func show(_ versions: [PublishedProgramme], at now: Instant) throws {
        let shell = Shell.current
        guard let newest = versions.last, let current = versions.current(at: now) else { throw Unready.noProgramme }
        guard let wanted = version.map({ number in versions.first { $0.number == number } }) ?? current else {
            throw CommandFailure(
                "there is no version \(version ?? 0)",
                why: "there are versions 1 to \(newest.number)",
                todo: "setia programme show --version \(newest.number)",
                .notThere
            )
        }
        if output.json {
            let answer: JSON = .object([
                "document": .string(wanted.document), "newest": .integer(Int64(newest.number)),
                "publishedAt": .string(wanted.publishedAt.rfc3339),
                "state": .string(versions.state(of: wanted, at: now).rawValue),
                "validFrom": .string(wanted.validFrom.rfc3339), "version": .integer(Int64(wanted.number)),
            ])
            shell.say(answer.pretty)
            return
        }
        for version in versions {
            let mark = version.number == wanted.number ? "*" : " "
            shell.note(
                "\(mark) version \(version.number), \(versions.state(of: version, at: now).rawValue), "
                    + "from \(version.validFrom.rfc3339), published \(version.publishedAt.rfc3339)"
                    + (version.restores.map { ", as version \($0)" } ?? "")
                    + (version.reason.map { ": \($0)" } ?? "")
            )
        }
        shell.out(wanted.document.hasSuffix("\n") ? wanted.document : wanted.document + "\n")
    }
}
