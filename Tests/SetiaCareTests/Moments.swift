import SetiaCore

/// The moment that an RFC 3339 text names; the beginning of 1970 for anything else.
func at(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(milliseconds: 0) }

let kualaLumpur = FixedOffset(minutesEast: 480)

/// Berlin in 2026: summer time from 29 March 01:00 to 25 October 01:00 UTC.
let berlin: TransitionTable = {
    let changes = [("2026-03-29T01:00:00Z", 7_200), ("2026-10-25T01:00:00Z", 3_600)].map { moment, offset in
        TransitionTable.Transition(at: at(moment), offsetSeconds: Int32(offset))
    }
    guard let table = TransitionTable(initialOffsetSeconds: 3_600, transitions: changes) else { fault("no table") }
    return table
}()
