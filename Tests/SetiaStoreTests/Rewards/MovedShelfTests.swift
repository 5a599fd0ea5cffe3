import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Shelves that go elsewhere, on each store")
struct MovedShelfTests {
    @Test(
        "W-16: codes go out in the order in which they are given, in pieces, and come in once",
        arguments: Backend.allCases
    )
    func codes(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await KindBrand(on: store)
            let more = (1...(SetiaService.codesAPiece + 10)).map { "MORE-\($0)" }
            brand.brand.clock.advance(milliseconds: 1_000)
            _ = try await brand.service.loadCodes(more, of: "partner-code", by: .operator)
            guard
                case .recorded = try await brand.service.redeem(
                    RewardWish(id: "R", reward: "partner-code", quantity: 2),
                    for: brand.ana
                )
            else {
                Issue.record("not had")
                return
            }
            let own = try #require(try await brand.service.redemption("R", of: brand.ana)?.codes)
            var shelves: [MovedShelf] = []
            try await brand.service.exportShelves(by: .operator) { shelves.append($0) }
            var (pieces, free, given): ([Int64], [[String]], [GivenCode]) = ([], [], [])
            for shelf in shelves {
                switch shelf.content {
                case .pieces(let count): pieces.append(count)
                case .codes(let codes): free.append(codes)
                case .given(let codes): given += codes
                }
            }
            #expect(pieces == [5, 5])
            #expect(free.map(\.count) == [SetiaService.codesAPiece, 13])
            // Those that were loaded first are given first: the first three are of the older list.
            #expect(free[0].prefix(3).allSatisfy { $0.hasPrefix("CINEMA-") } && free[0][3].hasPrefix("MORE-"))
            #expect(Set(free.joined()).count == 1_013 && Set(free.joined()).isDisjoint(with: own))
            #expect(Set(given.map(\.code)) == Set(own) && given.allSatisfy { $0.redemption == "R" })
            let log = try await brand.service.auditLog(AuditFilter(action: .codesExported), limit: 10)
            #expect(log.map { $0.details["count"] } == ["1015"])
            // Here all of it is there: nothing of it comes in again but the pieces, and those once.
            for wanted in [10, 0] as [Int64] {
                var taken: Int64 = 0
                for shelf in shelves { taken += try await brand.service.importShelf(shelf, of: "E", by: .operator) }
                #expect(taken == wanted)
            }
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }
}
