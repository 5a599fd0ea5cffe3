internal import ArgumentParser
internal import Logging
internal import SetiaServer
internal import SetiaService

/// `setia serve`: the server of one brand.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a brand over HTTP.",
        discussion: """
            Makes the database and its keys where there are none. Answers on this machine alone unless --host says \
            otherwise; put a proxy with TLS before it. SIGTERM and Ctrl-C let end what is under way. \
            Mail leaves by SETIA_MAIL (smtp://user:password@host:587, or smtps:// and 465) from SETIA_MAIL_FROM; \
            without them letters are printed here.

            EXAMPLES
              setia serve
              setia serve --database shop.db --port 9000
              setia serve --database shop.db --host 0.0.0.0 --url https://kopi.example.com
            """
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 is any that is free.")
    var port = 8_080

    @Option(help: ArgumentHelp("What the log tells: debug, info, notice, warning or error.", valueName: "level"))
    var log = "info"

    @Option(help: ArgumentHelp("How the log is written: text, or json with one object a line.", valueName: "format"))
    var logFormat = "text"

    @Option(help: ArgumentHelp("For how many days an Idempotency-Key is remembered: 1 to 30.", valueName: "days"))
    var keepAnswers = 7

    @Option(help: ArgumentHelp("What people call the brand; the programme's name if not said.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Where Bootstrap is (SETIA_ASSETS); Debian's folder if not said.", valueName: "folder"))
    var assets: String?

    @Flag(help: "A proxy stands before it: believe whom X-Forwarded-For names last.")
    var behindProxy = false

    @Option(
        help: ArgumentHelp("A shop whose pages may hold the chat; may be said again.", valueName: "https://host")
    )
    var chatOrigin: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where a mail server hands mail over by LMTP: host:port, or a path for a socket.",
            valueName: "place"
        )
    )
    var lmtp: String?

    @OptionGroup var webhooks: WebhookOptions
    @OptionGroup var link: LinkOptions
    @OptionGroup var brand: BrandOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        guard Logger.Level(rawValue: log) != nil else {
            throw ValidationError("--log is debug, info, notice, warning or error.")
        }
        guard ["text", "json"].contains(logFormat) else { throw ValidationError("--log-format is text or json.") }
        guard chatOrigin.allSatisfy({ $0.wholeMatch(of: #/https?:\/\/[a-z0-9.-]+(:[0-9]{1,5})?/#) != nil }) else {
            throw ValidationError(
                "--chat-origin is such as https://shop.example.com: in small letters, without a path."
            )
        }
        guard lmtp.map({ LMTPPlace($0) != nil }) ?? true else {
            throw ValidationError("--lmtp is such as 127.0.0.1:2424, or a path that begins with a slash.")
        }
        guard SetiaService.daysToKeepAnswers.contains(keepAnswers) else {
            throw ValidationError("--keep-answers is 1 to 30 days.")
        }
    }

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let now = shell.surroundings.now
            var logger = Logger(label: "setia") { [logFormat] label in
                guard logFormat == "json" else { return StreamLogHandler.standardError(label: label) }
                return JSONLogHandler(now: now) { shell.note($0) }
            }
            logger.logLevel = Logger.Level(rawValue: log) ?? .info
            let letters = try link.letters(
                port: port,
                print: { shell.note($0) },
                onFailure: { [logger] in logger.error("a letter did not leave", metadata: ["reason": "\($0)"]) }
            )
            if !letters.leave {
                shell.note("No mail server is set (SETIA_MAIL): letters are PRINTED HERE and sent to nobody.")
            }
            var configuration = ServerConfiguration(
                host: host,
                port: port,
                location: try brand.location,
                keys: brand.keysPath,
                letters: letters
            )
            configuration.brandName = name
            configuration.answersKeptForDays = keepAnswers
            configuration.isDistributed = brand.isDistributed
            configuration.allowsPrivateWebhooks = webhooks.allowsPrivate
            configuration.isBehindProxy = behindProxy
            configuration.chatOrigins = Set(chatOrigin)
            if let text = shell.environment["SETIA_MAIL_IN"], !text.isEmpty {
                configuration.collects = try MailCollecting(text, authority: shell.environment["SETIA_MAIL_CA"])
            }
            configuration.lmtp = lmtp.flatMap { LMTPPlace($0) }
            if let assets = assets ?? shell.environment["SETIA_ASSETS"] { configuration.assets = assets }
            let host = host.contains(":") ? "[\(host)]" : host
            try await serve(configuration, logger: logger) { port in
                shell.note("Setia answers at http://\(host):\(port) · documentation at /docs · Ctrl-C stops it")
            }
        }
    }
}
