internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia voucher show CODE`: what is known of a code.
struct VoucherShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Look a code up: what it is good for, and whether it is good now.",
        discussion: """
            EXAMPLES
              setia voucher show MERDEKA10
              setia voucher show raya-7kq2m-9xw4c-h3pd --json
              setia voucher show MERDEKA10 --database shop.db
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: ArgumentHelp("The code; capitals, spaces and hyphens make no difference.", valueName: "code"))
    var code: String

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                guard let view = try await brand.service.voucher(code, askedBy: VoucherAsker(caller: "command")) else {
                    let isOdd = VoucherCode.normalised(code).map { !VoucherCode.isRight($0) } ?? true
                    throw CommandFailure(
                        "there is no such code",
                        why: isOdd ? "its letters do not go together, or somebody chose it" : "nobody made it",
                        todo: "check that it was typed as it is written",
                        .notThere
                    )
                }
                let shell = Shell.current
                let words = CartWords(view.version, .en)
                let batch = view.voucher.batch
                if output.json {
                    var object = batch.json().object ?? [:]
                    object.set("used", .integer(view.voucher.used))
                    object.set("good", .bool(view.refusal == nil))
                    if let refusal = view.refusal { object.set("text", .string(words.why(refusal))) }
                    if let balance = view.voucher.balance { object.set("balance", .integer(balance)) }
                    return shell.say(JSON.object(object).pretty)
                }
                var table = TextTable([("", .left), ("", .left)])
                table.add("promotion", "\(words.name(of: batch.promotion)) (\(batch.promotion))")
                table.add("state", view.refusal.map { words.why($0) } ?? "good")
                table.add("used", batch.uses.map { "\(view.voucher.used) of \($0)" } ?? "\(view.voucher.used)")
                if let balance = view.voucher.balance, let value = batch.value {
                    table.add("left", words.money(balance, value.currency))
                }
                if let owner = batch.owner { table.add("member", owner.text) }
                if let from = batch.validFrom { table.add("from", from.rfc3339) }
                if let until = batch.validUntil { table.add("until", until.rfc3339) }
                table.add("batch", batch.id.text)
                shell.say(table.text)
            }
        }
    }
}
