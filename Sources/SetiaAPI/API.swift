internal import HTTPTypes
package import Hummingbird
package import Logging
internal import SetiaCore
package import SetiaService
internal import SetiaWire

/// The API over one service: what every route has at hand.
package struct API: Sendable {
    let service: SetiaService
    let queue: IntakeQueue
    let measurements: Measurements
    let limiter: RateLimiter
    let chat: ChatSettings
    let chatGate: ChatGate
    let logger: Logger
    let newRequestID: @Sendable () -> String
    let gauges: @Sendable () -> [(series: Measurements.Series, value: Double)]
    let isReady: @Sendable () async -> Bool

    /// An API.
    ///
    /// - Parameters:
    ///   - service: What can be done.
    ///   - queue: Where events wait for each other.
    ///   - measurements: What is counted.
    ///   - limiter: How much each key may send; none is one of its own.
    ///   - chat: How chats are let in.
    ///   - logger: Where each request has a line, at `debug`; none says nothing.
    ///   - newRequestID: Names requests whose callers do not; none is 128 bits of chance.
    ///   - gauges: What else is measured when somebody looks.
    ///   - isReady: Whether the server takes requests: not while it stops, not without its database.
    package init(
        service: SetiaService,
        queue: IntakeQueue,
        measurements: Measurements,
        limiter: RateLimiter? = nil,
        chat: ChatSettings = ChatSettings(),
        logger: Logger = Logger(label: "setia", factory: { _ in SwiftLogNoOpLogHandler() }),
        newRequestID: @escaping @Sendable () -> String = randomRequestID,
        gauges: @escaping @Sendable () -> [(series: Measurements.Series, value: Double)] = { [] },
        isReady: @escaping @Sendable () async -> Bool
    ) {
        self.service = service
        self.queue = queue
        self.measurements = measurements
        self.limiter = limiter ?? RateLimiter(service: service)
        self.chat = chat
        chatGate = ChatGate(mostStreams: chat.mostStreams)
        self.logger = logger
        self.newRequestID = newRequestID
        self.gauges = gauges
        self.isReady = isReady
    }

    /// All routes, by area.
    package var endpoints: [Endpoint] {
        eventEndpoints + reviewEndpoints + memberEndpoints + accountEndpoints + recommendationEndpoints
            + milestoneEndpoints
            + phaseEndpoints + mergeEndpoints
            + audienceEndpoints + measureEndpoints + drawEndpoints + rewardEndpoints
            + cartEndpoints
            + shopEndpoints
            + referralEndpoints
            + householdEndpoints
            + programmeEndpoints
            + webhookEndpoints
            + conversationEndpoints
            + chatEndpoints
            + channelEndpoints
            + broadcastEndpoints
            + contentEndpoints
            + voiceEndpoints
            + journeyEndpoints
            + surveyEndpoints
            + caseEndpoints
            + gatheringEndpoints
            + productReviewEndpoints
            + healthEndpoints
            + documentEndpoints
    }

    /// The router that serves them.
    ///
    /// - Parameter elsewhere: What answers a path that is none of the API's and none of the pages'; where it gives none,
    ///   as by itself, the answer is a problem document.
    /// - Returns: a router to which pages may be added.
    package func router(
        elsewhere: @escaping @Sendable (Request) async -> Response? = { _ in nil }
    ) -> Router<SetiaContext> {
        let router = Router(context: SetiaContext.self)
        router.add(middleware: Following(api: self))
        router.add(middleware: ChatOrigins(api: self))
        router.add(middleware: Elsewhere(api: self, other: elsewhere))
        for endpoint in endpoints {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                await self.answer(request, context, endpoint)
            }
        }
        return router
    }

    /// What answers where no route does: the same problem document as everywhere.
    package func fallback(_ request: Request) -> Response {
        let known = endpoints.filter { pathMatches($0.path, request.uri.path) }.map(\.method.rawValue)
        guard !known.isEmpty, !known.contains(request.method.rawValue) else {
            return response(.unknownPath(request.uri.path))
        }
        var answer = response(.methodNotAllowed(request.method.rawValue, allowed: known))
        answer.headers[.allow] = known.joined(separator: ", ")
        return answer
    }

    private func answer(_ request: Request, _ context: SetiaContext, _ endpoint: Endpoint) async -> Response {
        do {
            guard let scope = endpoint.scope else { return try await endpoint.answer(request, context) }
            let key = try await authorise(request, scope)
            context.notes.key = key
            let rate = limiter.admit(key)
            var answer =
                rate.isAdmitted ? try await answerOnce(request, context, endpoint, key) : refused(.limited(rate))
            answer.add(rate)
            return answer
        } catch {
            return refused(problem(for: error, context))
        }
    }

    /// An answer that says no, counted by what it says.
    func refused(_ problem: Problem) -> Response {
        count(refusal: problem)
        return response(problem)
    }

    /// Counts a no, by the name that never changes.
    func count(refusal problem: Problem) {
        measurements.count(Measurements.Series("setia_refusals_total", "kind", problem.name))
    }

    /// Lets through who shows an API key that may do this.
    private func authorise(_ request: Request, _ scope: APIScope) async throws -> APIKey {
        guard let header = request.headers[.authorization] else { throw Unauthorised.noKey }
        guard header.prefix(7).lowercased() == "bearer " else { throw Unauthorised.notABearer }
        guard let key = try await service.apiKey(secret: String(header.dropFirst(7))) else {
            throw Unauthorised.unknownKey
        }
        guard key.scopes.contains(scope) else { throw Unauthorised.missingScope(scope) }
        return key
    }
}

/// One route: what it answers, and what a caller must be allowed to.
package struct Endpoint: Sendable {
    /// Such as `GET`.
    package let method: HTTPRequest.Method
    /// With its variables in braces, as in `openapi.yaml`.
    package let path: String
    /// What the caller's key must allow; none is open to everybody.
    package let scope: APIScope?
    /// Whether it writes down itself what it answers to a request with an `Idempotency-Key`, in the transaction of the
    /// effect; else the request is claimed before, and its answer kept after.
    let keepsItsAnswer: Bool
    let answer: @Sendable (Request, SetiaContext) async throws -> Response

    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        needs scope: APIScope?,
        keepsItsAnswer: Bool = false,
        answer: @escaping @Sendable (Request, SetiaContext) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.scope = scope
        self.keepsItsAnswer = keepsItsAnswer
        self.answer = answer
    }
}

/// Answers where no route does.
private struct Elsewhere: RouterMiddleware {
    let api: API
    let other: @Sendable (Request) async -> Response?

    func handle(
        _ request: Request,
        context: SetiaContext,
        next: @concurrent (Request, SetiaContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            if !request.uri.path.hasPrefix("/v1/"), let answer = await other(request) { return answer }
            return api.fallback(request)
        }
    }
}

/// Why a caller is not let through.
enum Unauthorised: Error, Sendable {
    /// No key was shown.
    case noKey
    /// Something else than a bearer token was shown.
    case notABearer
    /// There is no such key, or it was revoked.
    case unknownKey
    /// The key may not do this.
    case missingScope(APIScope)
}

/// Whether a path fits a route's pattern, whose variables stand in braces.
private func pathMatches(_ pattern: String, _ path: String) -> Bool {
    let wanted = pattern.split(separator: "/")
    let given = path.split(separator: "/")
    return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.first == "{" || $0 == $1 }
}
