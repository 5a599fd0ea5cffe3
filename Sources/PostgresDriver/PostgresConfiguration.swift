/// How PostgreSQL is reached.
package struct PostgresConfiguration: Sendable {
    /// Where it is: a URL (`postgres://user@host:5432/brand?sslmode=verify-full`) or libpq's `key=value` words.
    ///
    /// What it does not say comes from the `PG*` variables, the service file and the password file, as with `psql`.
    package var address: String

    /// The most connections that are open at the same time; whoever needs one more waits.
    package var links: Int = 10

    /// How long somebody waits for a connection while all are in use, in milliseconds; then it fails as `busy`.
    package var poolTimeoutMilliseconds: Int = 10_000

    /// How long a connection may take to be made, in seconds.
    package var connectTimeoutSeconds: Int = 5

    /// How long a statement waits for a row or a table that another transaction has locked, in milliseconds: over a slow
    /// network several who wait for the same member must all have their turn.
    package var lockTimeoutMilliseconds: Int = 10_000

    /// How long a statement of a transaction that writes may run, in milliseconds.
    package var statementTimeoutMilliseconds: Int = 30_000

    /// How long the network may swallow what was sent before the connection counts as lost, in milliseconds.
    package var networkTimeoutMilliseconds: Int = 10_000

    /// How long a statement may be without an answer before the server is asked, by another connection, whether it is
    /// still at it, in milliseconds; where it is not, the connection counts as lost.
    package var silenceMilliseconds: Int = 5_000

    /// How long after its connection was lost a transaction is still begun again, in milliseconds.
    package var reconnectMilliseconds: Int = 3_000

    /// How long the server leaves a transaction open that writes and says nothing, in milliseconds: whoever went away
    /// in it without a word must not keep her members locked.
    package var idleWriterMilliseconds: Int = 20_000

    /// What the server calls the connections in its lists and its log.
    package var applicationName: String = "setia"

    /// A table space of its own within the database: its name; none is the default (`public`).
    package var schema: String?

    /// The defaults for a database at `address`.
    package init(address: String) {
        self.address = address
    }

    /// What is said to libpq beside the address, in its words; the address goes before where it says the same.
    var parameters: [(key: String, value: String)] {
        let network = "\(networkTimeoutMilliseconds)"
        let probe = "\(max(1, networkTimeoutMilliseconds / 4_000))"
        var options = "-c lock_timeout=\(lockTimeoutMilliseconds) -c idle_in_transaction_session_timeout=60000"
        options += " -c default_transaction_isolation=serializable -c timezone=UTC -c client_min_messages=warning"
        // The server looks whether we are still there, as we look for it.
        options += " -c tcp_user_timeout=\(network) -c tcp_keepalives_idle=\(probe)"
        options += " -c tcp_keepalives_interval=\(probe) -c tcp_keepalives_count=3"
        if let schema { options += " -c search_path=\(schema)" }
        return [
            ("connect_timeout", "\(connectTimeoutSeconds)"), ("client_encoding", "UTF8"),
            ("tcp_user_timeout", network), ("keepalives", "1"), ("keepalives_idle", probe),
            ("keepalives_interval", probe), ("keepalives_count", "3"), ("fallback_application_name", applicationName),
            ("options", options),
        ]
    }
}
