/// Rings when this process has written what others are to be told, or one of them has answered: the courier then looks at
/// once instead of at its next turn.
///
/// It is heard by one; rings that nobody has heard yet are one. Other servers are not woken: they look every second. A
/// `NOTIFY` with each commit would have PostgreSQL commit one transaction after the other, and retries need the clock anyway.
package final class OutboxBell: Sendable {
    /// The rings.
    package let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() {
        (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Rings.
    package func ring() { bell.yield() }
}
