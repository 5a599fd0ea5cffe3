internal import SetiaCore
internal import Synchronization

/// Batches whose codes this process makes while nobody waits.
///
/// What is made is on disk; a process that ends in between leaves a batch that can be gone on with.
final class CodesUnderWay: Sendable {
    private let tasks = Mutex<[Identifier: Task<Void, Never>]>([:])

    /// Begins one, unless it is being made already.
    func begin(_ batch: Identifier, _ work: @escaping @Sendable () async -> Void) {
        tasks.withLock { tasks in
            guard tasks[batch] == nil else { return }
            tasks[batch] = Task {
                await work()
                self.end(batch)
            }
        }
    }

    /// Whether one is being made.
    func contains(_ batch: Identifier) -> Bool { tasks.withLock { $0[batch] != nil } }

    /// Waits for all there are.
    func allDone() async {
        while let task = tasks.withLock({ $0.values.first }) { await task.value }
    }

    private func end(_ batch: Identifier) {
        tasks.withLock { _ = $0.removeValue(forKey: batch) }
    }
}
