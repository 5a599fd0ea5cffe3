import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSONText
import Logging
import NIOCore
import SetiaAPI
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("When the database fails")
struct DatabaseFailureTests {
    @Test(
        "the answer is 503 with Retry-After, says whether anything was written, and names nothing of what is inside",
        arguments: [
            (StoreFailure.Kind.busy, "unavailable"), (.cannotWrite, "unavailable"), (.cannotOpen, "unavailable"),
            (.other, "unavailable"), (.unknownOutcome, "unknown-outcome"),
        ]
    )
    func answers(kind: StoreFailure.Kind, type: String) async throws {
        let brand = TestBrand()
        let secret = try await brand.service.createAPIKey(name: "all", scopes: Set(APIScope.allCases)).secret
        let service = SetiaService(
            store: FailingStore(inner: brand.store, failure: StoreFailure(kind: kind, message: "SQLSTATE 53100")),
            sealing: brand.service.sealing,
            surroundings: brand.service.surroundings,
            reader: ProgrammeReader(parse: { _ in Fixture.programme }, zone: { _ in FixedOffset.utc })
        )
        let measurements = Measurements()
        let api = API(
            service: service,
            queue: IntakeQueue(service: service, measurements: measurements),
            measurements: measurements,
            isReady: { true }
        )
        let application = Application(
            router: api.router(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let event = """
            {"specversion":"1.0","id":"A","source":"till","type":"order.paid","time":"2026-01-01T04:00:00Z",\
            "data":{"orderId":"A","lines":[{"sku":"x","amount":{"amount":100,"currency":"MYR"}}]}}
            """
        try await application.test(.router) { client in
            try await client.execute(
                uri: "/v1/events",
                method: .post,
                headers: [.authorization: "Bearer \(secret)", .contentType: "application/cloudevents+json"],
                body: ByteBuffer(string: event)
            ) { answer in
                #expect(answer.status == .serviceUnavailable)
                #expect(answer.headers[.retryAfter] == "1")
                let problem = try JSON.parse(Array(answer.body.readableBytesView))
                #expect(problem["type"]?.string == "/problems/\(type)")
                #expect(!String(buffer: answer.body).contains("SQLSTATE"))
            }
        }
    }
}

/// A store that reads, and whose every writing fails.
private struct FailingStore: Store {
    let inner: ModelStore
    let failure: StoreFailure

    func writing<R: Sendable>(_: @escaping @Sendable (any Ledger) throws -> R) async throws -> R { throw failure }
    func recording<R: Sendable>(_: @escaping @Sendable (any Ledger) throws -> R) async throws -> R { throw failure }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try await inner.reading(body)
    }

    func close() async throws {}
}
