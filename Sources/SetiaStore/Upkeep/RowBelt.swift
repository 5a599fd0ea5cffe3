internal import Dispatch
internal import SQLBase
internal import Synchronization

/// Rows on their way from one database into another: a few parcels at a time, so that memory stays bounded.
///
/// They are put on by a thread of the source's driver, which waits while the belt is full, and taken off by a task.
final class RowBelt: Sendable {
    /// Rows of one table.
    struct Parcel: Sendable {
        let table: TableCatalogue.Table
        let rows: [[SQLValue]]
    }

    /// What lies on the belt, in the order in which it was put there; ends after `end`.
    let parcels: AsyncStream<Parcel>
    private let continuation: AsyncStream<Parcel>.Continuation
    private let room = DispatchSemaphore(value: 0)
    private let state = Mutex((isBegun: false, isBroken: false))

    /// A belt with room for so many parcels.
    init(room count: Int = 4) {
        (parcels, continuation) = AsyncStream.makeStream()
        for _ in 0..<count { room.signal() }
    }

    /// Begins, once: a second run of the same reading would bring everything again.
    func begin() throws {
        let isFirst = state.withLock { state in
            defer { state.isBegun = true }
            return !state.isBegun
        }
        guard isFirst else { throw CopyFailure.interrupted }
    }

    /// Puts a parcel on the belt; waits while it is full.
    ///
    /// - Throws: where nobody takes anything off any more.
    func put(_ parcel: Parcel) throws {
        room.wait()
        guard !state.withLock({ $0.isBroken }) else { throw CopyFailure.interrupted }
        continuation.yield(parcel)
    }

    /// Says that a parcel was taken off and dealt with.
    func madeRoom() { room.signal() }

    /// Says that nothing more comes.
    func end() { continuation.finish() }

    /// Says that nobody takes anything off any more.
    func breakOff() {
        state.withLock { $0.isBroken = true }
        room.signal()
        continuation.finish()
    }
}
