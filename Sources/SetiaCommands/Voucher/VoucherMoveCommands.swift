internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia voucher export FILE`: codes and what became of them, to be taken elsewhere.
struct VoucherExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all codes into a file, in clear, with what became of each.",
        discussion: """
            Whoever reads a code can use it: the file is for its owner alone (mode 0600), and the log says that codes were \
            taken out. It also holds how often promotions were given. setia export writes the same as vouchers.jsonl.

            EXAMPLES
              setia voucher export vouchers.jsonl
              setia voucher export vouchers.jsonl --database shop.db
              setia voucher export vouchers.jsonl --json
            """
    )

    @Argument(help: ArgumentHelp("The file to be made.", valueName: "file"))
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let codes = try VoucherFile(file)
                try await codes.write(brand.service)
                let shell = Shell.current
                if output.json {
                    shell.say(JSON.object(["codes": .integer(codes.count)]).pretty)
                } else {
                    shell.say("\(file): \(counted(codes.count, "code"))")
                    shell.note("codes stand in it in clear: keep it as you keep the key file")
                }
            }
        }
    }
}

/// `setia voucher import FILE`: takes in the codes of another database.
struct VoucherImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take in the codes that setia voucher export or setia export wrote.",
        discussion: """
            Publish the programme and import the events first. Each code is there once, used as often as it was and with \
            what was left on it; the same file twice changes nothing. A line that cannot be taken is named, and the rest is \
            taken.

            EXAMPLES
              setia voucher import out/vouchers.jsonl
              setia voucher import out/vouchers.jsonl --database fresh.db
              setia voucher import vouchers.jsonl --json
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
                var (intake, wrong): (VoucherIntake, [String]) = (VoucherIntake(), [])
                while let line = try lines.next({ Array($0) }) {
                    switch VoucherLine(line) {
                    case .wrong(let why): wrong.append("line \(lines.row): \(why)")
                    case .moved(let moved):
                        do {
                            try await brand.service.importVouchers(moved, into: &intake)
                        } catch let refusal as VoucherMoveRefusal {
                            wrong.append("line \(lines.row): \(words(refusal))")
                        }
                    }
                }
                try await brand.service.endImport(intake, by: .operator)
                let shell = Shell.current
                for line in wrong { shell.note(line) }
                if output.json {
                    let said: JSON = .object([
                        "refused": .integer(Int64(wrong.count)), "taken": .integer(intake.count),
                    ])
                    shell.say(said.pretty)
                } else {
                    shell.say("\(counted(intake.count, "code")) taken in")
                }
                if !wrong.isEmpty { throw endWithFindings() }
            }
        }
    }

    private func words(_ refusal: VoucherMoveRefusal) -> String {
        switch refusal {
        case .unknownMember: "batch.owner: nobody here has this identity; import the events first"
        case .unknownRedemption(let id): "batch.redemption: she has no \(id.text) here; import the events first"
        case .unknownBatch: "of: its batch was not taken in, or does not stand before it"
        case .gap: "from: codes before these are missing"
        case .otherCodes: "codes: do not follow from their batch"
        case .taken: "there is another batch with this id or this code here"
        case .usedHere: "batch.redemption: a code that it gave here was used here"
        case .overdrawn: "uses: more was taken of a gift card than it holds"
        }
    }
}
