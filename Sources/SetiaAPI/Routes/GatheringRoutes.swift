internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Events for members: what there is, who comes, who waits, and the door.
    var gatheringEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/gatherings", needs: .gatheringsRead, answer: getGatherings),
            Endpoint(.get, "/v1/gatherings/{gathering}", needs: .gatheringsRead, answer: getGathering),
            Endpoint(.put, "/v1/gatherings/{gathering}", needs: .gatheringsWrite, answer: putGathering),
            Endpoint(.post, "/v1/gatherings/{gathering}/call-off", needs: .gatheringsWrite, answer: callOff),
            Endpoint(.get, "/v1/gatherings/{gathering}/event.ics", needs: .gatheringsRead, answer: getCalendar),
            Endpoint(.get, "/v1/gatherings/{gathering}/places", needs: .gatheringsRead, answer: getPlaces),
            Endpoint(.get, "/v1/gatherings/{gathering}/places.csv", needs: .gatheringsRead, answer: getPlacesFile),
            Endpoint(.post, "/v1/gatherings/{gathering}/places", needs: .gatheringsWrite, answer: postPlace),
            Endpoint(
                .post,
                "/v1/gatherings/{gathering}/places/{member}/confirm",
                needs: .gatheringsWrite,
                answer: confirmPlace
            ),
            Endpoint(
                .post,
                "/v1/gatherings/{gathering}/places/{member}/cancel",
                needs: .gatheringsWrite,
                answer: cancelPlace
            ),
            Endpoint(.post, "/v1/gatherings/{gathering}/check-ins", needs: .gatheringsWrite, answer: checkIn),
            Endpoint(.get, "/v1/members/{member}/places", needs: .gatheringsRead, answer: getOwnPlaces),
        ]
    }

    private func getGatherings(_ request: Request, _ context: SetiaContext) async throws -> Response {
        var part = GatheringPart.coming
        if let text = request.parameter("part") {
            guard let known = GatheringPart(rawValue: text) else {
                throw Malformed(field: "part", reason: "must be one of coming, past")
            }
            part = known
        }
        let found = try await service.gatherings(part, limit: try request.limit())
        return response(PageBody(items: found.map { GatheringBody($0.gathering, $0.tally) }, next: nil))
    }

    private func getGathering(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let found = try await service.gathering(context.gathering)
        return response(GatheringBody(found.gathering, found.tally))
    }

    private func putGathering(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let wish = try parseGathering(try await request.json(), key: context.gathering.text)
        let put = try await service.putGathering(wish, by: try await caller(request))
        let found = try await service.gathering(put.gathering.key)
        return response(GatheringBody(found.gathering, found.tally), status: put.isNew ? .created : .ok)
    }

    private func callOff(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let gathering = try await service.callOffGathering(context.gathering, by: try await caller(request))
        let found = try await service.gathering(gathering.key)
        return response(GatheringBody(found.gathering, found.tally))
    }

    private func getCalendar(_ request: Request, _ context: SetiaContext) async throws -> Response {
        var language = Language.en
        if let text = request.parameter("language") {
            guard let known = Language(rawValue: text) else {
                throw Malformed(field: "language", reason: "must be one of en, ms, id, th")
            }
            language = known
        }
        let found = try await service.gathering(context.gathering)
        let file = CalendarFile(found.gathering, language: language.key, host: service.host, isHers: true)
        return response(Array(file.text.utf8), type: CalendarFile.mediaType)
    }

    // MARK: - Who comes

    private func getPlaces(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let (limit, after) = (try request.limit(), try request.cursor("places") ?? 0)
        let state = try placeState(request) ?? .confirmed
        let guests = try await service.guests(context.gathering, state, after: after, limit: limit + 1)
        let page = guests.prefix(limit)
        let next = guests.count > limit ? page.last?.place.number : nil
        return response(
            PageBody(
                items: page.map { PlaceBody($0.place, name: $0.name) },
                next: next.map { Cursor(kind: "places", position: "\($0)") }
            )
        )
    }

    private func getPlacesFile(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let state = try placeState(request)
        let states = state.map { [$0] } ?? [.confirmed, .offered, .held, .waiting]
        let rows = try await service.guestFile(context.gathering, states)
        return response(Array(rows.map(csvRow).joined().utf8), type: "text/csv; charset=utf-8")
    }

    private func placeState(_ request: Request) throws -> GatheringPlace.State? {
        guard let text = request.parameter("state") else { return nil }
        guard let state = GatheringPlace.State(rawValue: text) else {
            let known = GatheringPlace.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw Malformed(field: "state", reason: "must be one of \(known)")
        }
        return state
    }

    private func postPlace(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let wish = try parsePlaceWish(try await request.json())
        guard let member = MemberID(text: wish.member) else { throw Problem.unknownMember(wish.member) }
        try await beThere(member)
        let asked = try await service.askForPlace(at: context.gathering, for: member, mayWait: wish.mayWait)
        context.notes.owner = member
        return try place(asked.own, status: asked.isNew ? .created : .ok)
    }

    private func confirmPlace(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        try await beThere(member)
        context.notes.owner = member
        return try place(try await service.confirmPlace(at: context.gathering, of: member))
    }

    private func cancelPlace(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        try await beThere(member)
        context.notes.owner = member
        return try place(try await service.cancelPlace(at: context.gathering, of: member))
    }

    private func getOwnPlaces(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        try await beThere(member)
        let items = try await service.places(of: member).compactMap { own in
            own.place.map { PlaceBody($0, before: own.before) }
        }
        return response(PageBody(items: items, next: nil))
    }

    private func checkIn(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let code = try parseCheckIn(try await request.json())
        var member: MemberID?
        // A code that is no card's number is answered like a card that nobody has.
        if let card = try? Identity(kind: .card, text: code) { member = try await service.member(with: card) }
        let entry = try await service.checkIn(at: context.gathering, member, by: try await caller(request))
        context.notes.owner = entry.place.member
        return response(PlaceBody(entry.place, name: entry.name), status: entry.wasIn ? .ok : .created)
    }

    private func beThere(_ member: MemberID) async throws {
        guard try await service.member(member) != nil else { throw Problem.unknownMember(member.text) }
    }

    private func place(_ own: OwnGathering, status: HTTPResponse.Status = .ok) throws -> Response {
        guard let place = own.place else { throw GatheringRefusal.noPlace }
        return response(PlaceBody(place, before: own.before), status: status)
    }
}

