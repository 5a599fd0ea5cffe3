internal import Foundation
internal import SQLiteDriver
internal import SetiaCore
internal import SetiaService
internal import SetiaStore
internal import SetiaTesting
internal import SetiaWire

/// A brand on a SQLite file of its own, with a clock that is set and ids that count.
struct SimulatedBrand: Sendable {
    let clock: TestClock
    let store: FaultyStore
    let service: SetiaService

    /// Runs `body` with a new brand whose first programme is `programme`; its file is gone afterwards.
    static func with<R: Sendable>(
        _ programme: String,
        at start: Instant,
        sabotage: FaultyStore.Sabotage? = nil,
        _ body: (SimulatedBrand) async throws -> R
    ) async throws -> R {
        // In memory where there is such a place: nothing here has to outlive the power.
        let memory = URL(fileURLWithPath: "/dev/shm")
        let root =
            FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
        let directory = root.appendingPathComponent("setia-simulated-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let database = try SQLiteDatabase(path: directory.appendingPathComponent("setia.db").path)
        let tables = try await TableStore.open(database: database, now: start)
        let brand = SimulatedBrand(FaultyStore(tables, database, sabotage: sabotage), at: start)
        _ = try await brand.service.publishProgramme(programme)
        let result = try await body(brand)
        try await brand.store.close()
        return result
    }

    private init(_ store: FaultyStore, at start: Instant) {
        let clock = TestClock(start)
        let identifiers = CountingIdentifiers()
        self.clock = clock
        self.store = store
        service = SetiaService(
            store: store,
            sealing: TestSealing(now: start),
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(parse: Self.programme, zone: { Self.zone($0) })
        )
    }

    /// The programme that a document states.
    static func programme(_ document: String) throws -> Programme {
        try Programme(document: document, knowsTimeZone: { zone(Key($0)) != nil })
    }

    private static func zone(_ name: Key) -> FixedOffset? {
        switch name.text {
        case "UTC": .utc
        case "Asia/Kuala_Lumpur": FixedOffset(minutesEast: 8 * 60)
        case "Asia/Jakarta": FixedOffset(minutesEast: 7 * 60)
        default: nil
        }
    }

    /// What a sender hands over.
    static func intake(_ sending: Step.Sending) -> Intake {
        guard let member = sending.member else { return Intake(event: sending.event, who: .nobody) }
        guard let identity = try? Identity(kind: .customer, text: "member-\(member)") else {
            preconditionFailure("no identity of member \(member)")
        }
        return Intake(event: sending.event, who: .identity(identity))
    }

    /// The member of a number, where something has made her known.
    func member(_ number: Int) async throws -> MemberID? {
        guard let identity = try? Identity(kind: .customer, text: "member-\(number)") else { return nil }
        return try await service.member(with: identity)
    }

    /// All that is written of these members, and what they are shown.
    func written(_ members: [MemberID]) async throws -> [Auditor.Written] {
        var all: [Auditor.Written] = []
        for member in members {
            let (entries, events) = try await store.reading { archive in
                (try archive.ledger(of: member), try archive.history(of: member))
            }
            let balances = try await service.points(of: member)?.balances ?? []
            all.append(
                Auditor.Written(
                    member: member,
                    entries: entries,
                    events: events,
                    balances: balances,
                    now: clock.now
                )
            )
        }
        return all
    }
}
