package import SetiaCore
internal import Synchronization

/// Ids that count: the same in each run, and in the order in which they were asked for.
package final class CountingIdentifiers: Sendable {
    private let last: Mutex<UInt64>

    /// Ids from 1 on.
    package init(after last: UInt64 = 0) {
        self.last = Mutex(last)
    }

    /// The next one, in the layout of a UUID of version 7 made in January 2026.
    package func next() -> Identifier {
        let number = last.withLock { last in
            last += 1
            return last
        }
        return Identifier(millisecondsSince1970: 1_767_240_000_000 + Int64(number), random: (0, number))
    }

    /// The next one, for a member.
    package func nextMember() -> MemberID { MemberID(next()) }
}
