internal import Logging
internal import ServiceLifecycle
internal import SetiaService

/// What each day asks for: it turns the keys, and sweeps sessions, links, kept answers and rates that ended, and deliveries
/// that are old.
///
/// No answer waits for it. Where several servers run each does it, and all but the first find it done.
struct Clockwork: Service {
    let service: SetiaService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await turnKeys()
                await forgetVisits()
                await forgetDeliveries()
                try? await Task.sleep(for: .seconds(24 * 60 * 60))
            }
        }
    }

    private func forgetDeliveries() async {
        do {
            let count = try await service.forgetDeliveries()
            if count > 0 { logger.info("old deliveries forgotten", metadata: ["lines": "\(count)"]) }
        } catch {
            logger.error("old deliveries could not be swept", metadata: ["reason": "\(error)"])
        }
    }

    private func forgetVisits() async {
        do {
            try await service.forgetVisits()
            try await service.forgetAnswers()
            try await service.forgetRates()
            try await service.sweepCounters()
        } catch {
            logger.error("what has ended could not be swept", metadata: ["reason": "\(error)"])
        }
    }

    private func turnKeys() async {
        do {
            let rotation = try await service.rotateKeys()
            guard rotation.made != nil || !rotation.destroyed.isEmpty else { return }
            logger.info(
                "keys turned",
                metadata: [
                    "made": "\(rotation.made ?? "none")",
                    "rewrapped": "\(rotation.rewrapped)",
                    "unreadable": "\(rotation.unreadable)",
                    "destroyed": "\(rotation.destroyed)",
                ]
            )
        } catch {
            logger.error("keys could not be turned", metadata: ["reason": "\(error)"])
        }
    }
}
