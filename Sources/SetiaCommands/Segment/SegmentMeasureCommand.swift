internal import ArgumentParser
internal import SetiaServer
internal import SetiaService

/// `setia segment measure`: measures who belongs to the segments that name kinds of customers or count what members did.
struct SegmentMeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measure who belongs to segments by behaviour now.",
        discussion: """
            Kinds of customers, and segments that count what members did lately.
            A server does it by itself, at least once an hour.

            EXAMPLES
              setia segment measure
              setia segment measure --database shop.db
              setia segment measure && setia segment list
            """
    )

    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let changed = try await brand.service.measureSegments()
                Shell.current.say("\(counted(changed, "member")) written on or taken off")
            }
        }
    }
}
