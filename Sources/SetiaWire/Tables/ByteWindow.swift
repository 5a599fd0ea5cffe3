/// Fills the memory from a place of a file on, and says how many bytes came: 0 at the end.
package typealias ByteSource = @Sendable (_ offset: Int64, _ into: UnsafeMutableRawBufferPointer) throws -> Int

/// The part of a file that is being looked at: it slides forward, and grows only as far as one row does.
struct ByteWindow: ~Copyable {
    private let source: ByteSource
    private let chunkSize: Int
    private var memory: UnsafeMutableBufferPointer<UInt8>
    /// Where in `memory` the part not yet done begins.
    private var start = 0
    /// Where in `memory` what was read ends.
    private var end = 0
    /// Where in the file the part not yet done begins.
    private(set) var offset: Int64
    /// Whether nothing comes behind what is at hand.
    private(set) var isAtEnd = false

    init(at offset: Int64, chunkSize: Int, source: @escaping ByteSource) {
        self.source = source
        self.chunkSize = max(1, chunkSize)
        self.offset = offset
        self.memory = UnsafeMutableBufferPointer.allocate(capacity: 2 * self.chunkSize)
    }

    deinit {
        memory.deallocate()
    }

    /// How many bytes are at hand.
    var count: Int { end - start }

    /// What is at hand; holds until the next `refill`.
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: memory[start..<end])
    }

    /// Takes the next `count` bytes as done.
    mutating func advance(by count: Int) {
        start += count
        offset += Int64(count)
    }

    /// Goes to another place of the file.
    mutating func jump(to offset: Int64) {
        self.offset = offset
        start = 0
        end = 0
        isAtEnd = false
    }

    /// Reads the next chunk behind what is at hand; at the end it changes nothing but `isAtEnd`.
    mutating func refill() throws {
        if memory.count < count + chunkSize {
            let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * memory.count)
            _ = larger.update(fromContentsOf: bytes)
            memory.deallocate()
            memory = larger
        } else if start > 0 {
            _ = memory.update(fromContentsOf: bytes)
        }
        end -= start
        start = 0
        let room = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory[end..<end + chunkSize]))
        let came = try source(offset + Int64(end), room)
        end += came
        isAtEnd = came == 0
    }
}
