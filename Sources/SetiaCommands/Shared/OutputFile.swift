internal import Foundation

/// A file that is being written, line by line.
final class OutputFile {
    private let name: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Makes a file that must not be there yet; or, `appending`, opens one to write at its end.
    ///
    /// `mode` says who may read and write it.
    init(_ name: String, appending: Bool, mode: mode_t) throws(FileFailure) {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_EXCL)
        descriptor = open(name, flags, mode)
        guard descriptor >= 0 else { throw FileFailure(name, doing: "made", errno) }
        self.name = name
    }

    deinit {
        close(descriptor)
    }

    /// Writes bytes; they reach the file when many have gathered, or with `flush`.
    func write(_ bytes: some Sequence<UInt8>) throws(FileFailure) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Writes out what has gathered.
    func flush() throws(FileFailure) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure(name, doing: "written", errno) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes out what has gathered and waits until it is on disk.
    func finish() throws(FileFailure) {
        try flush()
        guard fsync(descriptor) == 0 else { throw FileFailure(name, doing: "written", errno) }
    }
}
