internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Webhooks: whom events are told to, and what became of it.
    var webhookEndpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/webhooks", needs: .webhooks, answer: postWebhook),
            Endpoint(.get, "/v1/webhooks", needs: .webhooks, answer: getWebhooks),
            Endpoint(.get, "/v1/webhooks/{webhook}", needs: .webhooks, answer: getWebhook),
            Endpoint(.patch, "/v1/webhooks/{webhook}", needs: .webhooks, answer: changeWebhook),
            Endpoint(.delete, "/v1/webhooks/{webhook}", needs: .webhooks, answer: deleteWebhook),
            Endpoint(.post, "/v1/webhooks/{webhook}/secrets", needs: .webhooks, answer: rotateSecret),
            Endpoint(.post, "/v1/webhooks/{webhook}/test", needs: .webhooks, answer: testWebhook),
            Endpoint(.get, "/v1/webhooks/{webhook}/deliveries", needs: .webhooks, answer: getDeliveries),
            Endpoint(.post, "/v1/webhooks/{webhook}/replay", needs: .webhooks, answer: replay),
        ]
    }

    private func postWebhook(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let parsed = try parseWebhook(try await request.json(), isNew: true)
        let new = NewWebhook(
            url: parsed.url ?? "",
            description: parsed.description ?? "",
            topics: try await topics(parsed.topics) ?? .all
        )
        let (record, secret) = try await service.addWebhook(new, by: try await caller(request))
        var answer = response(WebhookBody(record, secret: secret), status: .created)
        answer.headers[.location] = "/v1/webhooks/\(record.webhook.id.text)"
        return answer
    }

    private func getWebhooks(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(PageBody(items: try await service.webhooks().map { WebhookBody($0) }, next: nil))
    }

    private func getWebhook(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(WebhookBody(try await service.webhook(try context.webhook())))
    }

    private func changeWebhook(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.webhook()
        let parsed = try parseWebhook(try await request.json(), isNew: false)
        let change = WebhookChange(
            url: parsed.url,
            description: parsed.description,
            topics: try await topics(parsed.topics),
            isEnabled: parsed.isEnabled
        )
        return response(WebhookBody(try await service.changeWebhook(id, change, by: try await caller(request))))
    }

    private func deleteWebhook(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try await service.removeWebhook(try context.webhook(), by: try await caller(request))
        return Response(status: .noContent)
    }

    private func rotateSecret(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.webhook()
        let hours = try parseRotation(try await request.jsonIfAny())
        let (record, secret) = try await service.rotateWebhookSecret(
            id,
            keepOldHours: hours ?? SetiaService.webhookSecretOverlap,
            by: try await caller(request)
        )
        return response(WebhookBody(record, secret: secret), status: .created)
    }

    private func testWebhook(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(WebhookTestBody(try await service.testWebhook(try context.webhook())))
    }

    private func getDeliveries(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.webhook()
        let limit = try request.limit()
        var before: OutboxMark?
        if let text = request.parameter("cursor") {
            before = OutboxMark(text: try Cursor(text: text, kind: "deliveries").position)
            if before == nil { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        }
        let onlyFailing: Bool
        switch request.parameter("failing") {
        case nil, "false": onlyFailing = false
        case "true": onlyFailing = true
        default: throw Malformed(field: "failing", reason: "must be true or false")
        }
        let lines = try await service.deliveries(of: id, onlyFailing: onlyFailing, before: before, limit: limit + 1)
        let page = lines.prefix(limit)
        let next = lines.count > limit ? page.last.map { Cursor(kind: "deliveries", position: $0.mark.text) } : nil
        return response(PageBody(items: page.map { DeliveryBody($0, to: id) }, next: next))
    }

    private func replay(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.webhook()
        let actor = try await caller(request)
        guard let text = try parseReplay(try await request.jsonIfAny()) else {
            return response(ReplayBody(count: try await service.replayFailed(to: id, by: actor)), status: .accepted)
        }
        guard let event = EventID(text: text) else { throw WebhookRefusal.unknownEvent }
        try await service.replay(event, to: id, by: actor)
        return response(ReplayBody(count: 1), status: .accepted)
    }

    private func topics(_ names: [String]?) async throws -> Webhook.Topics? {
        guard let names else { return nil }
        let types = try await service.eventTypes()
        switch Webhook.Topics.parse(names, type: { name in types.first { $0.rawValue == name } }) {
        case .success(let topics): return topics
        case .failure(let unknown):
            let place = names.firstIndex(of: unknown.name) ?? 0
            let known = types.map(\.rawValue).joined(separator: ", ")
            throw MalformedBody(
                problems: [Malformed(field: "topics[\(place)]", reason: "must be *, or one of \(known)")]
            )
        }
    }
}

extension Request {
    /// The body as JSON; an empty object where there is none.
    fileprivate func jsonIfAny() async throws -> JSON {
        let bytes = try await bytes()
        return bytes.isEmpty ? .object([:]) : try JSON.parse(bytes)
    }
}

extension SetiaContext {
    /// The webhook whom the address names.
    fileprivate func webhook() throws -> Identifier {
        guard let id = Identifier(text: parameters.get("webhook") ?? "") else { throw WebhookRefusal.unknownWebhook }
        return id
    }
}

extension WebhookBody {
    fileprivate init(_ record: WebhookRecord, secret: String? = nil) {
        let webhook = record.webhook
        self.init(
            id: webhook.id.text,
            url: webhook.url,
            description: webhook.description,
            topics: webhook.topics.names,
            state: webhook.state.rawValue,
            createdAt: webhook.createdAt,
            failingSince: webhook.failingSince,
            deliveredAt: webhook.deliveredAt,
            secrets: record.secrets.map { ($0.createdAt, $0.expiresAt) },
            secret: secret
        )
    }
}

extension DeliveryBody {
    fileprivate init(_ line: OutboxLine, to webhook: Identifier) {
        self.init(
            event: line.event.text,
            id: SignedMessage.id(of: line.event, for: webhook),
            type: line.topic,
            state: line.state.rawValue,
            attempts: line.attempts,
            recordedAt: line.recordedAt,
            triedAt: line.triedAt,
            nextAt: line.state == .waiting ? line.dueAt : nil,
            status: line.status,
            reason: line.reason,
            answer: line.answer
        )
    }
}

extension WebhookTestBody {
    fileprivate init(_ answer: WebhookAnswer) {
        switch answer {
        case .answered(let status, let beginning):
            self.init(
                isTaken: answer.isTaken,
                status: status,
                reason: nil,
                answer: beginning.isEmpty ? nil : beginning
            )
        case .unreachable(let reason): self.init(isTaken: false, status: nil, reason: reason, answer: nil)
        }
    }
}
