internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// What happens to members step by step.
    var journeyEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/journeys", needs: .journeysRead, answer: getJourneys),
            Endpoint(.put, "/v1/journeys/{journey}", needs: .journeysWrite, answer: putJourney),
            Endpoint(.get, "/v1/journeys/{journey}", needs: .journeysRead, answer: getJourney),
            Endpoint(.post, "/v1/journeys/{journey}/simulate", needs: .journeysRead, answer: simulateJourney),
            Endpoint(.post, "/v1/journeys/{journey}/start", needs: .journeysWrite) {
                try await changeJourney(.start, $0, $1)
            },
            Endpoint(.post, "/v1/journeys/{journey}/pause", needs: .journeysWrite) {
                try await changeJourney(.pause, $0, $1)
            },
            Endpoint(.post, "/v1/journeys/{journey}/resume", needs: .journeysWrite) {
                try await changeJourney(.resume, $0, $1)
            },
            Endpoint(.post, "/v1/journeys/{journey}/stop", needs: .journeysWrite) {
                try await changeJourney(.stop, $0, $1)
            },
            Endpoint(.get, "/v1/members/{member}/journeys", needs: .journeysRead, answer: getMemberJourneys),
        ]
    }

    private func getJourneys(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let journeys = try await service.journeys()
        return response(
            PageBody(items: journeys.map { BroadcastBody(.object($0.object(withDocument: false))) }, next: nil)
        )
    }

    private func putJourney(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let document = try parseJourneyDocument(try await request.json())
        let name = context.parameters.get("journey") ?? ""
        var seen: Int?
        if let text = request.parameter("version") {
            guard let number = Int(text), number >= 0 else {
                throw Malformed(field: "version", reason: "must be the version that was read, or 0 for a new journey")
            }
            seen = number
        }
        let view = try await service.putJourney(name, document, replacing: seen, by: try await caller(request))
        return response(BroadcastBody(.object(view.object(withDocument: true))))
    }

    private func getJourney(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(BroadcastBody(try await service.journeyFunnel(context.journey).json))
    }

    private func simulateJourney(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let wanted = try parseJourneySimulation(try await request.json())
        guard let member = MemberID(text: wanted.member) else { throw Problem.unknownMember(wanted.member) }
        let simulation = try await service.simulateJourney(
            context.journey,
            document: wanted.document,
            member: member,
            days: wanted.days,
            happens: wanted.happens
        )
        return response(BroadcastBody(simulation.json))
    }

    private func changeJourney(_ step: JourneyStep, _ request: Request, _ context: SetiaContext) async throws
        -> Response
    {
        let view = try await service.change(context.journey, step, by: try await caller(request))
        return response(BroadcastBody(.object(view.object(withDocument: false))))
    }

    private func getMemberJourneys(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard try await service.points(of: member) != nil else { throw Problem.unknownMember(member.text) }
        let journeys = try await service.journeys(of: member)
        return response(PageBody(items: journeys.map { BroadcastBody($0.json) }, next: nil))
    }
}

extension SetiaContext {
    /// The journey that the address names.
    fileprivate var journey: Key { Key(parameters.get("journey") ?? "") }
}

/// Which steps there are.
private func told(_ steps: [Key]) -> String {
    steps.isEmpty ? "none does" : "there are \(steps.map(\.text).joined(separator: ", "))"
}

extension Problem {
    /// Why nothing can be done with a journey.
    static func refused(_ refusal: JourneyRefusal) -> Problem {
        switch refusal {
        case .unknownJourney: .notFound("journey")
        case .unknownMember: .notFound("member")
        case .nothingAwaited(let step, let steps):
            .invalidBody(
                MalformedBody(problems: [
                    Malformed(field: "happens", reason: "'\(step)' is no step that waits for something; \(told(steps))")
                ])
            )
        case .malformedName:
            .invalidBody(
                MalformedBody(problems: [
                    Malformed(
                        field: "journey",
                        reason: "must be a letter, and then letters, digits, hyphens and underscores; 64 at most"
                    )
                ])
            )
        case .changed(let version):
            Problem(
                "journey-changed",
                title: "Somebody kept another version",
                status: 409,
                detail: "version \(version) was kept meanwhile"
            )
        case .notFrom(let state):
            Problem(
                "wrong-journey-state",
                title: "Not from there",
                status: 409,
                detail: "the journey is \(state.rawValue)"
            )
        case .noAddress:
            Problem(
                "no-public-address",
                title: "No public address",
                status: 409,
                detail: "links in messages would lead nowhere: the server's public address (SETIA_URL) is not set"
            )
        case .tooMany:
            Problem(
                "too-many-journeys",
                title: "Too many journeys",
                status: 409,
                detail: "there are \(SetiaService.mostJourneys) journeys, and no more may be there"
            )
        }
    }
}
