internal import Foundation
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
    ///   - keys: Where its keys are; none is the database's path and `.keys`.
    ///   - mayCreate: Whether a brand is made where there is none.
    ///   - surroundings: What the world gives.
    ///   - letters: How letters leave; none leave where nothing is said.
    /// - Returns: the brand, to be closed at the end.
    /// - Throws: `BrandFailure`, or why the database or the keys cannot be opened.
    package static func open(
        _ location: DatabaseLocation,
        keys: String?,
        mayCreate: Bool,
        surroundings: Surroundings = .live,
        letters: LetterSettings = .none
    ) async throws -> Brand {
        let keysPath = keys ?? location.path + ".keys"
        let isThere = FileManager.default.fileExists(atPath: location.path)
        guard isThere || mayCreate else { throw BrandFailure.noDatabase(location.path) }
        // A database without its keys is not given new ones: what is personal in it would be lost without a word.
        let vault = try Vault.open(path: keysPath, now: surroundings.now(), mayCreate: !isThere)
        let database = try SQLiteDatabase(path: location.path)
        let store = try await TableStore.open(database: database, now: surroundings.now())
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
            staff: letters.ports
        )
        _ = try await service.buryAgain()
        return Brand(service: service, location: location, keysPath: keysPath)
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
    case noDatabase(String)

    /// What a person reads.
    package var description: String {
        switch self {
        case .noDatabase(let path): "there is no database at \(path)"
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
