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
            var (segmentsDue, behaviourDue, careDue) = (ContinuousClock.now, ContinuousClock.now, ContinuousClock.now)
            while !Task.isCancelled {
                await refresh()
                await measure(&segmentsDue)
                if ContinuousClock.now >= behaviourDue {
                    behaviourDue = .now + .seconds(3_600)
                    await measureBehaviour()
                }
                if ContinuousClock.now >= careDue {
                    careDue = .now + .seconds(6 * 3_600)
                    await care()
                }
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

    /// Sees to it that nobody who trusts goes longer than the programme says without being thanked or asked; what is done
    /// already is not done again.
    private func care() async {
        do {
            let count = try await service.keepCareFloor()
            if count > 0 { logger.info("members thanked or asked", metadata: ["members": "\(count)"]) }
        } catch is Unready {
            // There is no programme that says so.
        } catch {
            if Task.isCancelled { return }
            logger.error("members could not be looked at", metadata: ["reason": "\(error)"])
        }
    }

    /// Writes who belongs to segments that count what members did lately: days move on though nothing happens.
    private func measureBehaviour() async {
        do {
            let count = try await service.measureBehaviour()
            if count > 0 { logger.info("members written on segments or taken off", metadata: ["members": "\(count)"]) }
        } catch is Unready {
            // There is no programme that says so.
        } catch {
            if Task.isCancelled { return }
            logger.error("segments could not be measured", metadata: ["reason": "\(error)"])
        }
    }

    /// Measures customers; who belongs to segments by kinds of customers at most once an hour, since each change is an event.
    private func measure(_ segmentsDue: inout ContinuousClock.Instant) async {
        do {
            guard try await service.refreshInsight() else { return }
            if ContinuousClock.now >= segmentsDue {
                segmentsDue = .now + .seconds(3_600)
                try await service.measureSegments()
            }
            guard let insight = service.insight(), insight.tookMilliseconds > 1_000 else { return }
            logger.info("customers measured", metadata: ["milliseconds": "\(insight.tookMilliseconds)"])
        } catch {
            if Task.isCancelled { return }
            logger.error("customers could not be measured", metadata: ["reason": "\(error)"])
        }
    }
}
