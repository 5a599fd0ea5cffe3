internal import GRDB
internal import GRDBSQLite

/// How a SQLite database is opened.
package struct SQLiteConfiguration: Sendable {
    /// How long a writing waits while another process holds the write lock, in milliseconds; then it fails as `busy`.
    package var busyTimeoutMilliseconds: Int32 = 5_000

    /// The most readings that run at the same time; one more waits.
    package var readers: Int = 4

    /// The most memory that the writer keeps pages in, in kibibytes; it fills as pages are used.
    ///
    /// More is not faster: while a file is shorter than 1 GiB, each commit that divided a page looks through all pages
    /// kept (SQLite renames pages by way of the number of the page at 1 GiB, and forgets after the commit what lies
    /// behind the file's end). What is not kept here is mostly in the system's own cache.
    package var writerCacheKibibytes: Int = 32 * 1_024

    /// The most memory that each reader keeps pages in, in kibibytes.
    package var readerCacheKibibytes: Int = 16 * 1_024

    /// How many bytes of the file are read by mapping them into memory; 0 for none.
    ///
    /// An error of the disk is then a signal that ends the process, not a failure.
    package var mappedBytes: Int64 = 0

    /// The length of the log, in pages of 4 KiB, at which a commit moves it into the file.
    ///
    /// A longer log moves busy pages less often; the commit that moves it takes longer, and so does opening after a
    /// crash.
    package var checkpointPages: Int = 64_000

    /// The defaults, which suit a server that has a machine of a few cores for itself.
    package init() {}
}

extension SQLiteConfiguration {
    /// The same in GRDB's words and in pragmas; each connection is taken in by `connections` as it is opened.
    ///
    /// `connections` is held weakly: GRDB keeps the configuration with each connection, and `connections` keeps those.
    func forGRDB(_ connections: Connections) -> Configuration {
        var configuration = Configuration()
        configuration.label = "setia.sqlite"
        configuration.maximumReaderCount = readers
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { [self, weak connections] database in
            let isReader = database.configuration.readonly
            sqlite3_busy_timeout(database.sqliteConnection, busyTimeoutMilliseconds)
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(isReader ? readerCacheKibibytes : writerCacheKibibytes);
                    PRAGMA mmap_size = \(mappedBytes);
                    PRAGMA temp_store = MEMORY;
                    PRAGMA secure_delete = ON;
                    PRAGMA wal_autocheckpoint = \(checkpointPages);
                    PRAGMA journal_size_limit = \(2 * checkpointPages * 4_096);
                    """
            )
            try connections?.add(database)
        }
        return configuration
    }
}
