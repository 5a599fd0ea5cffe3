internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Drafts of the programme: kept, and not published.
    var draftEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/programme/drafts", needs: .programmeRead, answer: getDrafts),
            Endpoint(.get, "/v1/programme/drafts/{draft}", needs: .programmeRead, answer: getDraft),
            Endpoint(.put, "/v1/programme/drafts/{draft}", needs: .programmeWrite, answer: putDraft),
            Endpoint(.delete, "/v1/programme/drafts/{draft}", needs: .programmeWrite, answer: deleteDraft),
            Endpoint(.post, "/v1/programme/drafts/{draft}/publish", needs: .programmeWrite, answer: publishDraft),
        ]
    }

    private func getDrafts(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(PageBody(items: try await service.drafts().map { body(of: $0) }, next: nil))
    }

    private func getDraft(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let draft = try await service.draft(context.draft)
        var answer = response(Array(draft.document.utf8), type: "application/yaml")
        if let name = HTTPField.Name("Setia-Draft-Revision") { answer.headers[name] = String(draft.revision) }
        return answer
    }

    private func putDraft(_ request: Request, _ context: SetiaContext) async throws -> Response {
        var revision: Int64?
        if let text = request.parameter("revision") {
            guard let number = Int64(text), number >= 0 else {
                throw Malformed(field: "revision", reason: "must be the revision that was read, or 0 for a new draft")
            }
            revision = number
        }
        let draft = try await service.saveDraft(
            context.draft.text,
            try await request.document(),
            replacing: revision,
            by: try await caller(request)
        )
        return response(body(of: draft), status: draft.revision == 1 ? .created : .ok)
    }

    private func deleteDraft(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try await service.removeDraft(context.draft, by: try await caller(request))
        return Response(status: .noContent)
    }

    private func publishDraft(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let draft = try await service.draft(context.draft)
        return try await published(
            service.publishProgramme(
                draft.document,
                validFrom: try beginning(request, of: draft.document),
                reason: request.parameter("reason"),
                draft: draft.name,
                by: try await caller(request)
            )
        )
    }

    private func body(of draft: ProgrammeDraft) -> DraftBody {
        var problems: [ProgrammeProblem] = []
        do { _ = try service.validate(draft.document) } catch {
            problems = (error as? MalformedProgramme)?.problems ?? []
        }
        return DraftBody(
            name: draft.name.text,
            revision: draft.revision,
            base: draft.base,
            createdAt: draft.createdAt,
            savedAt: draft.savedAt,
            savedBy: draft.savedBy.told,
            problems: problems
        )
    }
}

extension AuditActor {
    /// By name, or as what it is.
    fileprivate var told: String {
        switch self {
        case .staff(_, let name), .apiKey(_, let name): name
        case .operator: "operator"
        case .member: "member"
        case .nobody: "nobody"
        case .server: "server"
        }
    }
}

extension SetiaContext {
    /// The name of the draft that the address names.
    fileprivate var draft: Key { Key(parameters.get("draft") ?? "") }
}
