package import JSONText
package import SetiaCore

/// What a member gets without a code.
package struct OfferBody: WireBody {
    private let offer: MemberOffer
    private let name: String

    /// An offer, by the name that members know.
    package init(_ offer: MemberOffer, name: String) {
        self.offer = offer
        self.name = name
    }

    package func write(to json: inout JSONWriter) {
        var members: [(String, JSON)] = [
            ("isPersonal", .bool(offer.isPersonal)), ("name", .string(name)),
            ("promotion", .string(offer.promotion.key.text)),
        ]
        if let until = offer.until { members.append(("until", .string(until.rfc3339))) }
        json.sortedValue(.object(JSONObject(members)))
    }
}

/// Who would belong to a segment.
package struct SegmentPreviewBody: WireBody {
    private let count: Int
    private let ofMembers: Int
    private let members: [MemberID]

    /// So many of so many, and the first of them.
    package init(count: Int, ofMembers: Int, members: [MemberID]) {
        self.count = count
        self.ofMembers = ofMembers
        self.members = members
    }

    package func write(to json: inout JSONWriter) {
        json.sortedValue(
            .object([
                "count": .integer(Int64(count)), "members": .array(members.map { .string($0.text) }),
                "ofMembers": .integer(Int64(ofMembers)),
            ])
        )
    }
}

/// The condition of a segment that is to be tried.
///
/// - Parameter json: `{"when": "member.orders >= 10"}`.
/// - Returns: the condition's text.
/// - Throws: what is wrong with it.
package func parseSegmentPreview(_ json: JSON) throws(MalformedBody) -> String {
    var reader = BodyReader()
    var when = ""
    if let fields = reader.fields(json, ["when"], of: "a segment") {
        when = reader.words(fields, "when", atMost: 4_000) ?? ""
    }
    guard reader.problems.isEmpty else { throw MalformedBody(problems: reader.problems) }
    return when
}

/// A batch of codes.
package struct VoucherBatchBody: WireBody {
    private let document: JSON

    /// What is known of a batch.
    package init(
        batch: Identifier,
        promotion: Key,
        asked: Int64,
        made: Int64,
        state: String,
        prefix: String,
        createdAt: Instant,
        finishedAt: Instant?,
        validUntil: Instant?,
        stoppedAt: Instant?
    ) {
        var members: [(String, JSON)] = [
            ("batch", .string(batch.text)), ("count", .integer(asked)), ("createdAt", .string(createdAt.rfc3339)),
            ("made", .integer(made)), ("promotion", .string(promotion.text)),
            ("state", .string(state)),
        ]
        if let finishedAt { members.append(("finishedAt", .string(finishedAt.rfc3339))) }
        if !prefix.isEmpty { members.append(("prefix", .string(prefix))) }
        if let validUntil { members.append(("validUntil", .string(validUntil.rfc3339))) }
        if let stoppedAt { members.append(("withdrawnAt", .string(stoppedAt.rfc3339))) }
        document = .object(JSONObject(members))
    }

    package func write(to json: inout JSONWriter) { json.sortedValue(document) }
}
