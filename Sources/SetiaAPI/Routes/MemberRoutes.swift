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
            Endpoint(.put, "/v1/members/{member}/birth-date", needs: .membersWrite, answer: putBirthDate),
            Endpoint(.delete, "/v1/members/{member}/birth-date", needs: .membersWrite, answer: deleteBirthDate),
            Endpoint(.get, "/v1/members/{member}/consents", needs: .membersRead, answer: getConsents),
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
        return moved(view.state) ?? response(MemberBody(view))
    }

    private func eraseMember(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard try await service.eraseMember(member) else { throw Problem.unknownMember(member.text) }
        return Response(status: .noContent)
    }

    private func putBirthDate(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try await setBirthDate(try parseBirthDate(try await request.json()), context)
    }

    private func deleteBirthDate(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try await setBirthDate(nil, context)
    }

    private func setBirthDate(_ birthDate: BirthDate?, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard try await service.setBirthDate(birthDate, of: member) else { throw Problem.unknownMember(member.text) }
        return Response(status: .noContent)
    }

    private func getBalance(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.points(of: member) else { throw Problem.unknownMember(member.text) }
        return moved(view.state, "/balance") ?? response(BalanceBody(state: view.state, at: view.at))
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
        let before = try request.place("entries", of: member)
        guard let page = try await service.ledger(of: member, wallet: wallet, before: before, limit: limit) else {
            throw Problem.unknownMember(member.text)
        }
        let items = page.items.map { account, entry in
            EntryBody(entry: entry, event: EventID(member: account, number: entry.event).text)
        }
        let next = page.next.map { Cursor(kind: "entries", position: $0.text(of: member)) }
        return response(PageBody(items: items, next: next))
    }

    private func getEvents(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let limit = try request.limit()
        let before = try request.place("events", of: member)
        guard let page = try await service.history(of: member, before: before, limit: limit) else {
            throw Problem.unknownMember(member.text)
        }
        return response(
            PageBody(
                items: page.items.map { ReceiptBody($0.item.receipt) },
                next: page.next.map { Cursor(kind: "events", position: $0.text(of: member)) }
            )
        )
    }
}

extension Request {
    /// The place in a history where a page shall begin, where one is given.
    fileprivate func place(_ kind: String, of member: MemberID) throws -> HistoryPlace? {
        guard let text = parameter("cursor") else { return nil }
        guard let place = HistoryPlace(text: try Cursor(text: text, kind: kind).position, of: member) else {
            throw Malformed(field: "cursor", reason: "must be one that this list gave")
        }
        return place
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
