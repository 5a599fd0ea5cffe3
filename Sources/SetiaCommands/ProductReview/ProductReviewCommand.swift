internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaService

/// `setia review products`: what members say of products.
struct ProductReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "products",
        abstract: "Read, publish and answer what members say of products.",
        discussion: """
            Nobody else reads a review before it is published. What got worse of late, beyond chance, stands first among \
            the ratings.

            EXAMPLES
              setia review products list
              setia review products decide "$ID" publish
              setia review products ratings
            """,
        subcommands: [ProductReviewListCommand.self, ProductReviewDecideCommand.self, ProductRatingsCommand.self]
    )
}

/// What a person is told of a refusal.
func productReviewFailure(_ refusal: ProductReviewRefusal) -> CommandFailure {
    let (why, todo, status): (String, String, CommandFailure.Status) =
        switch refusal {
        case .unknownReview:
            ("there is no review with this id", "setia review products list shows the ids", .notThere)
        case .unknownMember: ("there is no such member, or she was erased", "setia member find", .notThere)
        case .wrongAct(let act, let state):
            (
                "to \(act) is not possible with a review that is \(state)",
                state.acts.isEmpty ? "nothing is" : "possible: \(state.acts.map(\.rawValue).joined(separator: ", "))",
                .badData
            )
        case .tooLong(let most): ("more than \(grouped(most)) characters", "say it in fewer words", .badData)
        case .textMissing: ("it says nothing", "say it: --text", .usage)
        case .unknownPhoto:
            ("there is no such photo beside it", "setia review products list shows the photos", .notThere)
        case .notActive, .wrongProduct, .wrongStars, .wrongLanguage, .tooMany, .tooManyPhotos, .tooManyPhotosToday,
            .photo:
            ("this cannot be done with the review", "setia review products list shows how far it is", .badData)
        }
    return CommandFailure("nothing was done", why: why, todo: todo, status)
}

extension OpenedProductReview {
    /// The review as commands print it.
    var json: JSONObject {
        var object: JSONObject = [
            "id": .string(review.id.text), "member": .string(review.id.member.text),
            "product": .string(review.product.text), "stars": .integer(Int64(review.stars)),
            "state": .string(review.state.rawValue), "isVerified": .bool(review.isVerified),
            "language": .string(review.language.text), "writtenAt": .string(review.writtenAt.rfc3339),
        ]
        if let name { object.set("name", .string(name)) }
        if let text { object.set("text", .string(text)) }
        if let reason = review.reason { object.set("reason", .string(reason.rawValue)) }
        if let answer { object.set("answer", .string(answer)) }
        if !photos.isEmpty {
            object.set(
                "photos",
                .array(
                    photos.map { photo in
                        .object([
                            "id": .string(photo.address.text), "isLeftOut": .bool(photo.isLeftOut),
                            "kind": .string(photo.kind.rawValue),
                        ])
                    }
                )
            )
        }
        return object
    }
}
