internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Members: enrol, find, look at, erase; their points.
    var memberEndpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/members", needs: .membersWrite, answer: postMember),
            Endpoint(.get, "/v1/members", needs: .membersRead, answer: findMember),
            Endpoint(.get, "/v1/members/{member}", needs: .membersRead, answer: getMember),
            Endpoint(.delete, "/v1/members/{member}", needs: .membersErase, answer: eraseMember),
            Endpoint(.get, "/v1/members/{member}/balance", needs: .eventsRead, answer: getBalance),
            Endpoint(.get, "/v1/members/{member}/entries", needs: .eventsRead, answer: getEntries),
            Endpoint(.get, "/v1/members/{member}/events", needs: .eventsRead, answer: getEvents),
            Endpoint(.get, "/v1/members/{member}/tiers", needs: .eventsRead, answer: getTiers),
        ]
    }

    private func postMember(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let parsed = try parseMember(try await request.json())
        var identities: [Identity] = []
        var problems: [Malformed] = []
        for (place, identity) in parsed.identities.enumerated() {
            do {
                identities.append(try Identity(identity))
            } catch let malformed as MalformedIdentity {
                problems.append(Malformed(field: "identities[\(place)].value", reason: malformed.reason))
            }
        }
        guard problems.isEmpty else { throw MalformedBody(problems: problems) }
        let receipt = try await service.createMember(
            NewMember(identities: identities, facts: parsed.facts, person: parsed.person, joinedAt: parsed.joinedAt)
        )
        guard let view = try await service.member(receipt.member) else { throw Problem.notFound("member") }
        context.notes.owner = receipt.member
        var answer = response(MemberBody(view), status: .created)
        answer.headers[.location] = "/v1/members/\(receipt.member.text)"
        return answer
    }

    /// By one identity where one is given, else a list.
    private func findMember(_ request: Request, _ context: SetiaContext) async throws -> Response {
        if request.parameter("kind") == nil, request.parameter("value") == nil { return try await listMembers(request) }
        guard let kindText = request.parameter("kind") else { throw Malformed(field: "kind", reason: "is missing") }
        guard let kind = IdentityKind(rawValue: kindText) else {
            let known = IdentityKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Malformed(field: "kind", reason: "must be one of \(known)")
        }
        guard let value = request.parameter("value") else { throw Malformed(field: "value", reason: "is missing") }
        let identity: Identity
        do {
            identity = try Identity(kind: kind, text: value)
        } catch {
            throw Malformed(field: "value", reason: error.reason)
        }
        guard let member = try await service.member(with: identity), let view = try await service.member(member) else {
            throw Problem.notFound("member")
        }
        return response(MemberBody(view))
    }

    private func getMember(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.member(member) else { throw Problem.unknownMember(member.text) }
        return response(MemberBody(view))
    }

    private func eraseMember(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard try await service.eraseMember(member) else { throw Problem.unknownMember(member.text) }
        return Response(status: .noContent)
    }

    private func getBalance(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.points(of: member) else { throw Problem.unknownMember(member.text) }
        return response(BalanceBody(state: view.state, at: view.at))
    }

    private func getTiers(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.tiers(of: member) else { throw Problem.unknownMember(member.text) }
        return response(
            TiersBody(member: view.member, at: view.at, progress: view.progress, programme: view.programme)
        )
    }

    private func getEntries(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let limit = try request.limit()
        let wallet = request.parameter("wallet").map { Key($0) }
        let before = try request.cursor("entries")
        // One more than asked tells whether there is a next page.
        guard let entries = try await service.entries(of: member, wallet: wallet, before: before, limit: limit + 1)
        else {
            throw Problem.unknownMember(member.text)
        }
        let page = entries.prefix(limit).map {
            EntryBody(entry: $0, event: EventID(member: member, number: $0.event).text)
        }
        let next = entries.count > limit ? page.last.map { String($0.entry.number) } : nil
        return response(PageBody(items: Array(page), next: next.map { Cursor(kind: "entries", position: $0) }))
    }

    private func getEvents(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let limit = try request.limit()
        let before = try request.cursor("events")
        guard let events = try await service.events(of: member, before: before, limit: limit + 1) else {
            throw Problem.unknownMember(member.text)
        }
        let page = events.prefix(limit).map { ReceiptBody($0.receipt) }
        let next = events.count > limit ? page.last.map { String($0.decision.number) } : nil
        return response(PageBody(items: Array(page), next: next.map { Cursor(kind: "events", position: $0) }))
    }
}

extension MemberBody {
    fileprivate init(_ view: MemberView) {
        self.init(
            state: view.state,
            at: view.at,
            identities: view.identities.map { ParsedIdentity(kind: $0.kind.rawValue, value: $0.value) },
            person: view.person
        )
    }
}
