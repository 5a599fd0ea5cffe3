import Foundation
import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Journeys in the console")
struct JourneyPageTests {
    private func member(_ visitor: Visitor) async throws -> MemberID {
        try await visitor.brand.service.createMember(
            NewMember(
                identities: [
                    try Identity(kind: .card, text: "KS-1"), try Identity(kind: .email, text: "ana@example.com"),
                ],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
    }

    @Test("an owner begins with a template, changes it, sees what would happen, starts it and sees who is where")
    func through() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        #expect(try await visitor.get("/console/journeys").text.contains("No journeys yet"))
        let kept = try await visitor.post("/console/journeys", filled: ["name": "welcome", "template": "welcome"])
        #expect(kept.headers[.location] == "/console/journeys/welcome?done=journeyWritten", "\(kept.text)")
        let taken = try await visitor.post("/console/journeys", filled: ["name": "welcome", "template": "birthday"])
        #expect(taken.status == 422 && taken.text.contains("There is one of this name already"))
        let path = "/console/journeys/welcome"
        let page = try await visitor.get(path)
        #expect(
            page.status == 200
                && page.text.contains("<title id=\"flow-title\">The steps of Welcome")
        )
        #expect(
            page.text.contains("waits for order.paid, at most 7 days")
                && page.text.contains("Begins with member.enrolled")
        )

        let editor = try await visitor.get("\(path)/edit")
        #expect(editor.text.contains("trigger: {event: member.enrolled}"))
        let wrong = try await visitor.post(
            "\(path)/edit",
            filled: [
                "base": "1", "do": "keep",
                "document": "journey: Gift\ntrigger: {event: member.enrolled}\nsteps:\n  a: {wait: soon}\n",
            ]
        )
        #expect(wrong.status == 422 && wrong.text.contains("Line 4") && wrong.text.contains("must be how long"))
        #expect(wrong.text.contains("a: {wait: soon}"), "what was typed stays")
        let gift =
            "journey: Gift <b>\ntrigger: {event: member.enrolled}\nsteps:\n  day: {wait: 1 day}\n"
            + "  visit: {waitFor: {event: order.paid, atMost: 3 days, late: call}, next: end}\n"
            + "  call: {task: \"Call her <now>\"}\n"
        #expect(
            try await visitor.post("\(path)/edit", filled: ["base": "1", "do": "keep", "document": gift]).status == 303
        )
        #expect(try await visitor.get(path).text.contains("Gift &lt;b&gt;"))

        let ana = try await member(visitor)
        for who in [ana.text, "ana@example.com", "KS-1"] {
            let simulated = try await visitor.get("\(path)/simulate?member=\(who)&days=30")
            #expect(simulated.status == 200 && simulated.text.contains("Day 5"), "\(who): \(simulated.text)")
            #expect(simulated.text.contains("Call her &lt;now&gt;") && simulated.text.contains("came to the end"))
        }
        let heard = try await visitor.get("\(path)/simulate?member=KS-1&days=30&happens=visit")
        #expect(!heard.text.contains("Call her &lt;now&gt;"))
        #expect(try await visitor.get("\(path)/simulate?member=nobody").status == 422)

        #expect(try await visitor.post(path, ["do": "start"]).status == 303)
        let budi = try await visitor.brand.service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "KS-2")], facts: MemberFacts(), person: [:])
        ).member
        for _ in 0..<4 { _ = try await visitor.brand.service.runJourneys() }
        #expect(try await visitor.brand.service.journeys(of: budi).count == 1)
        let live = try await visitor.get(path)
        #expect(live.text.contains("Began: 1.") && live.text.contains(">live<"))
        let again = try await visitor.post(path, ["do": "start"])
        #expect(again.status == 422 && again.text.contains("the journey is live"))
        #expect(try await visitor.post(path, ["do": "stop"]).status == 303)
        #expect(try await visitor.get("/console/journeys/none").status == 404)
    }

    @Test(
        "each template can be begun with from the page",
        arguments: [
            "welcome", "post-purchase", "birthday", "anniversary", "tier-warning", "points-expiring", "replenishment",
            "win-back", "recovery", "advocate",
        ]
    )
    func templates(name: String) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        #expect(try await visitor.get("/console/journeys").status == 200)
        let kept = try await visitor.post("/console/journeys", filled: ["name": name, "template": name])
        #expect(kept.status == 303, "\(kept.text)")
        for language in ["en", "ms", "id", "th"] {
            visitor.cookies["setia-language"] = language
            let page = try await visitor.get("/console/journeys/\(name)")
            #expect(page.status == 200 && page.text.contains("class=\"flow\""))
        }
    }

    @Test("whoever may not write to many members sees no journeys")
    func closed() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Siti", .agent)
        #expect(try await visitor.get("/console/journeys").status == 403)
        #expect(try await visitor.post("/console/journeys", ["name": "a", "template": "welcome"]).status == 403)
    }
}
