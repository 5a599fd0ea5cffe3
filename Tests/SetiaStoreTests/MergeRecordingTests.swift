import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Two accounts of one person, on each store")
struct MergeRecordingTests {
    @Test(
        "L-22: merged, bought on, given back and undone: all of it is kept, found and proved",
        arguments: Backend.allCases
    )
    func mergedAndUndone(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await FindingBrand(store)
            brand.clock.now = Fixture.newYear.adding(days: 40)
            let ana = try await brand.enrol("Ana Lim", card: "1", phone: "+60 12-345 6789")
            let other = try await brand.enrol(nil, card: "2")
            try await brand.buy("A", ana, minorUnits: 210_000)
            try await brand.buy("B", other, minorUnits: 10_000)
            let before = try #require(try await brand.service.points(of: ana)).state
            _ = try await brand.service.mergeMember(ana, into: other, by: .operator)
            let merged = try #require(try await brand.service.member(other))
            #expect(merged.identities.count == 3)
            #expect(merged.person["name"]?.string == "Ana Lim")
            #expect(merged.state.orders == 2)
            try await brand.buy("C", ana, minorUnits: 10_000)
            #expect(try await brand.service.points(of: other)?.state.orders == 3)
            try await brand.record(Fixture.orderReturn("A", at: brand.clock.now), other)
            #expect(try await brand.service.points(of: other)?.state.orders == 2)
            #expect(try await brand.service.points(of: ana)?.state.account("points")?.balance == .zero)
            let history = try #require(try await brand.service.history(of: other, before: nil, limit: 50))
            #expect(Set(history.items.map(\.account)) == [ana, other])
            #expect(try await brand.service.verify().discrepancies == [])

            try await brand.service.undoMerge(of: ana, into: other, by: .operator)
            let apart = try #require(try await brand.service.member(ana))
            #expect(apart.state.status == before.status && apart.identities.count == 2)
            #expect(try await brand.service.points(of: other)?.state.orders == 2)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }
}
