/// Values under way, shared by all arrays or objects that a parser has open, the innermost on top.
///
/// It lets each array be made once, in its exact size, by moving: no growing, no counting of references. It takes
/// memory at the first push, so a parser of a bare number takes none.
struct Pile<Element>: ~Copyable {
    private(set) var count = 0
    private var room = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)

    deinit {
        room.extracting(0..<count).deinitialize()
        room.deallocate()
    }

    /// Puts one on top.
    @inline(__always)
    mutating func push(_ element: consuming Element) {
        if count == room.count { grow() }
        room.initializeElement(at: count, to: element)
        count += 1
    }

    /// The one at that place, from the bottom.
    subscript(_ place: Int) -> Element { room[place] }

    /// Takes off all from `first` on, in the order they were pushed.
    mutating func take(from first: Int) -> [Element] {
        let taken = room.extracting(first..<count)
        count = first
        // Not `Array(unsafeUninitializedCapacity:)`: on Swift 6.3 it looks its own type up at each call, which took a
        // fifth of the time of a whole parse (November 2026). To be tried again with each new Swift.
        var result: [Element] = []
        result.reserveCapacity(taken.count)
        for place in taken.indices { result.append(taken.moveElement(from: place)) }
        return result
    }

    /// Drops all from `first` on.
    mutating func drop(from first: Int) {
        room.extracting(first..<count).deinitialize()
        count = first
    }

    private mutating func grow() {
        let larger = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(32, room.count * 2))
        _ = larger.moveInitialize(fromContentsOf: room.extracting(0..<count))
        room.deallocate()
        room = larger
    }
}
