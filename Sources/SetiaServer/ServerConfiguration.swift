/// How a server runs; parsed once, where the program begins.
package struct ServerConfiguration: Sendable {
    /// The address it listens on; loopback unless told otherwise.
    package var host: String
    /// The port; 0 is any that is free.
    package var port: Int
    /// Where the brand's database is.
    package var location: DatabaseLocation
    /// Where its keys are; none is beside the database.
    package var keys: String?
    /// Where Debian keeps Bootstrap.
    package var assets = "/usr/share/javascript"
    /// Whether members are spread over machines; where nothing is said, the database is asked.
    package var isDistributed: Bool?
    /// Whether a proxy stands before the server, whose `X-Forwarded-For` is believed.
    package var isBehindProxy = false
    /// What people call the brand; none is the programme's name.
    package var brandName: String?
    /// How many days the answer to a request with an `Idempotency-Key` is kept; 1 to 30.
    package var answersKeptForDays = 7
    /// Whether webhooks may lead to this machine and its own network, by plain HTTP: for development and tests.
    package var allowsPrivateWebhooks = false
    /// The pages of others that may hold the chat, such as `https://shop.example.com`.
    package var chatOrigins: Set<String> = []
    /// Where mail is taken that a mail server hands over by LMTP; none takes none.
    package var lmtp: LMTPPlace?
    /// The mailbox that mail is fetched from by IMAP, with the file of certificates to believe; none fetches none.
    package var collects: MailCollecting?
    /// How letters leave, and where links in them lead.
    package var letters: LetterSettings

    /// A configuration.
    package init(
        host: String = "127.0.0.1",
        port: Int = 8_080,
        location: DatabaseLocation,
        keys: String? = nil,
        letters: LetterSettings = .none
    ) {
        self.host = host
        self.port = port
        self.location = location
        self.keys = keys
        self.letters = letters
    }
}
