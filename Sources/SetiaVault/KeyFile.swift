internal import Foundation
internal import SetiaService

/// The file in which the server's keys stand, readable by its owner alone.
///
/// It is never changed in place: a new file takes its name, so that a reader sees all of the old or all of the new, also
/// after the power failed. Who changes it holds `<path>.lock`, an empty file; who reads it needs nothing.
struct KeyFile: Sendable {
    /// Where it is.
    let path: String

    /// What stood in the file, and which file that was.
    struct Reading: Sendable {
        var keys: ServerKeys
        let stamp: FileStamp
    }

    /// The keys, or nil where there is no file.
    func read() throws(SealingFailure) -> Reading? {
        guard let (bytes, stamp) = try PrivateFile(path: path).read(atMost: 1 << 20) else { return nil }
        do {
            return Reading(keys: try KeyDocument.keys(in: bytes), stamp: stamp)
        } catch {
            throw SealingFailure.keys(path: path, reason: error.reason)
        }
    }

    /// Which file stands there now, or nil where none does.
    func stamp() throws(SealingFailure) -> FileStamp? {
        try PrivateFile(path: path).stamp()
    }

    /// Puts these keys in the place of what stands there; only while `locked`.
    func write(_ keys: ServerKeys) throws(SealingFailure) -> Reading {
        Reading(keys: keys, stamp: try PrivateFile(path: path).replace(with: KeyDocument.bytes(of: keys)))
    }

    /// Does `body` while no one else does, in this process or another on the machine.
    func locked<R: Sendable>(_ body: () throws(SealingFailure) -> R) throws(SealingFailure) -> R {
        let lock = PrivateFile(path: path + ".lock")
        let descriptor = try lock.openToAppend(ownedAs: path)
        // Closing it gives the lock back.
        defer { close(descriptor) }
        try lock.waitForLock(descriptor)
        return try body()
    }
}
