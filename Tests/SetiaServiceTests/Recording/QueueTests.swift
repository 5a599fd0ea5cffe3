import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@Suite("Waiting for each other")
struct QueueTests {
    @Test("sixty-four requests may wait for a member; one more is refused, and others are not held up by it")
    func boundPerMember() async throws {
        let store = HeldStore()
        let brand = try await TestBrand(store: store.inner)
        let ana = try await brand.enrol(card: "ana")
        let service = brand.service(on: store)
        let queue = IntakeQueue(service: service)
        let order: @Sendable (String, String) async throws -> RecordingOutcome = { id, card in
            let identity = try Identity(kind: .card, text: card)
            return await queue.record([Intake(event: Fixture.order(Key(id), 100), who: .identity(identity))])[0]
        }
        store.hold()
        try await withThrowingTaskGroup(of: RecordingOutcome.self) { group in
            group.addTask { try await order("first", "first") }
            while store.waiting == 0 { await Task.yield() }
            for number in 0..<64 { group.addTask { try await order("o\(number)", "ana") } }
            while queue.depth < 64 { await Task.yield() }
            guard case .failed(let error) = try await order("too-much", "ana") else {
                Issue.record("the sixty-fifth was taken")
                return
            }
            #expect((error as? MemberBusy)?.waiting == 64)
            group.addTask { try await order("budi", "budi") }
            while queue.depth < 65 { await Task.yield() }
            // By her id she is waited for apart: what counts is what the sender says.
            let byID = Intake(event: Fixture.order("by-id", 100), who: .member(ana))
            group.addTask { await queue.record([byID])[0] }
            while queue.depth < 66 { await Task.yield() }
            store.letGo()
            for try await outcome in group {
                guard case .recorded = outcome else {
                    Issue.record("not recorded: \(outcome)")
                    continue
                }
            }
        }
        guard case .recorded = try await order("after", "ana") else {
            Issue.record("nobody waits any more, and she is refused")
            return
        }
    }
}

/// A store whose transactions wait while it is held.
private final class HeldStore: Store {
    let inner = ModelStore()
    private let state = Mutex<(isHeld: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    var waiting: Int { state.withLock { $0.waiting.count } }

    func hold() { state.withLock { $0.isHeld = true } }

    func letGo() {
        let waiting = state.withLock { state in
            defer { state = (false, []) }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    private func pass() async {
        await withCheckedContinuation { continuation in
            let passes = state.withLock { state in
                if state.isHeld { state.waiting.append(continuation) }
                return !state.isHeld
            }
            if passes { continuation.resume() }
        }
    }

    func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try await inner.writing(body)
    }

    func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        await pass()
        return try await inner.recording(body)
    }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try await inner.reading(body)
    }

    func close() async throws {}
}
