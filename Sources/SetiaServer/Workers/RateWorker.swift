internal import Logging
internal import ServiceLifecycle
internal import SetiaService

/// Tells the other servers once a second how much each API key asked for, and learns what they were asked.
struct RateWorker: Service {
    let limiter: RateLimiter
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var hasFailed = false
            while !Task.isCancelled {
                do {
                    try await limiter.settle()
                    hasFailed = false
                } catch {
                    if Task.isCancelled { return }
                    // Once, and not every second for as long as the database is away.
                    if !hasFailed { logger.error("rates could not be settled", metadata: ["reason": "\(error)"]) }
                    hasFailed = true
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
