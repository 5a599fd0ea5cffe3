internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia review products list`: reviews, the newest first.
struct ProductReviewListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what members say of products, the newest first.",
        discussion: """
            EXAMPLES
              setia review products list
              setia review products list --state published --product kopi-o
              setia review products list --limit 100 --json
            """
    )

    @Option(help: "waiting, published, declined or withdrawn.")
    var state = "waiting"

    @Option(help: ArgumentHelp("Of this product alone.", valueName: "sku"))
    var product: String?

    @Option(help: "How many at most, 1 to 200.")
    var limit = 50

    @Option(help: ArgumentHelp("Where to go on, as the page before says.", valueName: "place"))
    var after: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit is 1 to 200") }
        guard ProductReviewState(rawValue: state) != nil else {
            throw ValidationError("--state is waiting, published, declined or withdrawn")
        }
        guard after.map({ Identifier(text: $0) != nil }) ?? true else {
            throw ValidationError("--after is a place of this list")
        }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let page = try await brand.service.productReviews(
                    ProductReviewState(rawValue: state) ?? .waiting,
                    product: product.map { Key($0) },
                    before: after.flatMap { Identifier(text: $0) },
                    limit: limit
                )
                let shell = Shell.current
                if output.json { return shell.say(JSON.array(page.items.map { .object($0.json) }).pretty) }
                guard !page.items.isEmpty else { return shell.note("no review is \(state)") }
                for item in page.items {
                    let bought = item.review.isVerified ? ", bought" : ""
                    shell.say("\(item.review.id.text)  \(item.review.product)  \(item.review.stars) of 5\(bought)")
                    if let text = item.text { shell.say("    \(text.replacing("\n", with: "\n    "))") }
                    for photo in item.photos {
                        shell.say("    photo \(photo.address)\(photo.isLeftOut ? ", left out" : "")")
                    }
                    if let reason = item.review.reason { shell.say("    declined: \(reason.rawValue)") }
                    if let answer = item.answer { shell.say("    answer: \(answer.replacing("\n", with: "\n    "))") }
                }
                if let next = page.next { shell.note("go on: --after \(next.text)") }
            }
        }
    }
}
