internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Two accounts of one person: look, make one of them, make two again.
    var mergeEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/members/{member}/merge", needs: .membersRead, answer: previewMerge),
            Endpoint(.post, "/v1/members/{member}/merge", needs: .membersWrite, answer: merge),
            Endpoint(.post, "/v1/members/{member}/unmerge", needs: .membersWrite, answer: undoMerge),
        ]
    }

    private func previewMerge(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let into = try context.member()
        guard let text = request.parameter("from") else { throw Malformed(field: "from", reason: "is missing") }
        guard let from = MemberID(text: text) else { throw Malformed(field: "from", reason: "must be a member's id") }
        let preview = try await service.previewMerge(of: from, into: into)
        return response(
            MergeBody(
                from: from,
                into: into,
                hadTwice: preview.hadTwice,
                moves: preview.goes.balances,
                reason: preview.refusal.map { Problem.refused($0).detail }
            )
        )
    }

    private func merge(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let into = try context.member()
        let from = try parseMerge(try await request.json())
        let done = try await service.mergeMember(from, into: into, by: try await caller(request))
        return response(
            MergeBody(
                id: done.id,
                from: from,
                into: into,
                at: done.at,
                undoUntil: done.undoUntil,
                hadTwice: done.hadTwice
            )
        )
    }

    private func undoMerge(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let into = try context.member()
        let from = try parseMerge(try await request.json())
        try await service.undoMerge(of: from, into: into, by: try await caller(request))
        return Response(status: .noContent)
    }

    /// Where a member is asked for whose account is another's now: what is to be read there instead.
    func moved(_ state: MemberState, _ rest: String = "") -> Response? {
        guard let merged = state.merged else { return nil }
        return Response(
            status: .temporaryRedirect,
            headers: [.location: "/v1/members/\(merged.other.text)\(rest)"]
        )
    }
}

extension Problem {
    /// Why two accounts cannot become one, or two again.
    static func refused(_ refusal: MergeRefusal) -> Problem {
        switch refusal {
        case .unknownMember(let member): .unknownMember(member.text)
        case .sameMember:
            Problem("same-member", title: "The same member", status: 409, detail: "these are one account already")
        case .wrongStatus(let member, let status):
            Problem(
                "merge-status",
                title: "Not to be merged",
                status: 409,
                detail: "\(member.text) is \(status.rawValue); only prospects and active members are merged"
            )
        case .unfinished(let member):
            Problem(
                "merge-unfinished",
                title: "Something is under way",
                status: 409,
                detail: "points of \(member.text) are held or on their way; that must end first"
            )
        case .notMerged(let member):
            Problem(
                "not-merged",
                title: "Not merged",
                status: 409,
                detail: "the account \(member.text) did not come to this member"
            )
        case .tooLateToUndo(let since):
            Problem(
                "merge-stands",
                title: "Too late to undo",
                status: 409,
                detail: "it was done at \(since.rfc3339), more than 30 days ago"
            )
        }
    }
}
