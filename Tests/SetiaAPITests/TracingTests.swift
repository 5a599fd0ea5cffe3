import HTTPTypes
import InMemoryTracing
import JSONText
import SetiaService
import SetiaTesting
import Testing
import Tracing

@Suite("A request can be followed to the database")
struct TracingTests {
    @Test("its span goes on from the caller's, and holds those of the queue and the transaction")
    func followed() async throws {
        let caller = try await Caller()
        let tracer = InMemoryTracer()
        let answer = try await withTracer(tracer) {
            try await caller.send(
                .post,
                "/v1/events",
                Sample.order().text,
                type: "application/cloudevents+json",
                headers: [
                    InMemoryTracer.traceIDKey: "trace-of-the-till", InMemoryTracer.spanIDKey: "span-of-the-till",
                ]
            )
        }
        #expect(answer.status == 201)
        let spans = tracer.finishedSpans
        let request = try #require(spans.first { $0.kind == .server })
        #expect(request.operationName == "POST /v1/events")
        #expect(request.traceID == "trace-of-the-till")
        #expect(request.parentSpanID == "span-of-the-till")
        #expect(request.attributes.get("http.response.status_code") == .int64(201))
        let queue = try #require(spans.first { $0.operationName == "setia.queue" })
        #expect(queue.parentSpanID == request.spanID)
        let transaction = try #require(spans.first { $0.operationName == "setia.transaction" })
        #expect(transaction.parentSpanID == queue.spanID)
        #expect(transaction.attributes.get("setia.requests") == .int64(1))
        #expect(Set(spans.map(\.traceID)) == ["trace-of-the-till"])
    }

    @Test("a caller's word about its trace is nothing without a tracer")
    func withoutTracer() async throws {
        let caller = try await Caller()
        let answer = try await caller.send(
            .get,
            "/health/live",
            headers: ["traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
            showing: .nothing
        )
        #expect(answer.status == 200)
    }
}
