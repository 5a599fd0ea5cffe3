internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// A member's account as a whole: stop it, let it go on, set an address.
    var accountEndpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/members/{member}/stop", needs: .membersWrite) { try await setStopped(true, $0, $1) },
            Endpoint(.post, "/v1/members/{member}/resume", needs: .membersWrite) {
                try await setStopped(false, $0, $1)
            },
            Endpoint(.put, "/v1/members/{member}/address", needs: .membersWrite, answer: putAddress),
        ]
    }

    private func setStopped(_ isStopped: Bool, _ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let reason = try parseReason(try await request.json())
        _ = try await service.setStopped(isStopped, of: member, reason: reason, by: try await caller(request))
        return Response(status: .noContent)
    }

    private func putAddress(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let (parsed, reason) = try parseAddress(try await request.json())
        let identity: Identity
        do { identity = try Identity(parsed) } catch let malformed as MalformedIdentity {
            throw MalformedBody(problems: [Malformed(field: "identity.value", reason: malformed.reason)])
        }
        do {
            try await service.setAddress(identity, of: member, reason: reason, by: try await caller(request))
        } catch let failure as MailFailure {
            throw Problem(
                "letter-not-sent",
                title: "The address of before could not be told",
                status: 503,
                detail: "nothing was changed, since no letter went to the address of before: \(failure)"
            )
        }
        return Response(status: .noContent)
    }
}

extension Problem {
    /// Why an account is not changed.
    static func refused(_ refusal: AccountRefusal) -> Problem {
        switch refusal {
        case .unknownMember(let member): .unknownMember(member.text)
        case .isSo(let member, true):
            Problem(
                "already-stopped",
                title: "Stopped already",
                status: 409,
                detail: "the account \(member.text) is stopped already"
            )
        case .isSo(let member, false):
            Problem(
                "not-stopped",
                title: "Not stopped",
                status: 409,
                detail: "the account \(member.text) is not stopped"
            )
        case .reason:
            Problem(
                "invalid-body",
                title: "The body cannot be taken",
                status: 422,
                detail: "reason must have 1 to 500 characters",
                errors: [Problem.FieldError(field: "reason", reason: "must have 1 to 500 characters")]
            )
        case .sameAddress:
            Problem("same-address", title: "Hers already", status: 409, detail: "she has this address already")
        case .addressTaken:
            Problem("identity-taken", title: "A member already", status: 409, detail: "another member has this address")
        case .noAddress(let kind):
            Problem(
                "invalid-body",
                title: "The body cannot be taken",
                status: 422,
                detail: "identity.kind must be email or phone, not \(kind.rawValue)",
                errors: [Problem.FieldError(field: "identity.kind", reason: "must be email or phone")]
            )
        }
    }
}
