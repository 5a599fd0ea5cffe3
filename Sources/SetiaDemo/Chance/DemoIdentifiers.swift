package import SetiaCore
internal import Synchronization

/// Ids for whoever is met while the story is recorded, guests and prospects: the same each time for the same seed.
package final class DemoIdentifiers: Sendable {
    private let state: Mutex<(chance: Chance, milliseconds: Int64)>

    /// The ids of a seed.
    package init(seed: UInt64) {
        state = Mutex((Chance(seed: seed, stream: 0x1D), 0))
    }

    /// Sets the clock that stands in ids; it never goes back.
    package func advance(to moment: Instant) {
        state.withLock { $0.milliseconds = max($0.milliseconds, moment.milliseconds) }
    }

    /// The next id.
    package func next() -> Identifier {
        state.withLock { state in
            // One millisecond an id, so that later ones are greater.
            state.milliseconds += 1
            return Identifier(
                millisecondsSince1970: state.milliseconds,
                random: (state.chance.next(), state.chance.next())
            )
        }
    }
}
