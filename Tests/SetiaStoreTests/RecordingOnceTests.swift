import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@Suite("Events of a request that is carried out once")
struct RecordingOnceTests {
    private func once(_ service: SetiaService, _ key: String = "k") -> RecordingOnce {
        let claim = service.claim(idempotencyKey: key, apiKey: "a", path: "/v1/events", content: [1])
        return RecordingOnce(claim: claim) { outcomes in
            let names = outcomes.map { outcome in
                switch outcome {
                case .recorded(let receipt): receipt.event.id.text
                case .kept, .refused, .failed: "no"
                }
            }
            return KeptAnswer(status: 201, type: "text/plain", body: Array(names.joined(separator: " ").utf8))
        }
    }

    @Test(
        "of twenty-four at once, by two servers, one records its event; each other gets its answer or is told to wait",
        arguments: Backend.allCases
    )
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let service = brand.service
            let member = try await brand.enrol("Ana", card: "1")
            let queues = [IntakeQueue(service: service), IntakeQueue(service: service)]
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<24 {
                    let once = once(service)
                    let event = Fixture.adjustment(Key("event-\(number)"), 10, at: brand.clock.now)
                    group.addTask {
                        let intake = Intake(event: event, who: .member(member))
                        switch await queues[number % 2].record([intake], once: once) {
                        case .outcomes: return event.id.text
                        case .turn(.earlier(let answer)): return String(decoding: answer.body, as: UTF8.self)
                        case .turn(.running): return nil
                        case .turn(let other): throw Unexpected(what: "\(other)")
                        case .failed(let error): throw error
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.compactMap { $0 }).count == 1)
            #expect(try await service.points(of: member)?.balances.first?.available == Points(10))
            #expect(try await service.verify().discrepancies.isEmpty)
            // Whoever was told to wait gets the answer now.
            guard case .turn(.earlier(let answer)) = await queues[0].record([], once: once(service)) else {
                Issue.record("no earlier answer")
                return
            }
            #expect(String(decoding: answer.body, as: UTF8.self) == answers.compactMap { $0 }.first)
        }
    }

    @Test("where the transaction comes to nothing, neither event nor answer is there", arguments: Backend.allCases)
    func together(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            let member = try await brand.enrol("Ana", card: "1")
            let failing = FailingOnce(inner: store)
            let service = brand.service(on: failing)
            let queue = IntakeQueue(service: service)
            let intake = Intake(event: Fixture.adjustment("e", 10, at: brand.clock.now), who: .member(member))
            guard case .failed = await queue.record([intake], once: once(service)) else {
                Issue.record("it did not fail")
                return
            }
            #expect(try await service.points(of: member)?.balances.first?.available ?? Points(0) == Points(0))
            guard case .outcomes(let outcomes) = await queue.record([intake], once: once(service)),
                case .recorded(let receipt) = outcomes[0]
            else {
                Issue.record("it cannot be carried out again")
                return
            }
            #expect(!receipt.isReplay)
        }
    }
}

private struct Unexpected: Error {
    let what: String
}

/// A store whose first recording fails at its very end, when all is written and nothing committed.
private final class FailingOnce: Store {
    private let inner: any Store
    private let hasFailed = Mutex(false)

    init(inner: any Store) { self.inner = inner }

    func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        let fails = hasFailed.withLock { hasFailed in
            defer { hasFailed = true }
            return !hasFailed
        }
        return try await inner.recording { ledger in
            let result = try body(ledger)
            if fails { throw StoreFailure(kind: .busy, message: "the power went") }
            return result
        }
    }

    func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try await inner.writing(body)
    }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try await inner.reading(body)
    }

    func close() async throws {}
}
