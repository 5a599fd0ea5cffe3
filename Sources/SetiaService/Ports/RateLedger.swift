package import SetiaCore

/// What servers tell each other of how much each API key asks for; a part of `Ledger`.
package protocol RateLedger: AnyObject {
    /// What is left to each key, in the order asked; none where nobody has told of it yet.
    func rateLevels(of keys: [String]) throws -> [RateLevel?]
    /// What others than `server` were asked by each key, told at `moment` or later; in the order asked.
    func askedElsewhere(of keys: [String], than server: String, since moment: Instant) throws -> [Int64]
    /// Writes down what is left to keys, and what this server was asked.
    func save(_ levels: [RateLevel], asked: [Int64], server: String) throws
    /// Forgets what was told before `moment`.
    func forgetRates(before moment: Instant) throws
}

/// What is left of an API key's bucket, over all servers.
package struct RateLevel: Sendable, Hashable {
    /// The id of the API key.
    package let key: String
    /// Thousandths of a request; below zero where servers together let more through than they should have.
    package let level: Int64
    /// When it was so.
    package let at: Instant

    /// A level.
    package init(key: String, level: Int64, at: Instant) {
        self.key = key
        self.level = level
        self.at = at
    }
}
