internal import JSONText
package import Logging
package import SetiaCore

/// A log of one JSON object a line, keys sorted: `level`, `message`, `time` (UTC), and what is told besides by its own
/// names; a name that is taken gets an underscore before it.
package struct JSONLogHandler: LogHandler {
    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let now: @Sendable () -> Instant
    private let write: @Sendable (String) -> Void

    /// A log.
    ///
    /// - Parameters:
    ///   - now: The clock.
    ///   - write: Takes a line, without its end; lines may come from several threads at once.
    package init(now: @escaping @Sendable () -> Instant, write: @escaping @Sendable (String) -> Void) {
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields: [String: String] = [:]
        for told in [metadata, metadataProvider?.get() ?? [:], event.metadata ?? [:]] {
            for (name, value) in told {
                fields[["level", "message", "time"].contains(name) ? "_\(name)" : name] = "\(value)"
            }
        }
        if let error = event.error { fields["error"] = "\(error)" }
        fields["level"] = event.level.rawValue
        fields["message"] = "\(event.message)"
        fields["time"] = now().rfc3339
        let line = JSON.object(JSONObject(fields.map { ($0.key, .string($0.value)) }))
        write(String(decoding: line.canonical, as: UTF8.self))
    }
}
