import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("What a member agreed to, on her page")
struct ConsentHistoryTests {
    @Test("K-2: staff see what a member agreed to on any day")
    func anyDay() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let ana = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
        func choose(_ isGiven: Bool) async throws {
            try await service.chooseConsent(
                of: ana,
                purpose: "marketing",
                channel: "email",
                isGiven: isGiven,
                wording: "test-1"
            )
        }
        try await choose(true)
        visitor.brand.clock.now = visitor.brand.clock.now.adding(days: 10)
        try await choose(false)
        visitor.cookies["setia-language"] = "en"
        try await visitor.join("Mei", .agent)
        let path = "/console/members/\(ana.text)"
        let page = try await visitor.get(path)
        #expect(page.status == 200 && page.text.contains("What held on") && page.text.contains("All her words"))
        let before = try await visitor.get("\(path)?consents=2026-03-01")
        #expect(
            before.text.contains("At the end of 1 March 2026") && before.text.contains("She had said nothing by then.")
        )
        let then = try await visitor.get("\(path)?consents=2026-03-05")
        #expect(
            then.text.contains("At the end of 5 March 2026") && !then.text.contains("She had said nothing by then.")
        )
        #expect(try await visitor.get("\(path)?consents=%3Cscript%3E").text.contains("<script>") == false)
    }
}
