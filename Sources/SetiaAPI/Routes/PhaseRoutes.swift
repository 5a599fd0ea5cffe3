internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// How a member stands to the brand.
    var phaseEndpoints: [Endpoint] {
        [Endpoint(.get, "/v1/members/{member}/phases", needs: .eventsRead, answer: getPhases)]
    }

    private func getPhases(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.points(of: member) else { throw Problem.unknownMember(member.text) }
        if let moved = moved(view.state, "/phases") { return moved }
        guard let phases = try await service.phases(of: member) else { throw Problem.unknownMember(member.text) }
        return response(
            PhasesBody(
                member: member,
                at: phases.at,
                phases: phases.intervals.map { interval in
                    .init(
                        name: interval.phase.rawValue,
                        from: interval.from,
                        until: interval.until,
                        evidence: interval.evidence.map { .init($0) }
                    )
                },
                evidence: phases.evidence.map { .init($0) },
                care: .init(
                    last: phases.care.last,
                    caring: phases.care.caring,
                    selling: phases.care.selling,
                    overdueSince: phases.uncaredSince
                )
            )
        )
    }
}

extension PhasesBody.Evidence {
    fileprivate init(_ evidence: PhaseEvidence) {
        switch evidence {
        case .joined(let at): self.init("joined", at: at)
        case .purchases(let count, let last):
            self.init("purchases", at: last)
            self.count = Int64(count)
        case .openComplaint(let at): self.init("open-complaint", at: at)
        case .notMadeGood(let at): self.init("not-made-good", at: at)
        case .answer(let scale, let score, let at):
            self.init("answer", at: at)
            (self.scale, self.score) = (scale.rawValue, Int64(score))
        case .silence(let since, let days, let isOwn):
            self.init("silence", at: since)
            (self.days, isOwnRhythm) = (Int64(days), isOwn)
        case .act(let act, let at):
            self.init("act", at: at)
            self.act = act.rawValue
        case .heldUntil(let at): self.init("held-until", at: at)
        }
    }
}
