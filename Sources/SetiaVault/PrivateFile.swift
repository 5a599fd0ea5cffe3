internal import Foundation
internal import SetiaService

/// A file that only its owner may read and write (mode 0600), by the calls of the system.
///
/// Each failure says which file and why, in the words of the system, and nothing of what stands in it.
struct PrivateFile: Sendable {
    /// Where it is.
    let path: String

    /// What stands in the file, and which file it is; nil where there is none.
    ///
    /// - Throws: `SealingFailure.keys`, also when others than its owner may read or write it.
    func read(atMost limit: Int = .max) throws(SealingFailure) -> (bytes: [UInt8], stamp: FileStamp)? {
        // Without O_NONBLOCK, a pipe of that name would hold us up for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("cannot be opened")
        }
        defer { close(descriptor) }
        let status = try status(of: descriptor)
        try requirePrivate(status)
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let wanted = min(1 << 16, limit - bytes.count)
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
                repeat {
                    count = Foundation.read(descriptor, buffer.baseAddress, wanted)
                } while count < 0 && errno == EINTR
                initialized = max(count, 0)
            }
            guard count >= 0 else { throw failure("cannot be read") }
            if count == 0 { break }
            bytes.append(contentsOf: piece)
        }
        return (bytes, FileStamp(status))
    }

    /// Which file it is now, or nil where there is none; about a microsecond.
    func stamp() throws(SealingFailure) -> FileStamp? {
        var status = stat()
        if stat(path, &status) == 0 { return FileStamp(status) }
        if errno == ENOENT { return nil }
        throw failure("cannot be looked at")
    }

    /// Puts a file with `bytes` in the place of what stands there, all at once, and waits for the disk.
    ///
    /// No two may do this for one path at a time.
    func replace(with bytes: [UInt8]) throws(SealingFailure) -> FileStamp {
        var standing = stat()
        if lstat(path, &standing) == 0, standing.st_mode & S_IFMT != S_IFREG {
            // To take the place of a link would leave the keys where it points.
            throw failure("is a link or no file, and cannot be changed through that name", errno: nil)
        }
        let draft = PrivateFile(path: path + ".new")
        // One that a crash left.
        unlink(draft.path)
        let descriptor = try draft.openToAppend(ownedAs: path)
        defer { close(descriptor) }
        do throws(SealingFailure) {
            try draft.append(bytes, descriptor)
            let stamp = FileStamp(try draft.status(of: descriptor))
            guard rename(draft.path, path) == 0 else { throw failure("cannot be replaced") }
            try flushFolder()
            return stamp
        } catch {
            unlink(draft.path)
            throw error
        }
    }

    /// Opens the file to add to it, and makes it where there is none; the caller closes it.
    ///
    /// Where root makes the file, it belongs to the owner of the file at the path `other`, so that the server can go on
    /// with what an administrator did.
    func openToAppend(ownedAs other: String) throws(SealingFailure) -> Int32 {
        let made = open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if made >= 0 {
            do throws(SealingFailure) {
                var status = stat()
                if geteuid() == 0, stat(other, &status) == 0, fchown(made, status.st_uid, status.st_gid) != 0 {
                    throw failure("cannot be given to the owner of \(other)")
                }
                try flushFolder()
            } catch {
                close(made)
                throw error
            }
            return made
        }
        guard errno == EEXIST else { throw failure("cannot be made") }
        let descriptor = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure("cannot be opened for writing") }
        do throws(SealingFailure) {
            try requirePrivate(try status(of: descriptor))
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Waits until no one else holds the lock of an open file; closing the file gives it back.
    func waitForLock(_ descriptor: Int32) throws(SealingFailure) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure("cannot be locked") }
        }
    }

    /// The last byte of an open file, or nil where it is empty.
    func lastByte(_ descriptor: Int32) throws(SealingFailure) -> UInt8? {
        let size = try status(of: descriptor).st_size
        guard size > 0 else { return nil }
        var byte: UInt8 = 0
        guard pread(descriptor, &byte, 1, size - 1) == 1 else { throw failure("cannot be read") }
        return byte
    }

    /// Adds `bytes` to an open file and waits for the disk.
    func append(_ bytes: [UInt8], _ descriptor: Int32) throws(SealingFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw failure("cannot be written") }
            rest = rest.dropFirst(max(count, 0))
        }
        guard fsync(descriptor) == 0 else { throw failure("cannot be flushed to the disk") }
    }

    /// Waits until the disk has the folder's names.
    private func flushFolder() throws(SealingFailure) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("is in a folder that cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("is in a folder that cannot be flushed to the disk") }
    }

    private func status(of descriptor: Int32) throws(SealingFailure) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("cannot be looked at") }
        return status
    }

    private func requirePrivate(_ status: stat) throws(SealingFailure) {
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure("is not a file", errno: nil) }
        let mode = status.st_mode & 0o777
        guard mode & 0o077 == 0 else {
            let octal = String(mode, radix: 8)
            throw failure("is open to others than its owner (mode 0\(octal)); set it to 0600", errno: nil)
        }
    }

    private func failure(_ what: String, errno number: Int32? = errno) -> SealingFailure {
        let why = number.map { ": \(String(cString: strerror($0)))" } ?? ""
        return .keys(path: path, reason: "the file \(what)\(why)")
    }
}

/// Tells whether the file at a path is still the one that was read.
struct FileStamp: Sendable, Hashable {
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int64
    private let nanoseconds: Int64

    /// The stamp of a file that has this status.
    init(_ status: stat) {
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        seconds = Int64(modified.tv_sec)
        nanoseconds = Int64(modified.tv_nsec)
    }
}
