import Logging
import Synchronization

/// A log that a test reads.
final class TestLog: Sendable {
    /// One line: its level, its words, and what is told besides.
    struct Line: Sendable, Equatable {
        let level: Logger.Level
        let message: String
        let told: [String: String]
    }

    private let kept = Mutex<[Line]>([])

    var lines: [Line] { kept.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test", factory: { _ in Handler(log: self) })
        logger.logLevel = .debug
        return logger
    }

    private func add(_ line: Line) { kept.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let log: TestLog
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let told = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
            log.add(Line(level: event.level, message: "\(event.message)", told: told))
        }
    }
}
