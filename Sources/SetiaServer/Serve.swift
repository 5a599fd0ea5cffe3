internal import Hummingbird
package import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import SetiaAPI
internal import SetiaService
internal import Synchronization
internal import UnixSignals

/// Serves a brand until the process is asked to stop (SIGINT or SIGTERM), then lets end what is under way.
///
/// - Parameters:
///   - configuration: Where and what.
///   - logger: Where the server says what it does.
///   - onRunning: Is told the port once the server answers.
/// - Throws: why the brand cannot be opened or the port not be had.
package func serve(
    _ configuration: ServerConfiguration,
    logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) -> Void
) async throws {
    let brand = try await Brand.open(configuration.location, keys: configuration.keys, mayCreate: true)
    do {
        try await serve(brand, configuration, logger: logger, onRunning: onRunning)
    } catch {
        try? await brand.close()
        throw error
    }
    try await brand.close()
}

private func serve(
    _ brand: Brand,
    _ configuration: ServerConfiguration,
    logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) -> Void
) async throws {
    let measurements = Measurements()
    let isStopping = Flag()
    let api = API(
        service: brand.service,
        queue: IntakeQueue(service: brand.service, measurements: measurements),
        measurements: measurements,
        isReady: {
            guard !isStopping.isSet else { return false }
            return (try? await brand.service.store.reading { try $0.configurationVersion() }) != nil
        }
    )
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    let application = Application(
        router: api.router(),
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port),
            serverName: nil
        ),
        onServerRunning: { channel in
            onRunning(channel.localAddress?.port ?? configuration.port)
        },
        logger: quiet
    )
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: [
                .init(service: StoppingWatch(flag: isStopping)),
                .init(service: Clockwork(service: brand.service, logger: logger)),
                .init(service: application),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
    )
    logger.info("serving", metadata: ["database": "\(configuration.location.path)", "host": "\(configuration.host)"])
    try await group.run()
    logger.info("stopped")
}

/// Something that happens once.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}

/// Notices that the process is asked to stop, so that `/health/ready` says so at once.
private struct StoppingWatch: Service {
    let flag: Flag

    func run() async throws {
        try await gracefulShutdown()
        flag.set()
    }
}
