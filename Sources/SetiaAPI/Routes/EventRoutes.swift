internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Events in, and what became of them.
    var eventEndpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/events", needs: .eventsWrite, keepsItsAnswer: true, answer: postEvents),
            Endpoint(.get, "/v1/events/{event}", needs: .eventsRead, answer: getEvent),
            Endpoint(.get, "/v1/events/{event}/explanation", needs: .eventsRead, answer: getExplanation),
        ]
    }

    /// CloudEvents 1.0, in the mode that the content type says: structured, batch or binary.
    private func postEvents(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let delivery: EventDelivery
        do {
            delivery = try await read(request, context)
        } catch {
            let problem = problem(for: error, context)
            guard problem.mayBeKept else { throw problem }
            delivery = EventDelivery(refusing: problem)
        }
        let requestID = RequestScope.id
        guard let claim = context.claim else {
            let outcomes = delivery.intakes.isEmpty ? [] : await queue.record(delivery.intakes)
            return answer(delivery.answer(outcomes, requestID) { problem(for: $0, context) })
        }
        let once = RecordingOnce(claim: claim) { outcomes in
            delivery.answer(outcomes, requestID) { _ in nil }?.kept
        }
        switch await queue.record(delivery.intakes, once: once) {
        case .outcomes(let outcomes): return answer(delivery.answer(outcomes, requestID) { problem(for: $0, context) })
        case .turn(let turn): return try earlier(turn)
        case .failed(let error): throw error
        }
    }

    /// The answer to a delivery, its refusals counted.
    private func answer(_ delivered: DeliveryAnswer?) -> Response {
        guard let delivered else { preconditionFailure("each failure is answered by a problem") }
        for problem in delivered.problems { count(refusal: problem) }
        return delivered.alone.map { response($0) } ?? response(delivered.kept)
    }

    private func read(_ request: Request, _ context: SetiaContext) async throws -> EventDelivery {
        let may = context.notes.key?.scopes.contains(.pointsAdjust) ?? false
        switch request.mediaType {
        case "application/cloudevents-batch+json":
            return try await batch(try await request.json(upTo: BodyLimit.batch), may, context)
        case "application/cloudevents+json":
            let json = try await request.json()
            return try await one(may) { (declared) throws(MalformedEvent) in try parseEvent(json, declared: declared) }
        case "application/json", "":
            let attributes = request.cloudEventAttributes
            let json = try await request.json()
            // Without ce- headers, an object that says its specversion is a structured event all the same.
            guard !attributes.isEmpty || json["specversion"] == nil else {
                return try await one(may) { (declared) throws(MalformedEvent) in
                    try parseEvent(json, declared: declared)
                }
            }
            return try await one(may) { (declared) throws(MalformedEvent) in
                try parseEvent(attributes: attributes, data: json, declared: declared)
            }
        default:
            throw Problem(
                "unsupported-media-type",
                title: "Not a CloudEvent",
                status: 415,
                detail: "send application/cloudevents+json, application/cloudevents-batch+json, or application/json"
                    + " with ce- headers",
                errors: [Problem.FieldError(field: "Content-Type", reason: "is not taken here")]
            )
        }
    }

    private func one(
        _ may: Bool,
        _ parse: ([EventDeclaration]) throws(MalformedEvent) -> ParsedEvent
    ) async throws -> EventDelivery {
        do {
            return EventDelivery(try intake(try parse(try await service.declaredEvents()), may))
        } catch let malformed as MalformedEvent where malformed.isOfUnknownType {
            // A type that another server has published meanwhile is known by now.
            do {
                return EventDelivery(try intake(try parse(try await service.declaredEvents(isFresh: true)), may))
            } catch let malformed as MalformedEvent {
                throw Problem.invalidEvent(malformed)
            }
        } catch let malformed as MalformedEvent {
            throw Problem.invalidEvent(malformed)
        }
    }

    /// Each event of a batch for itself: one that is refused leaves the others as they are.
    private func batch(_ json: JSON, _ may: Bool, _ context: SetiaContext) async throws -> EventDelivery {
        func parse(isFresh: Bool) async throws -> [Result<ParsedEvent, MalformedEvent>] {
            let declared = try await service.declaredEvents(isFresh: isFresh)
            return try parseEvents(batch: json, atMost: BodyLimit.eventsInBatch, declared: declared)
        }
        var parsed = try await parse(isFresh: false)
        let hasUnknown = parsed.contains { result in
            if case .failure(let malformed) = result { malformed.isOfUnknownType } else { false }
        }
        if hasUnknown { parsed = try await parse(isFresh: true) }
        return EventDelivery(
            batch: parsed.map { result in
                do {
                    return .success(try intake(try result.get(), may))
                } catch let malformed as MalformedEvent {
                    return .failure(.invalidEvent(malformed))
                } catch {
                    return .failure(problem(for: error, context))
                }
            }
        )
    }

    /// A parsed event as the service takes it.
    private func intake(_ parsed: ParsedEvent, _ mayAdjust: Bool) throws -> Intake {
        if parsed.event.type.isByHand, !mayAdjust { throw Unauthorised.byHand(parsed.event.type) }
        guard let subject = parsed.subject else {
            guard let identity = parsed.identity else {
                return Intake(event: parsed.event, who: .nobody, personal: parsed.personal)
            }
            return Intake(event: parsed.event, who: .identity(try folded(identity)), personal: parsed.personal)
        }
        guard let member = MemberID(text: subject) else { throw Refusal.unknownMember(subject) }
        return Intake(event: parsed.event, who: .member(member), personal: parsed.personal)
    }

    /// The identity in the form that look-ups use.
    private func folded(_ parsed: ParsedIdentity) throws -> Identity {
        do {
            return try Identity(parsed)
        } catch let malformed as MalformedIdentity {
            let reason = "\(malformed.kind.rawValue) \(malformed.reason)"
            throw MalformedEvent(problems: [Malformed(field: "data.identity.value", reason: reason)])
        }
    }

    private func getEvent(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let id = EventID(text: context.parameters.get("event") ?? ""), let stored = try await service.event(id)
        else { throw Problem.notFound("event") }
        return response(ReceiptBody(stored.receipt))
    }

    private func getExplanation(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let id = EventID(text: context.parameters.get("event") ?? "") else { throw Problem.notFound("event") }
        let language = try language(request)
        guard let explanation = try await service.explanation(of: id, in: language) else {
            throw Problem.notFound("event")
        }
        return response(ExplanationBody(event: id, explanation: explanation))
    }

    /// The language that the address asks for, else the headers; none is the member's own.
    func language(_ request: Request) throws -> Language? {
        if let text = request.parameter("language") {
            guard let language = Language(rawValue: text) else {
                let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(field: "language", reason: "must be one of \(known)")
            }
            return language
        }
        return request.headers[.acceptLanguage].flatMap { Language(namedIn: $0) }
    }
}

