internal import Foundation
internal import Hummingbird
package import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import SetiaAPI
internal import SetiaService
internal import SetiaWeb
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
    let measurements = Measurements()
    let brand = try await Brand.open(
        configuration.location,
        keys: configuration.keys,
        mayCreate: true,
        letters: configuration.letters,
        measurements: measurements,
        answersKeptForDays: configuration.answersKeptForDays,
        isDistributed: configuration.isDistributed,
        allowsPrivateWebhooks: configuration.allowsPrivateWebhooks
    )
    do {
        try await serve(brand, configuration, measurements, logger: logger, onRunning: onRunning)
    } catch {
        try? await brand.close()
        throw error
    }
    try await brand.close()
}

private func serve(
    _ brand: Brand,
    _ configuration: ServerConfiguration,
    _ measurements: Measurements,
    logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) -> Void
) async throws {
    let limiter = RateLimiter(service: brand.service)
    let isStopping = Flag()
    let api = API(
        service: brand.service,
        queue: brand.intakeQueue(measurements),
        measurements: measurements,
        limiter: limiter,
        chat: ChatSettings(origins: configuration.chatOrigins, isBehindProxy: configuration.isBehindProxy),
        logger: logger,
        gauges: { brand.gauges },
        isReady: {
            guard !isStopping.isSet else { return false }
            return (try? await brand.service.store.reading { try $0.configurationVersion() }) != nil
        }
    )
    let web = try Web(
        service: brand.service,
        settings: WebSettings(
            assetsFolder: configuration.assets,
            address: configuration.letters.address.isEmpty ? nil : configuration.letters.address,
            brand: configuration.brandName,
            isBehindProxy: configuration.isBehindProxy,
            frameOrigins: configuration.chatOrigins,
            logger: logger
        )
    )
    let router = api.router { request in
        request.headers[.accept]?.contains("text/html") ?? false ? await web.notFound(request) : nil
    }
    web.add(to: router)
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    let application = Application(
        router: router,
        configuration: ApplicationConfiguration(
            address: .hostname(configuration.host, port: configuration.port),
            serverName: nil
        ),
        onServerRunning: { channel in
            onRunning(channel.localAddress?.port ?? configuration.port)
        },
        logger: quiet
    )
    var receiving: [ServiceGroupConfiguration.ServiceConfiguration] = []
    if let place = configuration.lmtp {
        receiving.append(.init(service: LMTPServer(service: brand.service, place: place, logger: logger)))
    }
    if let collecting = configuration.collects {
        receiving.append(.init(service: MailCollector(service: brand.service, collecting, logger: logger)))
    }
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: receiving + [
                .init(service: StoppingWatch(flag: isStopping)),
                .init(service: Clockwork(service: brand.service, logger: logger)),
                .init(service: LaneWorker(service: brand.service, measurements: measurements, logger: logger)),
                .init(
                    service: FiguresWorker(
                        service: brand.service,
                        logger: logger,
                        requestsWaiting: { (try? await brand.service.requests(.waiting, limit: 1_000).count) ?? 0 },
                        reviewsOpen: { (try? await brand.service.openReviews()) ?? 0 }
                    )
                ),
                .init(service: RateWorker(limiter: limiter, logger: logger)),
                .init(service: SearchWorker(service: brand.service, logger: logger)),
                .init(service: application),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
    )
    logger.info("serving", metadata: ["database": "\(configuration.location)", "host": "\(configuration.host)"])
    do {
        try await group.run()
    } catch let error as IOError where [EADDRINUSE, EACCES, EADDRNOTAVAIL].contains(error.errnoCode) {
        throw CannotListen(host: configuration.host, port: configuration.port, reason: error.errnoCode)
    } catch is SocketAddressError {
        throw CannotListen(host: configuration.host, port: configuration.port, reason: nil)
    }
    logger.info("stopped")
}

/// The server cannot listen where it was to.
package struct CannotListen: Error, CustomStringConvertible {
    /// The host that was asked for.
    package let host: String
    /// The port that was asked for.
    package let port: Int
    /// What the system says, as its number; none where the host has no address.
    package let reason: Int32?

    package var description: String {
        switch reason {
        case EADDRINUSE: "another program has port \(port) of \(host)"
        case EACCES: "ports below 1024 need rights that this user does not have"
        case EADDRNOTAVAIL: "\(host) is no address of this machine"
        case let code?: "the system says \(String(cString: strerror(code)))"
        case nil: "\(host) is no address"
        }
    }
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
