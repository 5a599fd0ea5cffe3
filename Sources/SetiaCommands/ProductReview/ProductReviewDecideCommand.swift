internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia review products decide`: publishes, declines or answers a review.
struct ProductReviewDecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Publish, decline or answer a review.",
        discussion: """
            That a product is judged badly is no reason to decline. The member reads the reason, and everybody the answer.

            EXAMPLES
              setia review products decide "$ID" publish
              setia review products decide "$ID" decline --reason personal
              setia review products decide "$ID" answer --text "Thank you: we brew it longer now."
            """
    )

    @Argument(help: ArgumentHelp("Its id, from setia review products list.", valueName: "id"))
    var id: String

    @Argument(help: "publish, decline or answer.")
    var act: String

    @Option(help: "personal, offensive, unrelated, advertising or not-genuine.")
    var reason: String?

    @Option(help: "The answer; an empty one takes it back.")
    var text: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    private var change: ProductReviewChange? {
        switch act {
        case "publish": .publish
        case "decline": reason.flatMap { DeclineReason(rawValue: $0) }.map { .decline($0) }
        case "answer": text.map { .answer($0) }
        default: nil
        }
    }

    func validate() throws {
        guard change == nil else { return }
        switch act {
        case "decline":
            let reasons = DeclineReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--reason is one of \(reasons)")
        case "answer": throw ValidationError("an answer says something: --text")
        default: throw ValidationError("it is publish, decline or answer")
        }
    }

    func run() async throws {
        try await reporting {
            guard let id = ProductReviewID(text: id) else { throw ProductReviewRefusal.unknownReview }
            guard let change else { return }
            try await brand.withBrand { brand in
                let review = try await brand.service.change(id, change, by: .operator)
                let shell = Shell.current
                if output.json, let opened = try await brand.service.productReview(review.id) {
                    return shell.say(JSON.object(opened.json).pretty)
                }
                shell.say("\(review.state)")
            }
        }
    }
}
