internal import Logging
internal import ServiceLifecycle
internal import SetiaService

/// Fills in once the words by which members are found who were there before there was a search.
struct SearchWorker: Service {
    let service: SetiaService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let done = try await service.fillSearch()
                    if done > 0 { logger.info("search filled", metadata: ["members": "\(done)"]) }
                    break
                } catch {
                    if Task.isCancelled { return }
                    logger.error("search could not be filled", metadata: ["reason": "\(error)"])
                    try? await Task.sleep(for: .seconds(60))
                }
            }
        }
        // A service that returns ends the server.
        try await gracefulShutdown()
    }
}
