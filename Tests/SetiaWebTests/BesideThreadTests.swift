import HTTPTypes
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Beside a thread, and several at once")
struct BesideThreadTests {
    private func member(_ visitor: Visitor, _ name: String, card: String) async throws -> MemberID {
        try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(language: "en"),
                person: ["name": .string(name)]
            )
        ).member
    }

    private func staff(_ visitor: Visitor, _ name: String, _ role: Role) async throws -> Visitor {
        let staff = try await Visitor(visitor.brand)
        staff.cookies["setia-language"] = "en"
        try await staff.join(name, role)
        return staff
    }

    @Test(
        "N-15: beside the thread stand what to do next with its reason, the playbook, open cases, orders and the budget"
    )
    func beside() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let ana = try await member(visitor, "Ana <b>", card: "KS-1")
        let question = try await service.receive(Inbound(member: ana, text: "Where is it?", channel: .portal))
        let mei = try await staff(visitor, "Mei", .agent)
        let path = "/console/inbox/\(question.conversation.text)"
        let asked = try await mei.get(path)
        #expect(asked.status == 200 && asked.text.contains("Answer what she asked"))
        #expect(asked.text.contains("href=\"\(path)#field-text\""))
        #expect(asked.text.contains("points are left of your budget of this month"))
        #expect(asked.text.contains("Write down a case first") && !asked.text.contains("Ana <b>"))

        let one = try await service.openCase(
            NewCase(member: ana, kind: .complaint, text: "Cold.", source: .staff),
            by: .operator
        )
        let page = try await mei.get(path)
        #expect(page.text.contains("Take her case on") && page.text.contains("nobody has taken it on, due in"))
        #expect(page.text.contains("href=\"/console/cases/\(one.id.text)#field-text\""))
        #expect(page.text.contains("Say sorry for what went wrong") && page.text.contains("Promotions. A voucher"))
        #expect(page.text.contains("/console/cases/\(one.id.text)#field-points"))

        _ = try await service.change(one.id, .move(.owned, text: "", cause: nil), by: .operator)
        _ = try await service.change(
            one.id,
            .promise(try #require(Day(iso: "2026-03-05")), text: "A cup."),
            by: .operator
        )
        visitor.brand.clock.now = try #require(Instant(rfc3339: "2026-03-06T09:30:00+08:00"))
        // A session does not last so long.
        let siti = try await staff(visitor, "Siti", .agent)
        let broken = try await siti.get(path)
        #expect(broken.text.contains("Say sorry, and keep what was promised"))
        #expect(
            broken.text.contains("promised by 5 March 2026, and not done") && broken.text.contains("nextstep urgent")
        )
    }

    @Test("N-15: in four languages, without a text left out", arguments: Language.allCases)
    func languages(language: Language) async throws {
        let visitor = try await Visitor()
        let ana = try await member(visitor, "Ana", card: "KS-1")
        _ = try await visitor.brand.service.openCase(
            NewCase(member: ana, kind: .claim, text: "Cold.", source: .staff),
            by: .operator
        )
        let mei = try await staff(visitor, "Mei", .manager)
        mei.cookies["setia-language"] = language.rawValue
        let page = try await mei.get("/console/inbox/\(ana.text)")
        let texts = Texts.of(language)
        for key in ["beside.next.takeOn", "beside.kind.claim", "beside.helps", "beside.gives", "beside.give"] {
            #expect(page.text.contains(texts.say(key)), "\(key)")
        }
        #expect(!page.text.contains("{kind}") && !page.text.contains("{due}") && !page.text.contains("beside."))
    }

    @Test("N-16: what the inbox shows stands in its address, and words of strangers put no mark into it")
    func filters() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let (ana, budi) = (
            try await member(visitor, "Ana", card: "KS-1"), try await member(visitor, "Budi", card: "KS-2")
        )
        _ = try await service.receive(Inbound(member: ana, text: "The oat milk", channel: .portal))
        _ = try await service.receive(Inbound(member: budi, text: "A cup", channel: .portal))
        let mei = try await staff(visitor, "Mei", .agent)
        let found = try await mei.get("/console/inbox?q=oat%20MILK")
        #expect(found.text.contains(">Ana</a>") && !found.text.contains(">Budi</a>"))
        #expect(found.text.contains("2 conversations were looked through."))
        let none = try await mei.get("/console/inbox?channel=line")
        #expect(none.text.contains("No conversation like that here") && none.text.contains("narrow\" open"))
        #expect(none.text.contains("part=closed&amp;channel=line"))
        let mark = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
        for name in ["q", "channel", "holder", "level", "part", "after", "bulk", "not-gone"] {
            let page = try await mei.get("/console/inbox?\(name)=\(mark)")
            #expect(page.status == 200 && !page.text.contains("<script>alert"), "\(name)")
        }
    }

    @Test("N-17: what is ticked is done at once, and a line says how many were and why not the others")
    func bulk() async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let (ana, budi) = (
            try await member(visitor, "Ana", card: "KS-1"), try await member(visitor, "Budi", card: "KS-2")
        )
        let first = try await service.receive(Inbound(member: ana, text: "One", channel: .portal)).conversation
        let second = try await service.receive(Inbound(member: budi, text: "Two", channel: .portal)).conversation
        let mei = try await staff(visitor, "Mei", .agent)
        #expect(try await mei.get("/console/inbox").text.contains("value=\"\(first.text):1\" aria-label=\"Tick: Ana\""))
        let nothing = try await mei.post("/console/inbox", ["do": "close"])
        #expect(nothing.status == 422 && nothing.text.contains("Tick at least one conversation."))
        let nobody = try await mei.post("/console/inbox", ["pick": "\(first.text):1", "do": "assign", "to": ""])
        #expect(nobody.status == 422 && nobody.text.contains("Choose who is to have them."))
        #expect(nobody.text.contains("aria-label=\"Tick: Ana\" checked"))
        _ = try await service.receive(Inbound(member: budi, text: "Three", channel: .portal))
        let picks: KeyValuePairs = ["pick": "\(first.text):1", "pick": "\(second.text):1", "do": "close"]
        let closed = try await mei.post("/console/inbox?part=open", picks)
        let location = try #require(closed.headers[.location])
        #expect(closed.status == 303 && location == "/console/inbox?part=open&bulk=1&not-wroteMeanwhile=1")
        let told = try await mei.get(location)
        #expect(told.text.contains("1 done. 1 not, because the customer wrote again."))
        #expect(try await service.conversation(first)?.isOpen == false)
        let marked = try await mei.post("/console/inbox", ["pick": "\(second.text):2", "do": "mark"])
        #expect(marked.status == 303)
        #expect(try await mei.get("/console/inbox?marked=yes").text.contains(">Budi</a>"))
        #expect(try await mei.post("/console/inbox", ["pick": "\(second.text):2", "do": "sell"]).status == 404)
    }
}
