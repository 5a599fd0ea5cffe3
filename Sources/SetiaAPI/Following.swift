internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import SetiaService
internal import Tracing

/// Gives each request its id, its span, its line in the log and its place in the counts.
///
/// The line holds method, route, status, duration and the id of the API key; never an address, a body or anything else
/// that a caller chose, save the id that a caller gave the request.
struct Following: RouterMiddleware {
    let api: API

    func handle(
        _ request: Request,
        context: SetiaContext,
        next: @concurrent (Request, SetiaContext) async throws -> Response
    ) async throws -> Response {
        let id = request.ownID ?? api.newRequestID()
        var context = context
        context.logger = api.logger
        context.logger[metadataKey: "request"] = .string(id)
        var trace = InstrumentationContext.current ?? .topLevel
        InstrumentationSystem.instrument.extract(request.headers, into: &trace, using: HeaderExtractor())
        let began = ContinuousClock.now
        let followed = context
        return try await RequestScope.$id.withValue(id) {
            try await withSpan("request", context: trace, ofKind: .server) { span in
                do {
                    var answer = try await next(request, followed)
                    answer.headers[.requestID] = id
                    note(request, followed, Int(answer.status.code), since: began, span)
                    return answer
                } catch {
                    let status = (error as? any HTTPResponseError)?.status.code ?? 500
                    note(request, followed, Int(status), since: began, span)
                    throw error
                }
            }
        }
    }

    private func note(
        _ request: Request,
        _ context: SetiaContext,
        _ status: Int,
        since began: ContinuousClock.Instant,
        _ span: any Span
    ) {
        let took = began.duration(to: .now).seconds
        let path = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
        // Where there is no route, the method too is whatever somebody sent.
        let route = path.map { "\(request.method.rawValue) \($0)" } ?? "none"
        api.measurements.observe(
            Measurements.Series("setia_http_request_seconds", "route", route),
            took,
            bounds: Measurements.seconds
        )
        api.measurements.count(
            Measurements.Series("setia_http_requests_total", "route", route, "status", String(status))
        )
        if span.isRecording {
            span.operationName = route
            span.attributes["http.request.method"] = request.method.rawValue
            span.attributes["http.route"] = path
            span.attributes["http.response.status_code"] = status
            if status >= 500 { span.setStatus(SpanStatus(code: .error)) }
        }
        context.logger.log(
            level: status >= 500 ? .warning : .debug,
            "request",
            metadata: [
                "route": "\(route)", "status": "\(status)", "milliseconds": "\(Int64((took * 1_000).rounded()))",
                "key": "\(context.notes.key?.id ?? "none")",
            ]
        )
    }
}

/// 128 bits of chance in hexadecimal digits.
@Sendable
package func randomRequestID() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
        let digits = String(random.next() as UInt64, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}

extension Request {
    /// The id that the caller gave it, where it is one that we take.
    fileprivate var ownID: String? {
        headers[.requestID].flatMap { RequestScope.isWellFormed($0) ? $0 : nil }
    }
}

/// Reads what a tracer looks for, such as `traceparent`, from a request's headers.
private struct HeaderExtractor: Extractor {
    func extract(key: String, from headers: HTTPFields) -> String? {
        HTTPField.Name(key).flatMap { headers[$0] }
    }
}
