internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import SetiaChannels
internal import SetiaService
internal import Synchronization

/// Takes mail that a mail server hands over by LMTP, as `setia mail-pipe` does (rule O-8).
///
/// A mail is answered for when it is kept and the commit has reached the disk; before that the mail server keeps it.
struct LMTPServer: Service {
    let service: SetiaService
    let place: LMTPPlace
    let logger: Logger
    var onListening: @Sendable (_ port: Int?) -> Void = { _ in }

    /// So many connections are served at once; a mail server opens few.
    private static let mostConnections = 20
    /// How long a connection may say nothing.
    private static let silence = TimeAmount.minutes(5)

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    func run() async throws {
        let listening: NIOAsyncChannel<Connection, Never>
        do {
            listening = try await bind()
        } catch let error as IOError {
            throw MalformedSetting(name: "--lmtp", reason: String(cString: strerror(error.errnoCode)))
        } catch let error as SocketAddressError {
            throw MalformedSetting(name: "--lmtp", reason: "\(error)")
        }
        onListening(listening.channel.localAddress?.port)
        logger.info("taking mail by LMTP", metadata: ["at": "\(place)"])
        let gate = Gate(most: Self.mostConnections)
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingDiscardingTaskGroup { group in
                    try await listening.executeThenClose { connections in
                        for try await connection in connections {
                            group.addTask { await serve(connection, gate) }
                        }
                    }
                }
            }
        } catch is CancellationError {
            // The server stops.
        }
    }

    private func bind() async throws -> NIOAsyncChannel<Connection, Never> {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        let wrap: @Sendable (any NIOCore.Channel) -> EventLoopFuture<Connection> = { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers(
                    IdleStateHandler(readTimeout: Self.silence),
                    ClosesWhenIdle()
                )
                return try Connection(wrappingChannelSynchronously: channel)
            }
        }
        switch place {
        case .port(let host, let port):
            return try await bootstrap.bind(host: host, port: port, childChannelInitializer: wrap)
        case .socket(let path):
            return try await bootstrap.bind(
                unixDomainSocketPath: path,
                cleanupExistingSocketFile: true,
                childChannelInitializer: wrap
            )
        }
    }

    private func serve(_ connection: Connection, _ gate: Gate) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                guard gate.enter() else {
                    try await outbound.write(ByteBuffer(string: "421 4.3.2 too many connections\r\n"))
                    return
                }
                defer { gate.leave() }
                var session = LMTPSession(host: "setia")
                try await outbound.write(ByteBuffer(string: session.greeting + "\r\n"))
                for try await bytes in inbound {
                    for step in session.take(bytes.readableBytesView) {
                        switch step {
                        case .reply(let text): try await outbound.write(ByteBuffer(string: text + "\r\n"))
                        case .deliver(let envelope):
                            for recipient in envelope.recipients {
                                let said = await deliver(envelope, to: recipient)
                                try await outbound.write(ByteBuffer(string: said + "\r\n"))
                            }
                        case .close: return
                        }
                    }
                }
            }
        } catch is CancellationError {
            // The server stops; what was not answered comes again.
        } catch {
            logger.debug("a connection of a mail server broke", metadata: ["reason": "\(error)"])
        }
    }

    /// Takes a mail for one recipient; what is answered.
    ///
    /// Of several recipients the first one's conversation has it, and the others find it kept.
    private func deliver(_ envelope: ReceivedEnvelope, to recipient: String) async -> String {
        do {
            let receipt = try await service.receiveMail(envelope.bytes, sender: envelope.sender, recipient: recipient)
            return switch receipt {
            case .kept: "250 2.0.0 kept"
            case .repeated: "250 2.0.0 kept before"
            case .bounce: "250 2.0.0 noted"
            case .ignored(let reason): "250 2.0.0 not kept: \(reason.rawValue)"
            }
        } catch {
            // Whatever it is: the mail is not lost, and comes again.
            logger.error("a mail is not kept yet", metadata: ["reason": "\(error)"])
            return "451 4.3.0 not kept yet; hand it over again"
        }
    }
}

/// Where mail is taken.
package enum LMTPPlace: Sendable, Hashable, CustomStringConvertible {
    /// A port.
    case port(host: String, Int)
    /// A socket of the system's files.
    case socket(path: String)

    /// The place that an operator states: `127.0.0.1:2424`, or a path that begins with a slash; none for anything else.
    package init?(_ text: String) {
        if text.hasPrefix("/") {
            // The system takes no longer names for sockets.
            guard text.utf8.count <= 100 else { return nil }
            self = .socket(path: text)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        guard !host.isEmpty else { return nil }
        self = .port(host: host, port)
    }

    /// As an operator states it.
    package var description: String {
        switch self {
        case .port(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .socket(let path): path
        }
    }
}

/// How many are in at once.
private final class Gate: Sendable {
    private let most: Int
    private let count = Mutex(0)

    init(most: Int) { self.most = most }

    func enter() -> Bool {
        count.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}

/// Ends a connection on which nothing comes.
private final class ClosesWhenIdle: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
