import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The page about a household")
struct HouseholdPageTests {
    private func visitor(_ household: String = "household: {}") async throws -> Visitor {
        let visitor = try await Visitor()
        _ = try await visitor.brand.service.publishProgramme(
            """
            programme: kopi-setia
            engine: 1
            languages: [en]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
            wallets:
              points: {name: points, activation: immediate, expiry: none}
            \(household)
            """
        )
        visitor.brand.clock.advance(milliseconds: 1_000)
        return visitor
    }

    private func enrol(_ name: String, card: String, _ visitor: Visitor) async throws -> MemberID {
        try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(),
                person: ["name": .string(name)]
            )
        ).member
    }

    @Test("H-1: on their cards two members agree to spend together, and one leaves again")
    func agree() async throws {
        let visitor = try await visitor()
        let (ana, budi) = (
            try await enrol("Ana <Lim>", card: "1001", visitor), try await enrol("Budi", card: "1002", visitor)
        )
        func signIn(_ member: MemberID) async throws {
            visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(member)
            // Her forms have her own mark.
            _ = try await visitor.get("/card/household")
        }
        try await signIn(budi)
        #expect(try await visitor.get("/card").text.contains("/card/household"))
        let early = try await visitor.post("/card/household/join", ["join": "1001"])
        #expect(early.status == 422 && early.text.contains("She has not asked you"))
        let unknown = try await visitor.post("/card/household/ask", ["ask": "99<"])
        #expect(unknown.status == 422 && unknown.text.contains("There is no such card"))
        #expect(unknown.text.contains("value=\"99&lt;\""))
        try await signIn(ana)
        let asked = try await visitor.post("/card/household/ask", ["ask": " 10 02"])
        #expect(asked.headers[.location] == "/card/household?done=householdAsked")
        #expect(try await visitor.get("/card/household").text.contains("Asked and not here yet: 1."))
        try await signIn(budi)
        let joined = try await visitor.post("/card/household/join", ["join": "1001"])
        #expect(joined.headers[.location] == "/card/household?done=householdJoined")
        let page = try await visitor.get("/card/household")
        #expect(page.text.contains("Ana &lt;Lim&gt;") && page.text.contains("began it"))
        #expect(!page.text.contains("/card/household/join") && !page.text.contains("/card/household/ask"))
        let left = try await visitor.post("/card/household/leave", [:])
        #expect(left.headers[.location] == "/card/household?done=householdLeft")
        #expect(try await visitor.brand.service.household(of: budi) == nil)
        #expect(try await visitor.get("/card/household").text.contains("/card/household/join"))
    }

    @Test("where the programme has no households there is no such page")
    func nothing() async throws {
        let visitor = try await visitor("")
        let ana = try await enrol("Ana", card: "1001", visitor)
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        #expect(!(try await visitor.get("/card").text.contains("/card/household")))
        #expect(try await visitor.get("/card/household").status == 404)
    }
}
