internal import Synchronization

/// Rings when this process has written what others are to be told, or one of them has answered: the courier then looks at
/// once instead of at its next turn.
///
/// It is heard by one; rings that nobody has heard yet are one.
package final class OutboxBell: Sendable {
    /// The rings.
    package let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let hasNews = Mutex(false)

    init() {
        (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Rings.
    package func ring() { bell.yield() }

    /// Rings since this process has written lines, some of them perhaps in lanes that another server holds.
    package func ringOfNews() {
        hasNews.withLock { $0 = true }
        ring()
    }

    /// Whether lines were written since this was asked last.
    package func takeNews() -> Bool {
        hasNews.withLock { news in
            defer { news = false }
            return news
        }
    }
}
