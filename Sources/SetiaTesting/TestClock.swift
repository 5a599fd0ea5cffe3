package import SetiaCore
internal import Synchronization

/// A clock that a test sets; it never moves by itself.
package final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    /// A clock that shows `now`.
    package init(_ now: Instant = Fixture.newYear) {
        moment = Mutex(now)
    }

    /// What it shows.
    package var now: Instant {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    /// Sets it on.
    package func advance(milliseconds: Int64) {
        moment.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }

    /// Sets it on by so many times 24 hours.
    package func advance(days: Int) {
        moment.withLock { $0 = $0.adding(days: days) }
    }
}
