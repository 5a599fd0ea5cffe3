internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// What members reached, and what is missing.
    var milestoneEndpoints: [Endpoint] {
        [Endpoint(.get, "/v1/members/{member}/milestones", needs: .eventsRead, answer: getMilestones)]
    }

    private func getMilestones(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.points(of: member) else { throw Problem.unknownMember(member.text) }
        if let moved = moved(view.state, "/milestones") { return moved }
        let language = try request.rewardLanguage()
        guard let found = try await service.milestones(of: member) else { throw Problem.unknownMember(member.text) }
        let words = found.version.map { MilestoneWords($0, language) }
        return response(
            MilestonesBody(
                member: member,
                at: found.at,
                milestones: found.milestones.map { progress in
                    .init(
                        progress: progress,
                        gives: words?.gives(progress.milestone),
                        missing: progress.missing.flatMap { words?.missing($0) }
                    )
                }
            )
        )
    }
}
