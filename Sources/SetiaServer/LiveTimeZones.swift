internal import Foundation
package import SetiaCore
internal import Synchronization

/// The machine's time zones, each read once: looking up a local day is then a search in a short table.
package final class LiveTimeZones: Sendable {
    private let known = Mutex<[Key: TransitionTable]>([:])

    /// No zone read yet.
    package init() {}

    /// The zone of an IANA name, or none where the machine does not know it.
    package func zone(_ name: Key) -> (any LocalTime)? {
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let zone = LiveTimeZones.read(name.text) else { return nil }
        known.withLock { $0[name] = zone }
        return zone
    }

    /// The changes of a zone from 1970 to 2100.
    private static func read(_ name: String) -> TransitionTable? {
        guard isIANAName(name), let zone = TimeZone(identifier: name) else { return nil }
        let beginning = Date(timeIntervalSince1970: 0)
        let end = Date(timeIntervalSince1970: 4_102_444_800)
        var transitions: [TransitionTable.Transition] = []
        var date = beginning
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next < end {
            transitions.append(
                TransitionTable.Transition(
                    at: Instant(milliseconds: Int64(next.timeIntervalSince1970 * 1_000)),
                    offsetSeconds: Int32(zone.secondsFromGMT(for: next))
                )
            )
            date = next
        }
        return TransitionTable(
            initialOffsetSeconds: Int32(zone.secondsFromGMT(for: beginning)),
            transitions: transitions
        )
    }

    /// Foundation takes abbreviations too, which name no place; we take what the time zone database calls a place.
    private static func isIANAName(_ name: String) -> Bool {
        name == "UTC" || name.contains("/") && !name.contains("..") && !name.hasPrefix("/")
    }
}
