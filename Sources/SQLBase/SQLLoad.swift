/// How busy a database's connections are.
package struct SQLLoad: Sendable, Hashable {
    /// How many transactions are under way.
    package let running: Int
    /// How many more wait for a connection.
    package let waiting: Int
    /// How many connections there can be; none where nothing bounds them.
    package let most: Int?

    /// A load.
    package init(running: Int, waiting: Int, most: Int?) {
        self.running = running
        self.waiting = waiting
        self.most = most
    }
}
