import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Changes are told")
struct ChangeTests {
    @Test("whoever listens is told whom a commit touched, and several commits at once where it is slow")
    func tellsChanges() async throws {
        let brand = try await TestBrand()
        let ana = try await brand.enrol(card: "1")
        var changes = brand.service.changes().makeAsyncIterator()
        let budi = try await brand.enrol(card: "2")
        try await brand.record(Fixture.order("A", 100), member: ana)
        let first = await changes.next()
        #expect(first == Change(members: [ana, budi]))
        _ = try await brand.service.eraseMember(budi)
        let second = await changes.next()
        #expect(second?.mayTouch(budi) == true)
        #expect(second?.mayTouch(ana) == false)
    }

    @Test("a repeat and a refusal are no change")
    func repeatsAreNone() async throws {
        let brand = try await TestBrand()
        let ana = try await brand.enrol(card: "1")
        try await brand.record(Fixture.order("A", 100), member: ana)
        var changes = brand.service.changes().makeAsyncIterator()
        try await brand.record(Fixture.order("A", 100), member: ana)
        await #expect(throws: Refusal.self) { try await brand.record(Fixture.redemption("1", 9_999), member: ana) }
        try await brand.record(Fixture.order("B", 100), card: "2")
        let change = await changes.next()
        #expect(change?.members.count == 1)
        #expect(change?.mayTouch(ana) == false)
    }

    @Test("of more than a hundred members not all are named")
    func namesAHundred() async throws {
        let brand = try await TestBrand()
        var changes = brand.service.changes().makeAsyncIterator()
        for number in 0..<101 { _ = try await brand.enrol(card: "\(number)") }
        let change = await changes.next()
        #expect(change?.members.count == 100)
        #expect(change?.isMore == true)
        #expect(change?.mayTouch(Fixture.member(7)) == true)
    }

    @Test("whoever is told no more waits for nothing")
    func endsWithItsTask() async throws {
        let brand = try await TestBrand()
        let listener = Task { for await _ in brand.service.changes() {} }
        listener.cancel()
        await listener.value
    }
}
