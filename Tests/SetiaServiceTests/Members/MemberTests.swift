import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Members")
struct MemberTests {
    @Test("a prospect whom an enrolment names by one identity becomes the member, with her points")
    func prospectsAreEnrolled() async throws {
        let brand = try await TestBrand()
        let prospect = try await brand.record(Fixture.order("A", 5_900), card: "7").member
        let member = try await brand.enrol(card: "7", email: "ana@example.com")
        #expect(member == prospect)
        let view = try #require(try await brand.service.member(member))
        #expect(view.state.status == .active)
        #expect(view.identities.map(\.value).sorted() == ["7", "ana@example.com"])
        #expect(view.person["name"]?.string == "Ana")
        #expect(view.balances.first?.pending == Points(159))
    }

    @Test("an identity that a member has cannot be another's, and people are never merged unasked")
    func identitiesAreUnique() async throws {
        let brand = try await TestBrand()
        _ = try await brand.enrol(card: "1")
        await #expect(throws: MemberRefusal.identityTaken(kind: .card, place: 0)) { try await brand.enrol(card: "1") }
        try await brand.record(Fixture.order("A", 100), card: "2")
        try await brand.record(Fixture.order("B", 100), card: "3")
        let both = NewMember(
            identities: [try Identity(kind: .card, text: "2"), try Identity(kind: .card, text: "3")],
            facts: MemberFacts()
        )
        await #expect(throws: MemberRefusal.severalPeople) { try await brand.service.createMember(both) }
    }

    @Test(
        "identities are found however they were typed",
        arguments: [
            (.email, " Ana@Example.COM", "ana@example.com"), (.phone, "+60 12-345 6789", "+60123456789"),
            (.card, " K-1 ", "K-1"),
        ] as [(IdentityKind, String, String)]
    )
    func identitiesAreFolded(kind: IdentityKind, typed: String, folded: String) throws {
        #expect(try Identity(kind: kind, text: typed).value == folded)
    }

    @Test(
        "a text that is no identity of its kind says why and is not repeated",
        arguments: [
            (.email, "ana"), (.email, "a b@c"), (.phone, "0123456789"), (.phone, "+1"), (.card, "  "),
            (.card, "a\u{0}"),
        ]
            as [(IdentityKind, String)]
    )
    func malformedIdentities(kind: IdentityKind, text: String) {
        let malformed = #expect(throws: MalformedIdentity.self) { try Identity(kind: kind, text: text) }
        #expect(malformed?.reason.isEmpty == false)
    }

    @Test("erased means: nobody is found, nothing opens, the ledger stays, and no event of hers is taken")
    func erasing() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol(card: "1", email: "ana@example.com")
        try await brand.record(Fixture.order("A", 5_900), member: member)
        #expect(try await brand.service.eraseMember(member))
        let view = try #require(try await brand.service.member(member))
        #expect(view.state.status == .erased)
        #expect(view.identities.isEmpty)
        #expect(view.person.members.isEmpty)
        #expect(view.state.facts == MemberFacts())
        #expect(try await brand.service.member(with: Identity(kind: .card, text: "1")) == nil)
        #expect(try await brand.service.entries(of: member, wallet: nil, before: nil, limit: 10)?.isEmpty == false)
        await #expect(throws: Refusal.memberErased(member)) {
            try await brand.record(Fixture.order("B", 100), member: member)
        }
        #expect(try await brand.service.verify().discrepancies.isEmpty)
        #expect(try await brand.service.eraseMember(member))
        #expect(try await !brand.service.eraseMember(Fixture.member(9)))
    }

    @Test("looking does not write, and shows what has fallen due as done")
    func lookingIsLazy() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol()
        brand.clock.advance(days: 500)
        let view = try #require(try await brand.service.points(of: member))
        #expect(view.balances.first?.active == .zero)
        #expect(view.balances.first?.pending == .zero)
        #expect(try await brand.service.events(of: member, before: nil, limit: 10)?.count == 1)
        #expect(try await brand.service.passTime() == 1)
        #expect(try await brand.service.points(of: member)?.state.account("points")?.expired == Points(100))
        #expect(try await brand.service.passTime() == 0)
        #expect(try await brand.service.verify().discrepancies.isEmpty)
    }
}
