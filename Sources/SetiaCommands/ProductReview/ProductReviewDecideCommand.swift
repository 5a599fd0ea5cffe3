internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia review products decide`: publishes, declines or answers a review.
struct ProductReviewDecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Publish, decline or answer a review, or leave out a photo.",
        discussion: """
            That a product is judged badly is no reason to decline. The member reads the reason, and everybody the answer.

            EXAMPLES
              setia review products decide "$ID" publish
              setia review products decide "$ID" decline --reason personal
              setia review products decide "$ID" answer --text "Thank you: we brew it longer now."
              setia review products decide "$ID" leave-out --photo "$PHOTO"
            """
    )

    @Argument(help: ArgumentHelp("Its id, from setia review products list.", valueName: "id"))
    var id: String

    @Argument(help: "publish, decline, answer, leave-out or show.")
    var act: String

    @Option(help: "personal, offensive, unrelated, advertising or not-genuine.")
    var reason: String?

    @Option(help: "The answer; an empty one takes it back.")
    var text: String?

    @Option(help: ArgumentHelp("The photo to leave out or show again.", valueName: "photo"))
    var photo: String?

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

    /// Whether a photo is left out; none where something else is done.
    private var isLeftOut: Bool? {
        switch act {
        case "leave-out": true
        case "show": false
        default: nil
        }
    }

    func validate() throws {
        if isLeftOut != nil {
            guard photo != nil else { throw ValidationError("which photo: --photo") }
            return
        }
        guard change == nil else { return }
        switch act {
        case "decline":
            let reasons = DeclineReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--reason is one of \(reasons)")
        case "answer": throw ValidationError("an answer says something: --text")
        default: throw ValidationError("it is publish, decline, answer, leave-out or show")
        }
    }

    func run() async throws {
        try await reporting {
            guard let id = ProductReviewID(text: id) else { throw ProductReviewRefusal.unknownReview }
            try await brand.withBrand { brand in
                let shell = Shell.current
                if let isLeftOut, let photo {
                    try await brand.service.leaveOut(Key(photo), of: id, isLeftOut, by: .operator)
                } else if let change {
                    _ = try await brand.service.change(id, change, by: .operator)
                }
                guard let opened = try await brand.service.productReview(id) else { return }
                if output.json { return shell.say(JSON.object(opened.json).pretty) }
                shell.say(isLeftOut.map { $0 ? "left out" : "shown" } ?? "\(opened.review.state)")
            }
        }
    }
}
