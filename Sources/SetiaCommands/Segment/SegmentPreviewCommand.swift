internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia segment preview CONDITION`: who would belong to a segment.
struct SegmentPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Count who would belong to a segment; nothing is written.",
        discussion: """
            EXAMPLES
              setia segment preview 'member.orders >= 10'
              setia segment preview 'member.orders >= 1 && member.orders(30) == 0'
              setia segment preview 'member.tiers.status.atLeast("gold")' --limit 20 --json
            """
    )

    @Argument(help: ArgumentHelp("The condition over the member.", valueName: "condition"))
    var condition: String

    @Option(help: "How many of them are named, 0 to 1000.")
    var limit = 0

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...1_000).contains(limit) else { throw ValidationError("--limit is 0 to 1000.") }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let found: SegmentPreview
                do {
                    found = try await brand.service.previewSegment(condition, naming: limit)
                } catch let malformed as MalformedCondition {
                    throw CommandFailure(
                        "nobody was counted",
                        why: malformed.description,
                        todo: "write a condition over the member, such as 'member.orders >= 10'",
                        .badData
                    )
                }
                let shell = Shell.current
                guard !output.json else {
                    return shell.say(
                        JSON.object([
                            "count": .integer(Int64(found.count)),
                            "members": .array(found.members.map { .string($0.text) }),
                            "ofMembers": .integer(Int64(found.ofMembers)),
                        ]).pretty
                    )
                }
                shell.say("\(counted(found.count, "member")) of \(grouped(Int64(found.ofMembers)))")
                for member in found.members { shell.say(member.text) }
            }
        }
    }
}