extension EventType {
    /// Given or taken by a person, or by an import, and not earned.
    fileprivate var isByHand: Bool {
        self == .pointsAdjusted || self == .balanceOpened || self == .tierGranted
    }
}

extension Unauthorised {
    fileprivate static func byHand(_ type: EventType) -> Problem {
        Problem(
            "missing-scope",
            title: "The key may not do this",
            status: 403,
            detail: "\(type.rawValue) needs the scope \(APIScope.pointsAdjust.rawValue)",
            errors: [Problem.FieldError(field: "type", reason: "needs the scope \(APIScope.pointsAdjust.rawValue)")]
        )
    }
}

extension Request {
    /// The CloudEvents attributes that stand in the headers, and the content type; empty where there are none.
    fileprivate var cloudEventAttributes: [String: String] {
        var attributes: [String: String] = [:]
        for header in headers where header.name.canonicalName.hasPrefix("ce-") {
            attributes[String(header.name.canonicalName.dropFirst(3))] = header.value
        }
        guard !attributes.isEmpty else { return [:] }
        attributes["datacontenttype"] = headers[.contentType]
        return attributes
    }
}

extension ReceiptBody {
    init(_ receipt: Receipt) {
        self.init(
            member: receipt.member.text,
            eventID: receipt.id.text,
            event: receipt.event,
            decision: receipt.decision,
            recordedAt: receipt.recordedAt,
            isReplay: receipt.isReplay
        )
    }
}

extension Identity {
    /// A parsed identity, folded.
    init(_ parsed: ParsedIdentity) throws {
        guard let kind = IdentityKind(rawValue: parsed.kind) else {
            throw Malformed(field: "data.identity.kind", reason: "is not known")
        }
        try self.init(kind: kind, text: parsed.value)
    }
}

extension MalformedEvent {
    /// Whether its type is not known.
    fileprivate var isOfUnknownType: Bool { problems.contains { $0.field == "type" } }
}
