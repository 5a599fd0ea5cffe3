/// All that the models know of one customer: how often she came back, when last, and how long she was watched.
///
/// Purchases count by days. The unit of time is the caller's, the same for all; from a purchase log it is weeks, days
/// divided by 7 in full precision.
package struct CustomerSummary: Sendable, Hashable {
    /// Days with a purchase after the first.
    package let repeats: Int
    /// From the first purchase to the last; 0 where there is no other.
    package let lastAt: Double
    /// From the first purchase to the end of the watch.
    package let watched: Double

    /// A customer; nil where the numbers contradict each other.
    ///
    /// They do where one is below 0, the last purchase lies after the end, or somebody who never came back did so.
    package init?(repeats: Int, lastAt: Double, watched: Double) {
        guard repeats >= 0, repeats <= 1_000_000, lastAt >= 0, lastAt <= watched, watched.isFinite,
            repeats > 0 || lastAt == 0
        else { return nil }
        self.repeats = repeats
        self.lastAt = lastAt + 0  // which makes 0 of -0
        self.watched = watched
    }
}
