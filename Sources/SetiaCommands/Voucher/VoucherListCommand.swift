internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia voucher list`: batches of codes, and how often promotions were given.
struct VoucherListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List batches of codes, the newest first, and how often promotions were given.",
        discussion: """
            EXAMPLES
              setia voucher list
              setia voucher list --database shop.db
              setia voucher list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let (batches, uses) = try await brand.service.voucherBatches()
                let shell = Shell.current
                if output.json {
                    let object: JSONObject = [
                        "batches": .array(batches.map { $0.json() }),
                        "promotions": .array(
                            uses.map {
                                .object(["given": .integer($0.used), "promotion": .string($0.promotion.text)])
                            }
                        ),
                    ]
                    return shell.say(JSON.object(object).pretty)
                }
                guard !batches.isEmpty || !uses.isEmpty else {
                    return shell.note("there are no codes yet: setia voucher generate --promotion NAME")
                }
                var table = TextTable([("batch", .left), ("promotion", .left), ("codes", .right), ("until", .left)])
                for batch in batches {
                    table.add(
                        batch.id.text,
                        batch.promotion.text,
                        batch.made == batch.asked ? "\(batch.made)" : "\(batch.made) of \(batch.asked)",
                        batch.stoppedAt == nil ? batch.validUntil?.rfc3339 ?? "-" : "stopped"
                    )
                }
                if !batches.isEmpty { shell.say(table.text) }
                var given = TextTable([("promotion", .left), ("given", .right)])
                for use in uses { given.add(use.promotion.text, "\(use.used)") }
                if !uses.isEmpty { shell.say(given.text) }
            }
        }
    }
}

/// `setia voucher stop BATCH`: its codes are good no more.
struct VoucherStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Withdraw a batch or one code: it is not taken any more.",
        discussion: """
            EXAMPLES
              setia voucher stop 01kb4ezy00e9gt8f9e1s2w3x4y
              setia voucher stop RAYA-7K3M-XQ4T-9BWP
              setia voucher stop 01kb4ezy00e9gt8f9e1s2w3x4y --database shop.db
            """
    )

    @OptionGroup var brand: BrandOptions
    @Argument(help: ArgumentHelp("The batch, from setia voucher list, or a code.", valueName: "batch"))
    var batch: String

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                if let id = Identifier(text: batch), try await brand.service.stopVouchers(id) {
                    return Shell.current.note("its codes are taken no more")
                }
                guard try await brand.service.stopVoucher(batch) else {
                    throw CommandFailure(
                        "nothing was withdrawn",
                        why: "there is no batch with this id, and no such code, that is not withdrawn",
                        todo: "setia voucher list shows the batches",
                        .notThere
                    )
                }
                Shell.current.note("the code is taken no more")
            }
        }
    }
}
