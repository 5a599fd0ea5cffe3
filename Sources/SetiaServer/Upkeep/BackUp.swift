internal import Foundation
internal import SQLBase
internal import SQLiteDriver

/// Why a database cannot be backed up or restored.
package enum BackupFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is on a server, which has its own tools for it.
    case onServer(DatabaseLocation)
    /// Something stands where the file should go.
    case exists(String)
    /// There is no such file.
    case noFile(String)
    /// The file is no whole backup of a brand, and why.
    case unusable(String, reason: String)
    /// Another program has the database open.
    case inUse(String)
    /// The file system said no.
    case cannotMove(String, reason: String)

    /// What a person reads.
    package var description: String {
        switch self {
        case .onServer(let location): "\(location) is on a PostgreSQL server"
        case .exists(let path): "there is a file at \(path) already"
        case .noFile(let path): "there is no file \(path)"
        case .unusable(let path, let reason): "\(path) is no backup of a brand: \(reason)"
        case .inUse(let path): "another program has \(path) open"
        case .cannotMove(let path, let reason): "\(path) cannot be put in place: \(reason)"
        }
    }
}

/// Writes a copy of a brand's SQLite database into a new file (mode 0600), as it is at one moment, while others write
/// to it.
///
/// The keys are not in it, and should not lie beside it.
///
/// - Returns: the file's size in bytes.
/// - Throws: `BackupFailure`, `BrandFailure`, or the database's trouble; what was not finished is removed.
package func backUp(_ location: DatabaseLocation, to path: String) async throws -> Int64 {
    guard case .file(let source) = location.place else { throw BackupFailure.onServer(location) }
    guard FileManager.default.fileExists(atPath: source) else { throw BrandFailure.noDatabase(location) }
    guard !FileManager.default.fileExists(atPath: path) else { throw BackupFailure.exists(path) }
    let database = try SQLiteDatabase(path: source)
    do {
        try await database.backup(to: path)
        try await database.close()
    } catch {
        try? await database.close()
        throw error
    }
    return (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64) ?? 0
}
