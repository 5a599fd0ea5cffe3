internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia voucher generate`: codes, into a file or onto standard output.
struct VoucherGenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make codes for a promotion.",
        discussion: """
            Codes are written one a line under the heading "code". Stopped in the middle, --resume BATCH makes what is \
            missing and writes all codes of the batch again: they are the same. --resume of a batch that is whole exports \
            it.

            EXAMPLES
              setia voucher generate --promotion ten-off --count 1000 --output codes.csv
              setia voucher generate --promotion ten-off --code MERDEKA10 --uses 0
              setia voucher generate --promotion gift-card --value 50.00 --currency MYR
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions
    @Option(help: ArgumentHelp("What they are good for, by the promotion's name.", valueName: "name"))
    var promotion: String?
    @Option(help: ArgumentHelp("How many; 1 where nothing is said.", valueName: "n"))
    var count: Int64 = 1
    @Option(help: ArgumentHelp("What they begin with; at most 12 letters and digits.", valueName: "text"))
    var prefix = ""
    @Option(help: ArgumentHelp("A chosen code, in place of drawn ones.", valueName: "text"))
    var code: String?
    @Option(help: ArgumentHelp("Whose they are; whoever has one where nothing is said.", valueName: "member"))
    var member: MemberReference?
    @Option(help: ArgumentHelp("How often each is good for; 0 is as often as is asked.", valueName: "n"))
    var uses: Int64 = 1
    @Option(help: ArgumentHelp("From when they are good, as RFC 3339.", valueName: "time"))
    var from: String?
    @Option(help: ArgumentHelp("Until when they are good, as RFC 3339.", valueName: "time"))
    var until: String?
    @Option(help: ArgumentHelp("What each gift card holds, such as 50.00.", valueName: "amount"))
    var value: String?
    @Option(help: ArgumentHelp("The currency of the value, such as MYR.", valueName: "code"))
    var currency: String?
    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("The file to write them to; it must not be there yet.", valueName: "file")
    )
    var file: String?
    @Option(help: ArgumentHelp("Go on with this batch, or export it.", valueName: "batch"))
    var resume: String?

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let batch = try await batch(service)
                let shell = Shell.current
                let file = try self.file.map { try OutputFile($0, appending: false, mode: 0o600) }
                try file?.write(Array("code\n".utf8))
                func write(_ codes: [String]) throws {
                    for code in codes {
                        let line = (batch.isChosen ? code : VoucherCode.written(code)) + "\n"
                        if let file { try file.write(Array(line.utf8)) } else if !output.json { shell.out(line) }
                    }
                }
                let progress = Progress("codes", unit: "codes")
                try await service.exportVouchers(of: batch) { try write($0) }
                var count = batch.made
                progress.resume(done: Double(count) / Double(batch.asked), count: count)
                let whole = try await service.makeVouchers(of: batch) { codes in
                    try write(codes)
                    count += Int64(codes.count)
                    progress.show(done: Double(count) / Double(batch.asked), count: count)
                }
                progress.end()
                try file?.finish()
                if output.json { return shell.say(whole.json().pretty) }
                shell.note("\(counted(whole.made, "code")) of \(whole.promotion) · batch \(whole.id.text)")
            }
        }
    }

    /// The batch that it goes on with, or a new one.
    private func batch(_ service: SetiaService) async throws -> VoucherBatch {
        if let resume {
            guard let id = Identifier(text: resume), let batch = try await service.voucherBatch(id) else {
                throw CommandFailure(
                    "no codes were made",
                    why: "there is no batch with this id",
                    todo: "setia voucher list shows the batches",
                    .notThere
                )
            }
            return batch
        }
        guard let promotion else {
            throw CommandFailure(
                "no codes were made",
                why: "it is not said what they are good for",
                todo: "say --promotion NAME, or --resume BATCH",
                .usage
            )
        }
        do {
            return try await service.orderVouchers(
                VoucherOrder(
                    promotion: Key(promotion),
                    count: count,
                    prefix: prefix,
                    chosen: code,
                    owner: try await member?.resolve(service),
                    uses: uses == 0 ? nil : uses,
                    validFrom: try from.map { try moment($0, "--from") },
                    validUntil: try until.map { try moment($0, "--until") },
                    value: try await money(service)
                )
            )
        } catch let refusal as VoucherOrderRefusal {
            throw voucherFailure(refusal)
        }
    }

    private func moment(_ text: String, _ option: String) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        throw CommandFailure(
            "no codes were made",
            why: "\(option) is no time",
            todo: "write one such as 2026-09-16T00:00:00+08:00",
            .usage
        )
    }

    private func money(_ service: SetiaService) async throws -> Money? {
        guard let value else { return nil }
        let decimals = try await service.programmeNow().programme.currencies.first { $0.currency.code == currency }
        guard let decimals, let units = minorUnits(of: value, decimals: decimals.decimals),
            let money = try? Money(minorUnits: units, currency: decimals.currency)
        else { throw voucherFailure(.value) }
        return money
    }
}
