internal import Foundation
internal import SQLBase

/// Makes an empty file that only its owner reads and writes (mode 0600), unless something stands there.
///
/// A file that is there is not even opened: closing it would drop all locks that this process holds on it, and with
/// them the safety of a database that is open in it (fcntl(2)).
///
/// - Returns: Whether it made one.
/// - Throws: `SQLFailure`, `cannotOpen`, for what is not the path of a file, too.
@discardableResult
func makePrivateFile(at path: String) throws(SQLFailure) -> Bool {
    // SQLite reads these as databases in memory and as addresses.
    guard !path.isEmpty, !path.hasPrefix(":"), !path.hasPrefix("file:") else {
        throw SQLFailure(.cannotOpen, message: "not the path of a file: '\(path)'")
    }
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
        close(descriptor)
        return true
    }
    guard errno == EEXIST else {
        throw SQLFailure(.cannotOpen, message: "\(path): \(String(cString: strerror(errno)))")
    }
    return false
}
