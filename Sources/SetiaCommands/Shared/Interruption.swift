internal import ArgumentParser
internal import Dispatch
internal import Foundation

/// Runs work that ctrl-C ends as a cancelled task ends: what it holds is let go, and the terminal is left as it was.
///
/// A second ctrl-C ends the process at once.
///
/// - Throws: `ExitCode` 130, as shells have it, where somebody pressed ctrl-C.
func endingOnInterrupt<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) async throws -> R {
    let task = Task { try await work() }
    let source = DispatchSource.makeSignalSource(signal: SIGINT)
    source.setEventHandler {
        signal(SIGINT, SIG_DFL)
        task.cancel()
    }
    let before = signal(SIGINT, SIG_IGN)
    source.activate()
    defer {
        source.cancel()
        signal(SIGINT, before)
    }
    do {
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    } catch {
        // A database that was told to stop in the middle of a read says so in its own words.
        if error is CancellationError || task.isCancelled { throw ExitCode(128 + SIGINT) }
        throw error
    }
}
