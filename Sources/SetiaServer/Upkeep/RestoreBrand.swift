internal import Foundation
internal import SQLBase
internal import SQLiteDriver
internal import SetiaCore
package import SetiaService
internal import SetiaStore

/// What restoring a brand came to.
package struct RestoredBrand: Sendable {
    /// How many members had to be erased again: erased after the backup was made.
    package let erasedAgain: Int
    /// Where the database that stood there before was put; none where there was none.
    package let replaced: String?
    /// What proving every account and member found.
    package let verification: Verification
}

/// Puts a backup in the place of a brand's SQLite database: checks it first, keeps what it replaces, erases again
/// whoever was erased since, and proves every account.
///
/// Nothing is touched before the backup was found whole: it is copied beside its place, checked page by page, its tables
/// are looked at, and only then does it take the place by one renaming.
///
/// - Parameters:
///   - path: The backup; it is only read.
///   - location: Where the brand shall be.
///   - keys: Its keys; none is where they are by default.
///   - mayReplace: Whether a database may stand there; it is kept under another name.
///   - surroundings: What the world gives.
///   - onProgress: Is told how many members are verified.
/// - Returns: what it came to.
/// - Throws: `BackupFailure`, or why the brand cannot be opened.
package func restoreBrand(
    from path: String,
    to location: DatabaseLocation,
    keys: String?,
    replacing mayReplace: Bool,
    surroundings: Surroundings,
    onProgress: @escaping @Sendable (Int) -> Void
) async throws -> RestoredBrand {
    guard case .file(let target) = location.place else { throw BackupFailure.onServer(location) }
    let files = FileManager.default
    guard files.fileExists(atPath: path) else { throw BackupFailure.noFile(path) }
    let isThere = files.fileExists(atPath: target)
    guard mayReplace || !isThere else { throw BackupFailure.exists(target) }
    let keysPath = keys ?? location.defaultKeysPath
    guard files.fileExists(atPath: keysPath) else {
        throw SealingFailure.keys(path: keysPath, reason: "there is no such file, and no backup of a database has it")
    }
    let candidate = target + ".restoring"
    try await makeCandidate(of: path, at: candidate)
    var replaced: String?
    do {
        if isThere { replaced = try await putAside(target, now: surroundings.now()) }
        try move(candidate, to: target)
    } catch {
        removeDatabase(candidate)
        throw error
    }
    let brand = try await Brand.open(location, keys: keysPath, mayCreate: false, surroundings: surroundings)
    do {
        let verification = try await brand.service.verify(onProgress: onProgress)
        try await brand.close()
        return RestoredBrand(erasedAgain: brand.erasedAgain, replaced: replaced, verification: verification)
    } catch {
        try? await brand.close()
        throw error
    }
}

/// Copies a backup beside the place where it shall be, and looks whether it is whole and a brand's.
private func makeCandidate(of path: String, at candidate: String) async throws {
    let log = path + "-wal"
    let logSize = (try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int64) ?? 0
    guard logSize == 0 else {
        throw BackupFailure.unusable(path, reason: "\(log) beside it holds a part of it; use setia database backup")
    }
    removeDatabase(candidate)
    do {
        try FileManager.default.copyItem(atPath: path, toPath: candidate)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: candidate)
    } catch {
        removeDatabase(candidate)
        throw BackupFailure.cannotMove(candidate, reason: error.localizedDescription)
    }
    do {
        let database = try SQLiteDatabase(path: candidate)
        let result = await Result { () async throws in
            let problems = try await database.reading { connection in
                try connection.rows("PRAGMA integrity_check(3)").map { $0.text(0) }
            }
            guard problems == ["ok"] else {
                throw BackupFailure.unusable(path, reason: problems.joined(separator: "; "))
            }
            guard try await TableStore.isThere(in: database) else {
                throw BackupFailure.unusable(path, reason: "it has no tables of Setia")
            }
            let condition = try await TableStore.condition(of: database)
            guard !condition.isUnfinishedCopy else {
                throw BackupFailure.unusable(path, reason: "a copy into it was never finished")
            }
            if let foreign = condition.steps.first(where: { !$0.isOurs }) {
                throw BackupFailure.unusable(
                    path,
                    reason: "it is of a newer Setia: it has migration \(foreign.number) (\(foreign.name))"
                )
            }
        }
        try await database.close()
        try result.get()
        // Closing has moved all into the file.
        for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: candidate + ending) }
    } catch let failure as SQLFailure {
        removeDatabase(candidate)
        throw BackupFailure.unusable(path, reason: failure.message)
    } catch {
        removeDatabase(candidate)
        throw error
    }
}

extension Result where Failure == any Error {
    /// What `body` gives or throws.
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

/// Gives the database that is there another name, with all of it in the one file.
///
/// - Returns: the name.
/// - Throws: `BackupFailure.inUse` where another program has it open.
private func putAside(_ path: String, now: Instant) async throws -> String {
    // A damaged one need not be opened: it is kept as it is.
    guard (try? await SQLiteDatabase.leaveLog(path: path)) ?? true else { throw BackupFailure.inUse(path) }
    let stamp = now.rfc3339.filter { $0.isNumber }.prefix(14)
    let name = "\(path).replaced-\(stamp)"
    guard !FileManager.default.fileExists(atPath: name) else { throw BackupFailure.exists(name) }
    for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
        try move(path + ending, to: name + ending)
    }
    return name
}

private func move(_ path: String, to name: String) throws(BackupFailure) {
    guard rename(path, name) == 0 else {
        throw .cannotMove(name, reason: String(cString: strerror(errno)).lowercased())
    }
    let folder = open(URL(fileURLWithPath: name).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
        fsync(folder)
        close(folder)
    }
}

private func removeDatabase(_ path: String) {
    for ending in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + ending) }
}
