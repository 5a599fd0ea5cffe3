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

    private init(service: SetiaService, location: DatabaseLocation, keysPath: String) {
        self.service = service
        self.location = location
        self.keysPath = keysPath
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
    ///   - allowsPrivateWebhooks: Whether webhooks may lead to this machine and its own network: for development and tests.
    /// - Returns: the brand, to be closed at the end.
    /// - Throws: `BrandFailure`, or why the database or the keys cannot be opened.
    package static func open(
        _ location: DatabaseLocation,
        keys: String?,
        mayCreate: Bool,
        surroundings: Surroundings = .live,
        letters: LetterSettings = .none,
        allowsPrivateWebhooks: Bool = false
    ) async throws -> Brand {
        let keysPath = keys ?? location.defaultKeysPath
        let (vault, store) = try await open(location, keysPath, mayCreate: mayCreate, now: surroundings.now())
        let zones = LiveTimeZones()
        let service = SetiaService(
            store: store,
            sealing: vault,
            surroundings: surroundings,
            reader: ProgrammeReader(
                parse: { document in
                    try Programme(document: document, knowsTimeZone: { zones.zone(Key($0)) != nil })
                },
                zone: { zones.zone($0) }
            ),
            staff: letters.ports,
            webhooks: .live(allowsPrivate: allowsPrivateWebhooks)
        )
        _ = try await service.buryAgain()
        return Brand(service: service, location: location, keysPath: keysPath)
    }

    /// The keys and the tables.
    ///
    /// A database without its keys is not given new ones: what is personal in it would be lost without a word.
    private static func open(
        _ location: DatabaseLocation,
        _ keysPath: String,
        mayCreate: Bool,
        now: Instant
    ) async throws -> (Vault, TableStore) {
        let database: any SQLDatabase
        let vault: Vault
        switch location.place {
        case .file(let path):
            let isThere = FileManager.default.fileExists(atPath: path)
            guard isThere || mayCreate else { throw BrandFailure.noDatabase(location) }
            vault = try Vault.open(path: keysPath, now: now, mayCreate: !isThere)
            database = try SQLiteDatabase(path: path)
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
            return (vault, try await TableStore.open(database: database, now: now))
        } catch {
            try? await database.close()
            throw error
        }
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
