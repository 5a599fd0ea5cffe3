internal import HTTPTypes
internal import Hummingbird
internal import SetiaWire

/// Lets pages of allowed origins read what chats are answered, and nobody else's (rule O-7).
///
/// A request without an origin comes from no page of somebody else: browsers say it with all that one page asks of another.
struct ChatOrigins: RouterMiddleware {
    let api: API

    func handle(
        _ request: Request,
        context: SetiaContext,
        next: @concurrent (Request, SetiaContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix("/chat/"), let origin = request.headers[.origin] else {
            return try await next(request, context)
        }
        let isOwn = request.head.authority.map { origin == "http://\($0)" || origin == "https://\($0)" } ?? false
        // The script itself tells nothing of anybody.
        let isScript = request.method == .get && request.uri.path == "/chat/widget.js"
        guard isOwn || isScript || api.chat.origins.contains(origin) else {
            return api.refused(
                Problem(
                    "origin-not-allowed",
                    title: "Not from this page",
                    status: 403,
                    detail: "pages of this origin may not chat here; setia serve --chat-origin says which may"
                )
            )
        }
        var answer: Response
        if request.method == .options {
            answer = Response(status: .noContent)
            for (name, value) in ChatOrigins.preflight { answer.headers[name] = value }
        } else {
            answer = try await next(request, context)
        }
        answer.headers[.accessControlAllowOrigin] = origin
        answer.headers[.vary] = answer.headers[.vary].map { "\($0), Origin" } ?? "Origin"
        return answer
    }

    private static let preflight: [(HTTPField.Name, String)] = [
        (.accessControlAllowMethods, "GET, POST, OPTIONS"),
        (.accessControlAllowHeaders, "authorization, content-type, last-event-id"),
        (.accessControlMaxAge, "600"),
    ]
}
