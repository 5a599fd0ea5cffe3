internal import ArgumentParser
internal import Logging
internal import SetiaServer

/// `setia serve`: the server of one brand.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a brand over HTTP.",
        discussion: """
            Makes the database and its keys where there are none. Answers on this machine alone unless --host says \
            otherwise; put a proxy with TLS before it. SIGTERM and Ctrl-C let end what is under way.

            EXAMPLES
              setia serve
              setia serve --database shop.db --port 9000
              setia serve --database shop.db --keys /secure/shop.keys --host 0.0.0.0
            """
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 is any that is free.")
    var port = 8_080

    @Option(help: ArgumentHelp("What the log tells: debug, info, notice, warning or error.", valueName: "level"))
    var log = "info"

    @OptionGroup var brand: BrandOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        guard Logger.Level(rawValue: log) != nil else {
            throw ValidationError("--log is debug, info, notice, warning or error.")
        }
    }

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            var logger = Logger(label: "setia") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = Logger.Level(rawValue: log) ?? .info
            let configuration = ServerConfiguration(
                host: host,
                port: port,
                location: try brand.location,
                keys: brand.keysPath
            )
            let host = host.contains(":") ? "[\(host)]" : host
            try await serve(configuration, logger: logger) { port in
                shell.note("Setia answers at http://\(host):\(port) · documentation at /docs · Ctrl-C stops it")
            }
        }
    }
}
