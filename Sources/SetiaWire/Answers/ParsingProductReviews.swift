package import JSONText
package import SetiaCore

/// What a member says of a product, as a shop's program sends it.
package struct ParsedProductReview: Sendable {
    /// Who.
    package let member: String
    /// Of which product.
    package let product: Key
    /// From 1 to 5.
    package let stars: Int
    /// In her own words.
    package let text: String
    /// How she is named beside it.
    package let naming: ReviewNaming
    /// In which language.
    package let language: Key?
}

/// What a member says of a product, as it is sent: `{"member": …, "product": …, "stars": …, "text": …}`, with `name` and
/// `language` where something is said of them.
///
/// - Throws: all fields that cannot be taken.
package func parseProductReview(_ json: JSON) throws(MalformedBody) -> ParsedProductReview {
    var reader = BodyReader()
    var parsed: ParsedProductReview?
    let known = ["member", "product", "stars", "text", "name", "language"]
    if let fields = reader.fields(json, known, of: "a product review") {
        let member = reader.text(fields, "member")
        let product = reader.key(fields, "product")
        let range = Int64(ProductReviewTerms.stars.lowerBound)...Int64(ProductReviewTerms.stars.upperBound)
        let stars = reader.number(fields, "stars", range, "a whole number of stars")
        let text = reader.words(fields, "text", atMost: ProductReviewTerms.longestText)
        var naming = ReviewNaming.nobody
        if let name = reader.optionalText(fields, "name") {
            if let known = ReviewNaming(rawValue: name) {
                naming = known
            } else {
                let all = ReviewNaming.allCases.map(\.rawValue).joined(separator: ", ")
                reader.complain("name", "must be one of \(all)")
            }
        }
        let language = reader.optionalKey(fields, "language")
        if let member, let product, let stars, let text {
            parsed = ParsedProductReview(
                member: member,
                product: product,
                stars: Int(stars),
                text: text,
                naming: naming,
                language: language
            )
        }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// What is done with a review, as it is sent: `{"do": "publish"}`, with `reason` where it is declined and `text` where it is
/// answered.
///
/// - Returns: What is done, why it is declined, what is answered.
/// - Throws: all fields that cannot be taken.
package func parseProductReviewStep(_ json: JSON) throws(MalformedBody) -> (
    act: ProductReviewState.Act, reason: DeclineReason?, text: String
) {
    var reader = BodyReader()
    var parsed: (ProductReviewState.Act, DeclineReason?, String)?
    if let fields = reader.fields(json, ["do", "reason", "text"], of: "a step") {
        let acts = ProductReviewState.Act.allCases.map(\.rawValue).joined(separator: ", ")
        let reasons = DeclineReason.allCases.map(\.rawValue).joined(separator: ", ")
        let act = reader.text(fields, "do").flatMap { ProductReviewState.Act(rawValue: $0) }
        if act == nil, fields.has("do") { reader.complain("do", "must be one of \(acts)") }
        var reason: DeclineReason?
        if let named = reader.optionalText(fields, "reason") {
            reason = DeclineReason(rawValue: named)
            if reason == nil { reader.complain("reason", "must be one of \(reasons)") }
        } else if act == .decline {
            reader.complain("reason", "is missing: she is told why, and it is one of \(reasons)")
        }
        var text = ""
        switch fields.object["text"] {
        case nil, .null:
            if act == .answer { reader.complain("text", "is missing; an empty one takes the answer back") }
        case .string(let said) where said.unicodeScalars.count <= ProductReviewTerms.longestAnswer: text = said
        case .string: reader.complain("text", "must have at most \(ProductReviewTerms.longestAnswer) characters")
        default: reader.complain("text", "must be a text")
        }
        if let act { parsed = (act, reason, text) }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// Whether a photo is left out of what everybody sees, as it is sent: `{"isLeftOut": true}`.
///
/// - Throws: all fields that cannot be taken.
package func parseReviewPhotoStep(_ json: JSON) throws(MalformedBody) -> Bool {
    var reader = BodyReader()
    var isLeftOut: Bool?
    if let fields = reader.fields(json, ["isLeftOut"], of: "a photo") { isLeftOut = reader.bool(fields, "isLeftOut") }
    guard reader.problems.isEmpty, let isLeftOut else { throw MalformedBody(problems: reader.problems) }
    return isLeftOut
}
