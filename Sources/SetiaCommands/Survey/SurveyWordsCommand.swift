internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia survey words`: what members wrote in a wave.
struct SurveyWordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "words",
        abstract: "Search what members wrote in a wave, the newest first.",
        discussion: """
            EXAMPLES
              setia survey words visit --search waiting
              setia survey words visit --wave 2026-Q1 --tag waiting-time
              setia survey words visit --limit 200 --json
            """
    )

    @Argument(help: "The survey's name in the programme.")
    var survey: String

    @Option(help: "Which wave, such as 2026-Q1; else the one of now.")
    var wave: String?

    @Option(help: "What must stand in it, capitals or not.")
    var search: String?

    @Option(help: "What it must be about.")
    var tag: String?

    @Option(help: "How many at most, 1 to 200.")
    var limit = 50

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200") }
        guard tag.map({ SurveyTag($0) != nil }) ?? true else {
            throw ValidationError("--tag has letters or digits, at most \(SurveyTag.longest) characters")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let results = try await brand.service.surveyResults(Key(survey), wave: wave)
                let page = try await brand.service.surveyVerbatims(
                    results,
                    text: search ?? "",
                    tag: tag.flatMap { SurveyTag($0)?.key },
                    limit: limit
                )
                let shell = Shell.current
                let isScored = results.survey.kind.isScored
                if output.json {
                    let items = try page.items.map { item in
                        let body = SurveyVerbatimBody(
                            member: item.member,
                            name: item.name,
                            at: item.at,
                            score: isScored ? item.score : nil,
                            comment: item.comment,
                            texts: item.texts,
                            tags: item.tags
                        )
                        return try JSON.parse(body.bytes)
                    }
                    return shell.say(JSON.array(items).pretty)
                }
                guard !page.items.isEmpty else { return shell.note("nobody wrote such words in \(results.wave.key)") }
                for item in page.items {
                    let score = isScored ? "  \(item.score)" : ""
                    let tags = item.tags.isEmpty ? "" : "  [\(item.tags.map(\.text).joined(separator: ", "))]"
                    shell.say("\(item.member.text)  \(item.at.rfc3339)\(score)\(tags)")
                    for text in [item.comment] + item.texts.map({ "\($0.question): \($0.words.text)" })
                    where !text.isEmpty {
                        shell.say("    \(text.replacing("\n", with: "\n    "))")
                    }
                }
                if page.next != nil { shell.note("there is more: search for a word, or ask for more with --limit") }
            }
        }
    }
}

/// `setia survey tag`: says what the words of an answer are about.
struct SurveyTagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Say what the words of an answer are about.",
        discussion: """
            What was said of it before is replaced; without --tags all are taken away.

            EXAMPLES
              setia survey tag visit "$MEMBER" --wave 2026-Q1 --tags "waiting time, staff"
              setia survey tag visit "$MEMBER" --wave 2026-Q1
              setia survey tag visit "$MEMBER" --wave 2026-Q1 --tags price --database shop.db
            """
    )

    @Argument(help: "The survey's name in the programme.")
    var survey: String

    @Argument(help: ArgumentHelp("Whose answer.", valueName: "member-id"))
    var member: String

    @Option(help: "In which wave, such as 2026-Q1.")
    var wave: String

    @Option(help: "Tags, apart by commas.")
    var tags = ""

    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            guard let id = MemberID(text: member) else { throw SurveyRefusal.unknownAnswer }
            try await brand.withBrand { brand in
                let kept = try await brand.service.tagAnswer(
                    Key(survey),
                    wave: Key(wave),
                    of: id,
                    SurveyTag.parts(of: tags),
                    by: .operator
                )
                Shell.current.say(kept.isEmpty ? "no tags" : kept.map(\.text).joined(separator: ", "))
            }
        }
    }
}