extension SetiaContext {
    /// The event for members that the address names.
    fileprivate var gathering: Key { Key(parameters.get("gathering") ?? "") }
}

extension Problem {
    /// What is wrong with an event for members, field by field.
    static func refused(_ malformed: MalformedGathering) -> Problem {
        .invalidBody(MalformedBody(problems: malformed.problems.map { Malformed(field: $0.field, reason: $0.reason) }))
    }

    /// Why nothing was done about a place.
    static func refused(_ refusal: GatheringRefusal) -> Problem {
        switch refusal {
        case .unknownGathering: .notFound("event")
        case .notActive:
            Problem(
                "members-only",
                title: "For active members",
                status: 422,
                detail: "places are for active members; she is none, or her account is another member's by now"
            )
        case .calledOff:
            Problem(
                "called-off",
                title: "Called off",
                status: 409,
                detail: "it was called off; nothing can be changed any more"
            )
        case .begun(let at):
            Problem(
                "has-begun",
                title: "It has begun",
                status: 409,
                detail: "it began at \(at); places are asked for, confirmed and given back before",
                facts: [Problem.Fact("at", "\(at)")]
            )
        case .notOpen(let until):
            Problem(
                "not-open-yet",
                title: "Not open yet",
                status: 409,
                detail: "she may ask from \(until) on",
                facts: [Problem.Fact("opensAt", "\(until)")]
            )
        case .full(let waiting):
            Problem(
                "no-place-free",
                title: "No place is free",
                status: 409,
                detail: "no place is free and \(waiting) wait; without wait: false she waits behind them",
                numbers: [Problem.Number("waiting", waiting)]
            )
        case .noPlace:
            Problem(
                "no-place",
                title: "No place there",
                status: 409,
                detail: "she has no place there and waits for none; ask for one first"
            )
        case .stillWaiting(let before):
            Problem(
                "still-waiting",
                title: "Still waiting",
                status: 409,
                detail: "no place was offered to her yet; \(before) wait before her",
                numbers: [Problem.Number("before", before)]
            )
        case .holdLapsed(let at):
            Problem(
                "hold-lapsed",
                title: "Held no longer",
                status: 409,
                detail: "the place was held for her until \(at); ask again",
                facts: [Problem.Fact("at", "\(at)")]
            )
        case .offerLapsed(let at):
            Problem(
                "offer-lapsed",
                title: "Offered no longer",
                status: 409,
                detail: "the place was kept for her until \(at); ask again to wait anew",
                facts: [Problem.Fact("at", "\(at)")]
            )
        case .checkedIn(let at):
            Problem(
                "checked-in",
                title: "Let in already",
                status: 409,
                detail: "she was let in at \(at); that is not undone",
                facts: [Problem.Fact("at", "\(at)")]
            )
        case .notExpected:
            Problem(
                "not-expected",
                title: "Not on the list",
                status: 422,
                detail: "nobody with a confirmed place has this code"
            )
        case .doorsClosed(let from, let until):
            Problem(
                "doors-closed",
                title: "The doors are closed",
                status: 409,
                detail: "members are let in from \(from) until \(until)",
                facts: [Problem.Fact("from", "\(from)"), Problem.Fact("until", "\(until)")]
            )
        case .capacityTaken(let taken):
            Problem(
                "capacity-taken",
                title: "More places are taken",
                status: 409,
                detail: "\(taken) places are confirmed, held or offered; the capacity cannot be lower",
                numbers: [Problem.Number("taken", taken)]
            )
        }
    }
}
