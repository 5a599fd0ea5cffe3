/// Reads lines from a file of any size, in constant memory: for JSON Lines.
///
/// Lines end with a line feed, with or without a carriage return before it; blank ones are passed over and still
/// counted. A byte-order mark is skipped.
package struct LineReader: ~Copyable {
    /// The most that a line may have.
    package static let mostBytes = 4 << 20

    private var window: ByteWindow
    private var length = 0

    /// The number of the line last read, from 1; blank lines count.
    package private(set) var row: Int64
    /// Whether the line last read has more bytes than a line may have; it is empty then.
    package private(set) var isTooLong = false

    /// A reader at a place where a line begins, with so many rows before it.
    ///
    /// How many bytes are asked for at once changes no result.
    package init(at offset: Int64 = 0, rows: Int64 = 0, chunkSize: Int = 1 << 18, source: @escaping ByteSource) {
        window = ByteWindow(at: offset, chunkSize: chunkSize, source: source)
        row = rows
    }

    /// Where the next line begins.
    package var nextOffset: Int64 { window.offset + Int64(length) }

    /// Calls `body` with the bytes of the next line, its end left out; none when there is no line.
    package mutating func next<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws -> Result? {
        while true {
            window.advance(by: length)
            length = 0
            guard try findLine() else { return nil }
            row += 1
            let isFirst = window.offset == 0
            let bytes = window.bytes
            var end = isTooLong ? 0 : length
            while end > 0, bytes[end - 1] == lineFeed || bytes[end - 1] == carriageReturn { end -= 1 }
            let hasMark = isFirst && bytes.starts(with: [0xEF, 0xBB, 0xBF])
            let line = min(hasMark ? 3 : 0, end)..<end
            if line.isEmpty, !isTooLong { continue }
            return try body(UnsafeBufferPointer(rebasing: bytes[line]))
        }
    }

    /// Sets `length` to that of the next line, its end included.
    private mutating func findLine() throws -> Bool {
        isTooLong = false
        var looked = 0
        while true {
            if let end = window.bytes[looked...].firstIndex(of: lineFeed) {
                length = end + 1
                isTooLong = isTooLong || length > LineReader.mostBytes
                return true
            }
            if window.isAtEnd {
                length = window.count
                isTooLong = isTooLong || length > LineReader.mostBytes
                return length > 0 || isTooLong
            }
            looked = window.count
            if looked > LineReader.mostBytes {
                window.advance(by: looked)
                looked = 0
                isTooLong = true
            }
            try window.refill()
        }
    }
}
