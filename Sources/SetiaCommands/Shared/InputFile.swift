internal import Foundation
internal import SetiaWire

/// A file that is being read, at any place of it.
final class InputFile: Sendable {
    /// Its name from the root of the file system.
    let path: String
    /// As it was given.
    let name: String
    /// In bytes.
    let size: Int64
    /// When it was last changed, in nanoseconds since 1970.
    let changedAt: Int64
    private let descriptor: Int32

    /// Opens a file for reading.
    ///
    /// - Throws: `FileFailure` where it is not there, may not be read, or is no regular file.
    init(_ name: String) throws(FileFailure) {
        let descriptor = open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(name, doing: "opened", errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            // A pipe cannot be read at any place, which is what going on after a stop takes.
            throw FileFailure(name, doing: "read", status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ESPIPE)
        }
        self.name = name
        self.descriptor = descriptor
        path = URL(fileURLWithPath: name).standardizedFileURL.path
        size = Int64(status.st_size)
        changedAt = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    deinit {
        close(descriptor)
    }

    /// Its bytes, for those who read it in pieces.
    var source: ByteSource {
        { offset, memory in try self.read(at: offset, into: memory) }
    }

    private func read(at offset: Int64, into memory: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
        while true {
            let count = pread(descriptor, memory.baseAddress, memory.count, off_t(offset))
            if count >= 0 { return count }
            guard errno == EINTR else { throw FileFailure(name, doing: "read", errno) }
        }
    }

    /// Its first bytes, at most so many.
    func beginning(_ most: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: most)
        var count = 0
        while count < most {
            let came = try bytes.withUnsafeMutableBytes { memory in
                try read(at: Int64(count), into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
            }
            if came == 0 { break }
            count += came
        }
        return Array(bytes[..<count])
    }

    /// All of it as text; for small files.
    func text(atMost most: Int) throws -> String {
        guard size <= most else {
            throw CommandFailure(
                "\(name) is too large",
                why: "it has \(counted(size, "byte")), and \(grouped(most)) are taken",
                todo: "check that it is the right file",
                .badData
            )
        }
        guard let text = String(validating: try beginning(most), as: UTF8.self) else {
            throw CommandFailure(
                "\(name) cannot be read as text",
                why: "it is not UTF-8",
                todo: "save it as UTF-8",
                .badData
            )
        }
        return text
    }
}

/// Why a file cannot be read or written.
struct FileFailure: Error, CustomStringConvertible {
    private let name: String
    private let doing: String
    private let code: Int32

    init(_ name: String, doing: String, _ code: Int32) {
        self.name = name
        self.doing = doing
        self.code = code
    }

    var isThere: Bool { code == EEXIST }

    var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    var reason: String { String(cString: strerror(code)).lowercased() }

    var description: String { "\(name) cannot be \(doing)" }
}
