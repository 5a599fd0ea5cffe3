internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia gathering check-in`: lets in who shows a card.
struct GatheringCheckInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-in",
        abstract: "Let in who shows a card at the door.",
        discussion: """
            Who has a confirmed place is let in once, and event.attended is told once: rules on it give the points. A code that \
            nobody has is answered like one without a place.

            EXAMPLES
              setia gathering check-in tasting-june KS-7001
              setia gathering check-in tasting-june KS-7001 --json
              while read CARD; do setia gathering check-in tasting-june "$CARD"; done
            """
    )

    @Argument(help: "The event's name.")
    var name: String

    @Argument(help: "The number of her card.")
    var code: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                var member: MemberID?
                if let card = try? Identity(kind: .card, text: code) {
                    member = try await brand.service.member(with: card)
                }
                let entry = try await brand.service.checkIn(at: Key(name), member, by: .operator)
                let shell = Shell.current
                guard !output.json else {
                    return shell.say(try JSON.parse(PlaceBody(entry.place, name: entry.name).bytes).pretty)
                }
                let who = entry.name ?? entry.place.member.text
                shell.say(entry.wasIn ? "\(who) was let in before" : "\(who) is in")
            }
        }
    }
}
