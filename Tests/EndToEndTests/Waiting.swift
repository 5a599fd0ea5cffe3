import Foundation

/// What did not come about in time.
struct Waited: Error, CustomStringConvertible {
    let description: String
}

/// Waits until something is so; however slow the machine, not for ever.
///
/// - Parameters:
///   - what: What is waited for, as a person reads it.
///   - seconds: After which nothing is expected any more.
///   - isSo: Whether it is so by now.
/// - Throws: `Waited` then.
func wait(until what: String, seconds: Double = 120, _ isSo: () throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !isSo() {
        guard ContinuousClock.now < end else { throw Waited(description: "not in \(seconds) s: \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
