internal import ArgumentParser

/// `setia database`: where a brand is kept, apart from what is kept.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database",
        abstract: "Look after a brand's database: status, backup, copy.",
        discussion: """
            Tables come up to date by themselves whenever a brand is opened; migrate does it before a new server \
            starts. A copy moves a brand between a SQLite file and PostgreSQL, either way.

            EXAMPLES
              setia database status
              setia database backup /backup/shop-2026-11-26.db
              setia database copy --from shop.db --to postgres://db.example.com/shop
            """,
        subcommands: [
            DatabaseStatusCommand.self, DatabaseMigrateCommand.self, DatabaseCopyCommand.self,
            DatabaseBackupCommand.self, DatabaseRestoreCommand.self, DatabaseDistributeCommand.self,
        ]
    )
}
