internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia reward load-codes`: adds codes of a partner to a reward's list.
struct RewardCodesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load-codes",
        abstract: "Add codes to a reward that gives one of a list: one a line, or the first column of a CSV file.",
        discussion: """
            Codes are kept sealed, and each is given once. Those that are there already are left out, so that the same \
            file may be loaded again.

            EXAMPLES
              setia reward load-codes cinema codes.csv
              setia reward load-codes cinema codes.csv --database shop.db
              setia reward load-codes cinema codes.csv --json
            """
    )

    @Argument(help: ArgumentHelp("Its name in the programme.", valueName: "reward"))
    var reward: String

    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    /// The most that one file may hold, in bytes.
    private static let most = 64 * 1_048_576

    func run() async throws {
        try await reporting {
            let codes = try parseCodes(Array(try InputFile(file).text(atMost: Self.most).utf8))
            guard !codes.isEmpty else {
                throw CommandFailure(
                    "no code was loaded",
                    why: "\(file) holds none",
                    todo: "write one a line",
                    .badData
                )
            }
            try await brand.withBrand { brand in
                do {
                    var (added, free): (Int64, Int64) = (0, 0)
                    // Some at a time, so that nobody who redeems meanwhile waits long.
                    var rest = codes[...]
                    while !rest.isEmpty {
                        let piece = Array(rest.prefix(5_000))
                        rest = rest.dropFirst(piece.count)
                        let done = try await brand.service.loadCodes(piece, of: Key(reward), by: .operator)
                        added += done.added
                        free = done.free
                    }
                    let shell = Shell.current
                    if output.json {
                        let said: JSON = .object([
                            "added": .integer(added), "free": .integer(free),
                            "known": .integer(Int64(codes.count) - added),
                            "reward": .string(reward),
                        ])
                        shell.say(said.pretty)
                    } else {
                        shell.say("\(reward): \(counted(added, "code")) added, \(grouped(free)) free")
                        let known = Int64(codes.count) - added
                        if known > 0 { shell.note("\(counted(known, "code")) were there before") }
                    }
                } catch let refusal as StockRefusal {
                    throw stockFailure(refusal)
                }
            }
        }
    }
}
