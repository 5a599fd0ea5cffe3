package import SetiaCore

/// What a member agreed to and took back, in the order of time; nothing is ever changed in it (rule K-2).
package struct ConsentLedger: Sendable, Hashable {
    /// By purpose and channel; among those by time, and of one moment in the order of writing.
    private var entries: [ConsentHeld]

    /// A ledger with these in it.
    ///
    /// - Parameter entries: In the order in which they were written.
    package init(_ entries: [ConsentHeld] = []) {
        // Sorting keeps the order of what is equal.
        self.entries = entries.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.consent.purpose != other.consent.purpose { return one.consent.purpose < other.consent.purpose }
            if one.consent.channel != other.consent.channel { return one.consent.channel < other.consent.channel }
            return (one.since, left.offset) < (other.since, right.offset)
        }.map(\.element)
    }

    /// Writes a further one.
    package mutating func append(_ held: ConsentHeld) {
        self = ConsentLedger(entries + [held])
    }

    /// What held at a moment: the newest word at or before it; of one moment the one that was written last.
    ///
    /// - Parameters:
    ///   - purpose: What for.
    ///   - channel: By which channel.
    ///   - wording: Only what was said to this wording; nil is to any.
    ///   - moment: When.
    /// - Returns: Nil where nothing had been said by then.
    /// - Complexity: O(log *n*), and O(*n*) in what was said of the purpose and channel where a wording is asked for.
    package func held(purpose: Key, channel: Key, wording: Key? = nil, asOf moment: Instant) -> ConsentHeld? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(entries[middle], purpose, channel, moment) { high = middle } else { low = middle + 1 }
        }
        for place in stride(from: low - 1, through: 0, by: -1) {
            let entry = entries[place]
            guard entry.consent.purpose == purpose, entry.consent.channel == channel else { return nil }
            if wording == nil || entry.consent.wording == wording { return entry }
        }
        return nil
    }

    private func isAfter(_ entry: ConsentHeld, _ purpose: Key, _ channel: Key, _ moment: Instant) -> Bool {
        if entry.consent.purpose != purpose { return purpose < entry.consent.purpose }
        if entry.consent.channel != channel { return channel < entry.consent.channel }
        return moment < entry.since
    }
}
