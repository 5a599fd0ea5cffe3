internal import SetiaCore
internal import SetiaDemo
internal import SetiaService
internal import Synchronization

/// Time and ids while a demo is made: tables and keys are made now, and the story is recorded as of its end.
final class DemoWorld: Sendable {
    private let identifiers: DemoIdentifiers
    private let moment: Mutex<Instant?> = Mutex(nil)

    /// The world of a demo.
    init(of demo: DemoBrand) {
        identifiers = DemoIdentifiers(seed: demo.seed)
    }

    /// What a brand takes for the world.
    func surroundings(outside: Surroundings) -> Surroundings {
        Surroundings(
            now: { self.moment.withLock { $0 } ?? outside.now() },
            newIdentifier: { self.identifiers.next() }
        )
    }

    /// From now on it is `end`, and new ids are of `begins` or later.
    func enter(_ begins: Instant, end: Instant) {
        moment.withLock { $0 = end }
        identifiers.advance(to: begins)
    }

    /// From now on it is `moment`, which may be one that is over.
    func travel(to moment: Instant) {
        self.moment.withLock { $0 = moment }
    }
}
