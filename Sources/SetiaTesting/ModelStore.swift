package import SetiaService
internal import Synchronization

/// What is kept, in dictionaries: the plainest thing that keeps the port's word, and so the oracle of the others.
///
/// A transaction works on a copy; when its body throws, the copy is dropped. Nothing outlives the value.
package final class ModelStore: Store {
    private let kept = Mutex(Kept())

    package let isDistributed: Bool

    /// A store that keeps nothing yet; it may behave as one whose members are spread over machines.
    package init(isDistributed: Bool = false) {
        self.isDistributed = isDistributed
    }

    package func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try kept.withLock { kept in
            let ledger = ModelLedger(kept)
            let result = try body(ledger)
            kept = ledger.kept
            return result
        }
    }

    package func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try await writing(body)
    }

    package func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try body(ModelLedger(kept.withLock { $0 }))
    }

    package func close() async throws {}
}

/// One transaction of the model; what it does stands in extensions.
final class ModelLedger: Ledger {
    var kept: Kept

    init(_ kept: Kept) {
        self.kept = kept
    }
}
