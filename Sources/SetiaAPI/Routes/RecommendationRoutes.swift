internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension API {
    /// What to suggest to a member.
    var recommendationEndpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/members/{member}/recommendations",
                needs: .eventsRead,
                answer: getRecommendations
            )
        ]
    }

    /// The most items that `exclude` may name.
    private var mostExcluded: Int { 200 }

    private func getRecommendations(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        var most = 10
        if let text = request.parameter("limit") {
            guard let limit = Int(text), (1...50).contains(limit) else {
                throw Malformed(field: "limit", reason: "must be 1 to 50")
            }
            most = limit
        }
        let excluded = (request.parameter("exclude") ?? "").split(separator: ",").map { Key(String($0)) }
        guard excluded.count <= mostExcluded else {
            throw Malformed(field: "exclude", reason: "must name at most \(mostExcluded) items")
        }
        guard let view = try await service.points(of: member) else { throw Problem.unknownMember(member.text) }
        if let moved = moved(view.state, "/recommendations") { return moved }
        let words = RecommendationWords(try request.rewardLanguage())
        guard
            let found = try await service.recommendations(for: member, excluding: Set(excluded), most: most)
        else { throw Problem.unknownMember(member.text) }
        return response(
            RecommendationsBody(
                member: member,
                basis: found.basis.rawValue,
                measuredAt: found.measuredAt,
                members: Int64(found.members),
                again: found.again.map { own in
                    .init(item: own.item, times: Int64(own.times), last: own.last, text: words.why(own))
                },
                others: found.others.map { other in
                    .init(
                        item: other.item,
                        because: other.because,
                        buyers: Int64(other.buyers),
                        of: Int64(other.of),
                        text: words.why(other)
                    )
                }
            )
        )
    }
}
