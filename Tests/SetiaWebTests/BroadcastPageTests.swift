import Foundation
import HTTPTypes
import JSONText
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Broadcasts, the link that ends them, and what a member chooses")
struct BroadcastPageTests {
    private func café() async throws -> (visitor: Visitor, ana: MemberID) {
        let visitor = try await Visitor()
        let ana = try await visitor.brand.service.createMember(
            NewMember(
                identities: [
                    try Identity(kind: .card, text: "KS-1"), try Identity(kind: .email, text: "ana@example.com"),
                ],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
        return (visitor, ana)
    }

    private static let form = [
        "name": "Raya <b>", "facts": "RM 12.50\n2026-04-30", "perMinute": "60000", "atLimit": "wait", "segment": "",
        "holdOut": "", "expires": "", "subject-en": "A kopi for {name}", "text-en": "RM 12.50 until 30 April 2026",
        "subject-ms": "Kopi", "text-ms": "RM 12.50 hingga 30 April 2026", "subject-id": "Kopi",
        "text-id": "RM 12.50 sampai 30 April 2026", "subject-th": "กาแฟ", "text-th": "RM 12.50 ถึง 30 เมษายน 2569",
    ]

    private func agree(_ ana: MemberID, _ visitor: Visitor) async throws {
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        visitor.cookies["setia-language"] = "en"
        let page = try await visitor.get("/card/preferences")
        #expect(page.status == 200 && page.text.contains("may send me news and offers by e-mail"))
        let done = try await visitor.post(
            "/card/preferences",
            ["purpose": "marketing", "channel": "email", "do": "agree"]
        )
        #expect(done.headers[.location] == "/card/preferences?done=preferenceGiven")
    }

    @Test("G-16: on her card a member pauses, ends it, and says where her clock is", arguments: Language.allCases)
    func pausing(language: Language) async throws {
        let (visitor, ana) = try await café()
        visitor.cookies["setia-member"] = try await visitor.brand.service.startMemberSession(ana)
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        let page = try await visitor.get("/card/preferences")
        #expect(page.text.contains(texts.say("preferences.pause.month")))
        #expect(page.text.contains(#"<option value="Asia/Kuala_Lumpur" selected>"#))
        let paused = try await visitor.post("/card/preferences", ["do": "pause", "days": "30"])
        #expect(paused.headers[.location] == "/card/preferences?done=preferenceKept")
        #expect(try await visitor.get("/card/preferences").text.contains(texts.say("preferences.unpause")))
        #expect(try await visitor.post("/card/preferences", ["do": "zone", "zone": "Asia/Jakarta"]).status == 303)
        let chosen = try await visitor.get("/card/preferences").text
        #expect(chosen.contains(#"<option value="Asia/Jakarta" selected>"#))
        for wrong in [["do": "pause", "days": "x"], ["do": "pause", "days": "1000"], ["do": "zone", "zone": "Mars"]] {
            #expect(try await visitor.post("/card/preferences", filled: wrong).status == 404)
        }
        #expect(try await visitor.post("/card/preferences", ["do": "unpause"]).status == 303)
        #expect(try await visitor.post("/card/preferences", ["do": "zone", "zone": "Asia/Kuala_Lumpur"]).status == 303)
        #expect(try await visitor.brand.service.contactPreference(of: ana) == ContactPreference())
    }

    @Test("a manager writes one, looks at what would become of it, starts it, and sees why each got it or did not")
    func console() async throws {
        let (visitor, ana) = try await café()
        try await agree(ana, visitor)
        try await visitor.join("Mei", .manager)
        #expect(try await visitor.get("/console/broadcasts").text.contains("No broadcasts yet"))
        var wrong = Self.form
        wrong["text-ms"] = "RM 12.00 hingga 30 April 2026"
        wrong["holdOut"] = "lots"
        let refused = try await visitor.post("/console/broadcasts", filled: wrong)
        #expect(refused.status == 422)
        #expect(refused.text.contains("E-mail (Bahasa Melayu): says MYR 12.00, which is none of the facts"))
        #expect(refused.text.contains("Held out, to see what it brings: must be a share"))
        #expect(refused.text.contains("RM 12.00 hingga"), "what was typed stays")
        let kept = try await visitor.post("/console/broadcasts", filled: Self.form)
        let location = try #require(kept.headers[.location])
        let path = String(location.prefix { $0 != "?" })
        let page = try await visitor.get("\(path)?preview=yes")
        #expect(page.text.contains("Raya &lt;b&gt;") && page.text.contains("If it were started now"))
        #expect(page.text.contains("it is meant for: 1"))
        let tested = try await visitor.post(path, ["do": "test", "language": "th"])
        #expect(tested.headers[.location] == "\(path)?done=broadcastTested")
        let trial = try #require(visitor.brand.mailbox.mails.last)
        #expect(trial.to.address == "mei@example.com" && trial.subject == "ทดสอบ: กาแฟ")
        #expect(try await visitor.post(path, ["do": "test", "language": "fr"]).status == 422)
        visitor.brand.mailbox.failure = MailFailure(isTemporary: true, reason: "<busy>")
        let failed = try await visitor.post(path, ["do": "test", "language": "en"])
        #expect(failed.status == 422 && failed.text.contains("The test did not leave: &lt;busy&gt;"))
        visitor.brand.mailbox.failure = MailFailure?.none
        #expect(try await visitor.post(path, ["do": "start"]).status == 303)
        for _ in 0..<4 {
            _ = try await visitor.brand.service.runBroadcasts()
            visitor.brand.clock.advance(milliseconds: 50)
        }
        let results = try await visitor.get(path)
        #expect(results.text.contains("How it stands") && results.text.contains(">done<"))
        let again = try await visitor.post(path, ["do": "pause"])
        #expect(again.status == 422 && again.text.contains("the broadcast is done"))
        let member = try await visitor.get("/console/members/\(ana.text)")
        #expect(member.text.contains("Messages meant for her") && member.text.contains("Agreed on"))
        #expect(try await visitor.get("/console/broadcasts/nobody").status == 404)
    }

    @Test(
        "G-17: in the console words by a network stand beside the mail, and a broadcast says how many get it by which way"
    )
    func ways() async throws {
        let network = TestNetwork()
        let ports = ChannelPorts(adapters: networks, sender: network)
        let visitor = try await Visitor(try await Visitor.cafe(channels: ports))
        let service = visitor.brand.service
        try await visitor.join("Mei", .manager)
        let bare = try await visitor.get("/console/broadcasts").text
        #expect(!bare.contains("text-sms-en"))
        let values = [("url", "https://gw.example.com/s")].map { Channel.Setting(name: $0.0, value: $0.1) }
        _ = try await service.saveChannel(NewChannel(name: "texts", kind: "sms", values: values), by: .operator)
        let ana = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .phone, text: "+66812345678")],
                facts: MemberFacts(language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
        visitor.cookies["setia-member"] = try await service.startMemberSession(ana)
        #expect(try await visitor.get("/card/preferences").text.contains("news and offers by text message"))
        let agree = ["purpose": "marketing", "channel": "sms", "do": "agree"]
        #expect(try await visitor.post("/card/preferences", filled: agree).status == 303)
        _ = try await visitor.get("/console/broadcasts")
        var form = Self.form
        form["text-sms-en"] = "{name}, RM 12.50 until 30 April 2026 <b>"
        form["first"] = "sms"
        let refused = try await visitor.post("/console/broadcasts", filled: form)
        #expect(refused.status == 422)
        #expect(refused.text.contains("Text message (Bahasa Melayu): is missing"))
        #expect(refused.text.contains("until 30 April 2026 &lt;b&gt;</textarea>"), "what was typed stays")
        form["text-sms-ms"] = "RM 12.50 hingga 30 April 2026"
        form["text-sms-id"] = "RM 12.50 sampai 30 April 2026"
        form["text-sms-th"] = "RM 12.50 ถึง 30 เมษายน 2569"
        let kept = try await visitor.post("/console/broadcasts", filled: form)
        let path = String(try #require(kept.headers[.location]).prefix { $0 != "?" })
        let page = try await visitor.get("\(path)?preview=yes")
        #expect(page.text.contains("Text message → E-mail") && page.text.contains("Text message · English"))
        #expect(page.text.contains("Below it stands how to end it"))
        let tested = try await visitor.post(path, ["do": "test", "language": "en", "way": "sms", "to": "+66812345678"])
        #expect(tested.headers[.location] == "\(path)?done=broadcastTested" && network.posts.count == 1)
        let wrong = try await visitor.post(path, ["do": "test", "language": "en", "way": "sms", "to": "mei"])
        #expect(wrong.status == 422 && wrong.text.contains("must be an international number"))
        #expect(try await visitor.post(path, ["do": "start"]).status == 303)
        for _ in 0..<4 {
            _ = try await service.runBroadcasts()
            visitor.brand.clock.advance(milliseconds: 50)
        }
        #expect(network.posts.count == 2)
        let card = try await visitor.get("/card/preferences").text
        #expect(card.contains("Ana, RM 12.50 until 30 April 2026 &lt;b&gt;"))
    }

    @Test("she reads why she got it; the link shows on GET and acts on POST, without a form of ours")
    func link() async throws {
        let (visitor, ana) = try await café()
        try await agree(ana, visitor)
        let service = visitor.brand.service
        let broadcast = try await service.writeBroadcast(
            .object([
                "name": .string("Raya"), "perMinute": .integer(60_000),
                "mail": .object(
                    JSONObject(
                        ["en", "ms", "id", "th"].map {
                            ($0, .object(["subject": .string("Hi {name}"), "text": .string("Hello")]))
                        }
                    )
                ),
            ]),
            by: .operator
        )
        _ = try await service.change(broadcast.id, .start, by: .operator)
        for _ in 0..<4 {
            _ = try await service.runBroadcasts()
            visitor.brand.clock.advance(milliseconds: 50)
        }
        let why = try await visitor.get("/card/preferences")
        #expect(why.text.contains("Hi Ana") && why.text.contains("you agreed to news and offers"))
        let token = try #require(visitor.brand.mailbox.mails.last?.list?.token)
        visitor.cookies = [:]
        for _ in 0..<3 {
            let page = try await visitor.get("/unsubscribe/\(token)")
            #expect(page.status == 200 && page.text.contains("No more of these"))
        }
        let state = try await service.points(of: ana)?.state
        #expect(state?.consents.first?.isEffective == true)
        let left = try await visitor.post("/unsubscribe/\(token)", ["List-Unsubscribe": "One-Click"])
        #expect(left.status == 200 && left.text.contains("You get no news and offers"))
        #expect(try await service.points(of: ana)?.state.consents.first?.consent.isGiven == false)
        let undone = try await visitor.post("/unsubscribe/\(token)", ["do": "undo"])
        #expect(undone.text.contains("Do you want no more of them?"))
        #expect(try await visitor.get("/unsubscribe/nobody").status == 404)
        #expect(try await visitor.post("/unsubscribe/nobody", [:]).status == 404)
    }

    @Test("she may choose what is there, and nothing else; whoever is not signed in may nothing")
    func choices() async throws {
        let (visitor, ana) = try await café()
        #expect(try await visitor.get("/card/preferences").status == 401)
        try await agree(ana, visitor)
        for wrong in [
            ["purpose": "spying", "channel": "email", "do": "agree"],
            ["purpose": "marketing", "channel": "email", "do": "sell"],
        ] {
            #expect(try await visitor.post("/card/preferences", filled: wrong).status == 404)
        }
        let stop = try await visitor.post(
            "/card/preferences",
            ["purpose": "marketing", "channel": "email", "do": "stop"]
        )
        #expect(stop.headers[.location] == "/card/preferences?done=preferenceStopped")
        #expect(try await visitor.get("/card/preferences").text.contains("Ended on"))
        try await visitor.join("Siti", .agent)
        #expect(try await visitor.get("/console/broadcasts").status == 403)
    }
}
