internal import Logging
internal import ServiceLifecycle
internal import SetiaService

/// What time asks for: every minute it writes what has fallen due, and once a day it turns the keys
/// and sweeps sessions, links, kept answers and rates that ended.
///
/// No answer waits for it; it keeps the tables near what everybody sees already.
struct Clockwork: Service {
    let service: SetiaService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var minutes = 0
            while !Task.isCancelled {
                if minutes % (24 * 60) == 0 {
                    await turnKeys()
                    await forgetVisits()
                }
                await passTime()
                minutes += 1
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }

    private func passTime() async {
        do {
            let done = try await service.passTime()
            if done > 0 { logger.info("time passed", metadata: ["members": "\(done)"]) }
        } catch is Unready {
            return
        } catch {
            logger.error("what fell due could not be written", metadata: ["reason": "\(error)"])
        }
    }

    private func forgetVisits() async {
        do {
            try await service.forgetVisits()
            try await service.forgetAnswers()
            try await service.forgetRates()
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
