internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia reward export FILE`: what is unsold, and codes that members have, to be taken elsewhere.
struct RewardExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what is unsold of rewards into a file, with the codes of partners in clear.",
        discussion: """
            Whoever reads a code can use it: the file is for its owner alone (mode 0600), and the log says that codes were \
            taken out. What members have comes along with their events, and of codes with this file.

            EXAMPLES
              setia reward export shelves.jsonl
              setia reward export shelves.jsonl --database shop.db
              setia reward export shelves.jsonl --json
            """
    )

    @Argument(help: ArgumentHelp("The file to be made.", valueName: "file"))
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let shelves = try ShelfFile(file, export: brand.service.newRedemptionID())
                try await shelves.write(brand.service)
                let shell = Shell.current
                if output.json {
                    shell.say(JSON.object(["onShelves": .integer(shelves.count)]).pretty)
                } else {
                    shell.say("\(file): \(counted(shelves.count, "piece or code", "pieces and codes"))")
                    shell.note("codes stand in it in clear: keep it as you keep the key file")
                }
            }
        }
    }
}

/// `setia reward import FILE`: puts on the shelves here what another database had on its own.
struct RewardImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Put on the shelves what setia reward export or setia export wrote.",
        discussion: """
            Publish the programme and import the events first. The same file twice changes nothing: pieces of an export \
            are taken once, and each code is there once. A line that cannot be taken is named, and the rest is taken.

            EXAMPLES
              setia reward import out/shelves.jsonl
              setia reward import out/shelves.jsonl --database fresh.db
              setia reward import shelves.jsonl --json
            """
    )

    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let input = try InputFile(file)
            try await brand.withBrand { brand in
                var lines = LineReader(source: input.source)
                var (taken, wrong): (Int64, [String]) = (0, [])
                while let line = try lines.next({ Array($0) }) {
                    switch ShelfLine(line) {
                    case .wrong(let why): wrong.append("line \(lines.row): \(why)")
                    case .shelf(let shelf, let export):
                        do {
                            taken += try await brand.service.importShelf(shelf, of: export, by: .operator)
                        } catch let refusal as StockRefusal {
                            wrong.append("line \(lines.row): \(shelf.reward): \(stockFailure(refusal).why)")
                        }
                    }
                }
                let shell = Shell.current
                for line in wrong { shell.note(line) }
                if output.json {
                    let said: JSON = .object(["refused": .integer(Int64(wrong.count)), "taken": .integer(taken)])
                    shell.say(said.pretty)
                } else {
                    shell.say("\(counted(taken, "piece or code", "pieces and codes")) taken in")
                }
                if !wrong.isEmpty { throw endWithFindings() }
            }
        }
    }
}
