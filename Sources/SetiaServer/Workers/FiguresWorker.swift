internal import Logging
internal import ServiceLifecycle
internal import SetiaService

/// Keeps the figures of the home page new, and what is measured of customers: looks every five seconds whether it is time to
/// make them again.
struct FiguresWorker: Service {
    let service: SetiaService
    let logger: Logger
    /// How many things wait for somebody to approve them.
    var requestsWaiting: @Sendable () async -> Int = { 0 }
    /// How many events wait for somebody to apply or dismiss them.
    var reviewsOpen: @Sendable () async -> Int = { 0 }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await refresh()
                await measure()
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    private func refresh() async {
        do {
            let (requests, reviews) = (await requestsWaiting(), await reviewsOpen())
            guard try await service.refreshFigures(requestsWaiting: requests, reviewsOpen: reviews),
                let figures = try await service.figures(), figures.tookMilliseconds > 1_000
            else { return }
            logger.info("figures made", metadata: ["milliseconds": "\(figures.tookMilliseconds)"])
        } catch {
            if Task.isCancelled { return }
            logger.error("figures could not be made", metadata: ["reason": "\(error)"])
        }
    }

    private func measure() async {
        do {
            guard try await service.refreshInsight(), let insight = service.insight(), insight.tookMilliseconds > 1_000
            else { return }
            logger.info("customers measured", metadata: ["milliseconds": "\(insight.tookMilliseconds)"])
        } catch {
            if Task.isCancelled { return }
            logger.error("customers could not be measured", metadata: ["reason": "\(error)"])
        }
    }
}
