import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSONText
import Logging
import NIOCore
import SetiaAPI
import SetiaService
import SetiaTesting
import Testing

@Suite("A body has a limit")
struct BodyLimitTests {
    private static let limit = 1_048_576

    @Test("one event has at most 1 MiB, to the byte")
    func oneEvent() async throws {
        let caller = try await Caller()
        let event = Sample.order().text
        let full = event + String(repeating: " ", count: BodyLimitTests.limit - event.utf8.count)
        let taken = try await caller.send(.post, "/v1/events", full, type: "application/cloudevents+json")
        #expect(taken.status == 201)
        let refused = try await caller.send(.post, "/v1/events", full + " ", type: "application/cloudevents+json")
        #expect(refused.status == 413)
        #expect(refused.text == tooLarge(BodyLimitTests.limit).text)
    }

    @Test("so have a member, a store and a programme")
    func others() async throws {
        let caller = try await Caller()
        let body = String(repeating: " ", count: BodyLimitTests.limit + 1)
        let places: [(HTTPRequest.Method, String)] = [
            (.post, "/v1/members"), (.put, "/v1/stores/x"), (.post, "/v1/programme/validate"),
            (.post, "/v1/programme/publish"),
        ]
        for (method, path) in places {
            let answer = try await caller.send(method, path, body)
            #expect(answer.json == tooLarge(BodyLimitTests.limit))
        }
    }

    @Test("a batch has at most 16 MiB")
    func batch() async throws {
        let caller = try await Caller()
        let batch = JSON.array([Sample.order()]).text
        let large = batch + String(repeating: " ", count: 2 * BodyLimitTests.limit)
        let taken = try await caller.send(.post, "/v1/events", large, type: "application/cloudevents-batch+json")
        #expect(taken.status == 200)
        let tooMuch = String(repeating: " ", count: 16 * BodyLimitTests.limit + 1)
        let refused = try await caller.send(.post, "/v1/events", tooMuch, type: "application/cloudevents-batch+json")
        #expect(refused.json == tooLarge(16 * BodyLimitTests.limit))
    }

    @Test("a sender who does not say how long the body is cannot pass it")
    func withoutContentLength() async throws {
        let caller = try await Caller()
        let api = API(
            service: caller.brand.service,
            queue: IntakeQueue(service: caller.brand.service),
            measurements: Measurements(),
            isReady: { true }
        )
        let application = Application(
            responder: Unmeasured(router: api.router().buildResponder()),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let headers: HTTPFields = [
            .authorization: "Bearer \(caller.secret)", .contentType: "application/cloudevents+json",
        ]
        let body = String(repeating: " ", count: BodyLimitTests.limit + 1)
        let (refused, taken) = try await application.test(.router) { client in
            let refused = try await client.execute(
                uri: "/v1/events",
                method: .post,
                headers: headers,
                body: ByteBuffer(string: body)
            )
            let taken = try await client.execute(
                uri: "/v1/events",
                method: .post,
                headers: headers,
                body: ByteBuffer(string: Sample.order().text)
            )
            return (refused, taken)
        }
        #expect(refused.status == .contentTooLarge)
        let body413 = String(buffer: refused.body).replacing(#/"requestId":"[0-9a-f]{32}",/#, with: "")
        #expect(body413 == tooLarge(BodyLimitTests.limit).text)
        #expect(taken.status == .created)
    }

    private func tooLarge(_ limit: Int) -> JSON {
        json(
            """
            {"type": "/problems/body-too-large", "title": "Too large", "status": 413, "limit": \(limit),
             "detail": "a body here has at most \(limit) bytes",
             "errors": [{"field": "", "reason": "has more than \(limit) bytes"}]}
            """
        )
    }
}

/// Takes the length of the body out of a request before the router sees it, as when it comes in chunks.
private struct Unmeasured: HTTPResponder {
    let router: RouterResponder<SetiaContext>

    func respond(to request: Request, context: SetiaContext) async throws -> Response {
        var head = request.head
        head.headerFields[.contentLength] = nil
        return try await router.respond(to: Request(head: head, body: request.body), context: context)
    }
}
