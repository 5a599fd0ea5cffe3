internal import Foundation
internal import PostgresDriver
internal import SQLBase
internal import SQLiteDriver
internal import SetiaCore
package import SetiaService
internal import SetiaStore
internal import SetiaVault
internal import SetiaWire

/// One brand, opened: its database, its keys, and all that can be done with them.
package final class Brand: Sendable {
    /// What can be done.
    package let service: SetiaService
    /// Where its database is.
    package let location: DatabaseLocation
    /// Where its keys are.
    package let keysPath: String
    /// How many members had to be erased again when it was opened.
    package let erasedAgain: Int
    private let database: any SQLDatabase

    private init(
        service: SetiaService,
        database: any SQLDatabase,
        location: DatabaseLocation,
        keysPath: String,
        erasedAgain: Int
    ) {
        self.service = service
        self.database = database
        self.location = location
        self.keysPath = keysPath
        self.erasedAgain = erasedAgain
    }

    /// Opens a brand: brings its tables up to date, opens its keys, and erases again whoever was erased, in case the
    /// database is an older one than the keys have seen.
    ///
    /// - Parameters:
    ///   - location: Where its database is.
    ///   - keys: Where its keys are; none is the database's path and `.keys`, or `setia.keys` for one on a server.
    ///   - mayCreate: Whether a brand is made where there is none.
    ///   - surroundings: What the world gives.
    ///   - letters: How letters leave; none leave where nothing is said.
    ///   - measurements: Where its transactions are counted; none counts nothing.
    ///   - answersKeptForDays: How long answers to requests with an `Idempotency-Key` are kept; 1 to 30.
    ///   - isDistributed: Whether members are spread over machines; where nothing is said, the database is asked.
    ///   - allowsPrivateWebhooks: Whether webhooks may lead to this machine and its own network: for development and tests.
    /// - Returns: the brand, to be closed at the end.
    /// - Throws: `BrandFailure`, or why the database or the keys cannot be opened.
    package static func open(
        _ location: DatabaseLocation,
        keys: String?,
        mayCreate: Bool,
        surroundings: Surroundings = .live,
        letters: LetterSettings = .none,
        measurements: Measurements? = nil,
        answersKeptForDays: Int = 7,
        isDistributed: Bool? = nil,
        allowsPrivateWebhooks: Bool = false
    ) async throws -> Brand {
        let keysPath = keys ?? location.defaultKeysPath
        let (vault, store, database) = try await open(
            location,
            keysPath,
            mayCreate: mayCreate,
            isDistributed,
            now: surroundings.now(),
            measurements
        )
        let zones = LiveTimeZones()
        let service = SetiaService(
            store: store,
            sealing: vault,
            surroundings: surroundings,
            reader: ProgrammeReader(
                parse: { document in
                    try Programme(document: document, knowsTimeZone: { zones.zone(Key($0)) != nil })
                },
                parsePublished: { document in
                    try Programme(
                        document: document,
                        knowsTimeZone: { zones.zone(Key($0)) != nil },
                        wasPublished: true
                    )
                },
                zone: { zones.zone($0) },
                journey: { try parseJourney($0, in: $1) }
            ),
            staff: letters.ports,
            answersKeptForDays: answersKeptForDays,
            webhooks: .live(allowsPrivate: allowsPrivateWebhooks),
            channels: .live(allowsPrivate: allowsPrivateWebhooks)
        )
        return Brand(
            service: service,
            database: database,
            location: location,
            keysPath: keysPath,
            erasedAgain: try await service.buryAgain()
        )
    }

    /// The keys and the tables.
    ///
    /// A database without its keys is not given new ones: what is personal in it would be lost without a word.
    private static func open(
        _ location: DatabaseLocation,
        _ keysPath: String,
        mayCreate: Bool,
        _ isDistributed: Bool?,
        now: Instant,
        _ measurements: Measurements?
    ) async throws -> (Vault, TableStore, any SQLDatabase) {
        let database: any SQLDatabase
        let vault: Vault
        switch location.place {
        case .file(let path):
            let isThere = FileManager.default.fileExists(atPath: path)
            guard isThere || mayCreate else { throw BrandFailure.noDatabase(location) }
            vault = try Vault.open(path: keysPath, now: now, mayCreate: !isThere)
            do {
                database = try SQLiteDatabase(path: path)
            } catch {
                throw StoreFailure(error)
            }
        case .server(let address):
            database = PostgresDatabase(PostgresConfiguration(address: address))
            do {
                let isThere = try await TableStore.isThere(in: database)
                guard isThere || mayCreate else { throw BrandFailure.noDatabase(location) }
                vault = try Vault.open(path: keysPath, now: now, mayCreate: !isThere)
            } catch {
                try? await database.close()
                throw error
            }
        }
        do {
            let store = try await TableStore.open(
                database: database,
                now: now,
                measurements: measurements,
                isDistributed: isDistributed
            )
            return (vault, store, database)
        } catch {
            try? await database.close()
            throw error
        }
    }

    /// The queue before it: one batch of any size at a time for a file, several smaller ones for a server.
    func intakeQueue(_ measurements: Measurements) -> IntakeQueue {
        switch location.place {
        case .file: IntakeQueue(service: service, measurements: measurements)
        case .server: IntakeQueue(service: service, measurements: measurements, writers: 2, batchSize: 500)
        }
    }

    /// How busy the database is now, for whoever measures.
    var gauges: [(series: Measurements.Series, value: Double)] {
        let load = database.load
        let gauges = [
            (Measurements.Series("setia_database_running"), Double(load.running)),
            (Measurements.Series("setia_database_waiting"), Double(load.waiting)),
        ]
        return gauges + (load.most.map { [(Measurements.Series("setia_database_connections_max"), Double($0))] } ?? [])
    }

    /// Closes it when all that is under way has ended.
    package func close() async throws {
        await service.lettersSent()
        try await service.store.close()
    }
}

/// Why a brand cannot be opened.
package enum BrandFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no database there.
    case noDatabase(DatabaseLocation)

    /// What a person reads.
    package var description: String {
        switch self {
        case .noDatabase(let location): "there is no brand's database at \(location)"
        }
    }
}

extension Surroundings {
    /// The machine's clock, and ids from it and from chance.
    package static let live = Surroundings(
        now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        newIdentifier: {
            var random = SystemRandomNumberGenerator()
            return Identifier(
                millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000),
                random: (random.next(), random.next())
            )
        }
    )
}
