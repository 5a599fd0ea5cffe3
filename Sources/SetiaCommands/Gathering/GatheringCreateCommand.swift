internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia gathering create`: makes an event for members, or changes it.
struct GatheringCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an event for members from a file, or change it.",
        discussion: """
            The file is what PUT /v1/gatherings takes: title, startsAt, endsAt, place and capacity; text, isOnline, opensAt, \
            early and offerHours where there are some. The same file again changes nothing.

            EXAMPLES
              setia gathering create tasting-june tasting.json
              setia gathering create latte-art online.json --json
              setia gathering create tasting-june more-places.json
            """
    )

    @Argument(help: "Its name in addresses and rules.")
    var name: String

    @Argument(help: ArgumentHelp("JSON.", valueName: "file"))
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let wish = try wish()
            try await brand.withBrand { brand in
                let put = try await brand.service.putGathering(wish, by: .operator)
                let found = try await brand.service.gathering(put.gathering.key)
                let shell = Shell.current
                guard !output.json else {
                    let body = try JSON.parse(GatheringBody(found.gathering, found.tally).bytes)
                    return shell.say(body.pretty)
                }
                shell.say("\(put.gathering.key) \(put.isNew ? "made" : "as the file says")")
            }
        }
    }

    private func wish() throws -> GatheringWish {
        do {
            return try parseGathering(
                try JSON.parse(Array(try InputFile(file).text(atMost: 1 << 20).utf8)),
                key: name
            )
        } catch let malformed as MalformedBody {
            throw failure(malformed.problems.map { "\($0.field) \($0.reason)" }.joined(separator: "; "))
        } catch let malformed as JSONFailure {
            throw failure("it is no JSON: \(malformed)")
        }
    }

    private func failure(_ why: String) -> CommandFailure {
        CommandFailure(
            "nothing was made",
            why: why,
            todo: "mend the file; the form is that of PUT /v1/gatherings",
            .badData
        )
    }
}
