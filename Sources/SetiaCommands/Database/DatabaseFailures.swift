internal import SetiaServer
internal import SetiaStore

/// What a person is told who copies a brand.
func copyFailure(_ failure: CopyFailure) -> CommandFailure {
    switch failure {
    case .notEmpty:
        CommandFailure(
            "a brand is copied into an empty database only",
            why: failure.description,
            todo: "name another with --to",
            .cannotCreate
        )
    case .unfinished:
        CommandFailure(
            "the target is an unfinished copy",
            why: failure.description,
            todo: "begin it again: the same command with --restart, which empties the target",
            .cannotCreate
        )
    case .tablesDiffer, .rowsDiffer, .balancesDiffer:
        CommandFailure(
            "the copy is not the same",
            why: failure.description,
            todo: "nothing opens the target; copy again with --restart, with nobody else at work on it",
            .inputOutput
        )
    case .unproved:
        CommandFailure(
            "the source does not prove itself",
            why: failure.description,
            todo: "setia verify on the source; restore a backup where it finds the same",
            .badData
        )
    case .interrupted:
        CommandFailure(
            "the copy was interrupted",
            why: failure.description,
            todo: "begin it again: the same command with --restart",
            .unavailable
        )
    }
}

/// What a person is told who backs up or restores.
func backupFailure(_ failure: BackupFailure) -> CommandFailure {
    switch failure {
    case .onServer(let location):
        CommandFailure(
            "PostgreSQL is backed up and restored with its own tools",
            why: failure.description,
            todo: "pg_dump --format=custom, pg_restore, then setia verify --database \(location)",
            .usage
        )
    case .exists(let path):
        CommandFailure(
            "nothing is overwritten",
            why: failure.description,
            todo: "name another file; or restore with --replace, which keeps \(path) under another name",
            .cannotCreate
        )
    case .noFile:
        CommandFailure("the backup is not there", why: failure.description, todo: "check the name", .notThere)
    case .unusable:
        CommandFailure(
            "the backup cannot be restored; nothing was changed",
            why: failure.description,
            todo: "take an older backup",
            .badData
        )
    case .inUse:
        CommandFailure(
            "the database is in use; nothing was changed",
            why: failure.description,
            todo: "stop the server, and restore again",
            .unavailable
        )
    case .cannotMove:
        CommandFailure(
            "the database cannot be put in place",
            why: failure.description,
            todo: "look at free space and permissions",
            .inputOutput
        )
    }
}
