import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Broadcasts by several ways, on each store")
struct BroadcastWayTests {
    private static let gateway = ["url": "https://gw.example.com/s", "secret": TalkBench.whsec]
    private static let number = ["number": "555", "token": "token-of-meta", "secret": "app-secret"]

    private static let text: (String, JSON) = (
        "sms",
        .object([
            "en": .object(["text": .string("{name}: a kopi at RM 12.50 until 31 March 2026")]),
            "th": .object(["text": .string("กาแฟ RM 12.50 ถึง 31 มีนาคม 2569")]),
        ])
    )
    private static let template: (String, JSON) = (
        "whatsapp",
        .object([
            "en": .object([
                "template": .string("raya_kopi"), "text": .string("{name}, a kopi at RM 12.50 until 31 March 2026."),
            ]),
            "th": .object([
                "template": .string("raya_kopi"), "text": .string("{name} กาแฟ RM 12.50 ถึง 31 มีนาคม 2569"),
            ]),
        ])
    )

    private func member(
        _ bench: BroadcastBench,
        _ name: String,
        phone: String,
        email: Bool = false,
        agrees: [Key] = ["sms"],
        country: Key? = nil,
        language: Key = "en"
    ) async throws -> MemberID {
        var identities = [try Identity(kind: .phone, text: phone)]
        if email { identities.append(try Identity(kind: .email, text: "\(name)@example.com")) }
        let member = try await bench.service.createMember(
            NewMember(
                identities: identities,
                facts: MemberFacts(country: country, language: language),
                person: ["name": .string(name)]
            )
        ).member
        for channel in agrees { try await bench.choose(member, by: channel, isGiven: true) }
        return member
    }

    private func data(_ post: ChannelPost) throws -> JSON { try #require(try JSON.parse(post.body)["data"]) }

    @Test(
        "G-17: each member gets it by one way, the first by which she can be reached and has agreed",
        arguments: Backend.allCases
    )
    func firstWay(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            try await bench.connect("texts", "sms", Self.gateway)
            let ana = try await bench.member("ana")
            let bo = try await member(bench, "bo", phone: "+66812345678")
            let cho = try await member(bench, "cho", phone: "+66812345679", email: true, agrees: ["email", "sms"])
            let dee = try await member(bench, "dee", phone: "+66812345670", agrees: [])
            let broadcast = try await bench.start(changing: [Self.text])
            let preview = try await bench.service.previewBroadcast(broadcast.id)
            #expect(preview.byWay.map(\.channel) == ["email", "sms"] && preview.byWay.map(\.count) == [2, 1])
            try await bench.run()
            #expect(Set(bench.mails.map(\.to.address)) == ["ana@example.com", "cho@example.com"])
            #expect(bench.network.posts.count == 1)
            let post = try data(bench.network.posts[0])
            #expect(post["to"]?.string == "+66812345678")
            #expect(post["text"]?.string?.hasPrefix("bo: a kopi at RM 12.50") == true)
            for (member, channel) in [(ana, "email"), (bo, "sms"), (cho, "email")] as [(MemberID, Key)] {
                let contact = try #require(try await bench.contact(member, broadcast))
                #expect(contact.channel == channel && contact.way == .sent)
            }
            // Where every way is barred the first says why.
            let barred = try #require(try await bench.contact(dee, broadcast))
            #expect(barred.channel == "email" && barred.decision.reason == .unreachable)

            // The order is the message's own.
            let second = try await bench.start(
                "Texts first",
                changing: [Self.text, ("ways", .array([.string("sms")]))]
            )
            bench.at("2026-03-03T11:00:00")
            try await bench.run()
            #expect(try await bench.contact(cho, second)?.channel == "sms")
            #expect(try await bench.contact(ana, second)?.channel == "email")
            let kept = try await bench.service.broadcast(second.id)
            #expect(kept.content.concept.channels == ["sms", "email"])
        }
    }

    @Test(
        "G-17: by the way that was chosen it is decided again, and no other is taken instead",
        arguments: Backend.allCases
    )
    func decidedAgain(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store, at: "2026-03-02T22:00")
            try await bench.connect("texts", "sms", Self.gateway)
            let cho = try await member(bench, "cho", phone: "+66812345679", email: true, agrees: ["email", "sms"])
            let broadcast = try await bench.start(changing: [Self.text, ("ways", .array([.string("sms")]))])
            try await bench.run()
            #expect(try await bench.contact(cho, broadcast)?.decision.reason == .quietHours)
            try await bench.choose(cho, by: "sms", isGiven: false)
            bench.at("2026-03-03T11:00:00")
            try await bench.run()
            let contact = try #require(try await bench.contact(cho, broadcast))
            #expect(contact.decision.reason == .consentWithdrawn && contact.channel == "sms")
            #expect(bench.mails.isEmpty && bench.network.posts.isEmpty)
        }
    }

    @Test(
        "G-18: by a network it says how to end it; WhatsApp gets the approved template with its places filled",
        arguments: Backend.allCases
    )
    func byNetwork(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            try await bench.connect("texts", "sms", Self.gateway)
            try await bench.connect("wa", "whatsapp", Self.number)
            bench.network.answer(.answered(status: 200, body: Array(#"{"messages":[{"id":"wamid.1"}]}"#.utf8)))
            let eve = try await member(bench, "Eve", phone: "+66812345671", agrees: ["whatsapp"], language: "th")
            let broadcast = try await bench.start(changing: [Self.template, Self.text])
            try await bench.run()
            #expect(try await bench.contact(eve, broadcast)?.way == .sent)
            let body = try JSON.parse(try #require(bench.network.posts.first).body)
            #expect(body["to"]?.string == "66812345671" && body["type"]?.string == "template")
            let template = body["template"]
            #expect(template?["name"]?.string == "raya_kopi" && template?["language"]?["code"]?.string == "th")
            let filled = template?["components"]?.array?.first?["parameters"]?.array ?? []
            #expect(filled.compactMap { $0["text"]?.string } == ["Eve"])

            let fay = try await member(bench, "Fay", phone: "+66812345672")
            let second = try await bench.start("Second", changing: [Self.text])
            try await bench.run()
            #expect(try await bench.contact(fay, second)?.way == .sent)
            let said = try data(try #require(bench.network.posts.last))["text"]?.string ?? ""
            #expect(said.hasSuffix("To get no more, answer STOP"))
        }
    }

    @Test(
        "G-18: what surely did not leave is tried again, silence is unknown, and who blocked us gets no more by that way",
        arguments: Backend.allCases
    )
    func failures(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            try await bench.connect("texts", "sms", Self.gateway)
            try await bench.connect("wa", "whatsapp", Self.number)
            let bo = try await member(bench, "bo", phone: "+66812345678")
            bench.network.answer(
                .unknown(reason: "timeout"),
                .answered(status: 503, body: []),
                .answered(status: 204, body: [])
            )
            let first = try await bench.start(changing: [Self.text])
            for _ in 0..<3 {
                try await bench.run()
                bench.brand.clock.advance(milliseconds: 600_000)
            }
            #expect(try await bench.contact(bo, first)?.way == .sent)
            // The gateway knows a message again by its id, so silence is no reason to give it up.
            #expect(bench.network.posts.count == 3)
            #expect(Set(try bench.network.posts.map { try data($0)["id"]?.string }).count == 1)

            let eve = try await member(bench, "Eve", phone: "+66812345671", agrees: ["whatsapp"])
            bench.network.answer(.unknown(reason: "timeout"))
            let second = try await bench.start("Second", changing: [Self.template])
            try await bench.run()
            let unknown = try #require(try await bench.contact(eve, second))
            #expect(unknown.way == .unknown && unknown.reservation == .reserved)
        }
    }

    @Test("K-27: to a Malaysian number no text goes that holds a link", arguments: Backend.allCases)
    func links(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            try await bench.connect("texts", "sms", Self.gateway)
            let my = try await member(bench, "mei", phone: "+66812345673", country: "MY")
            // She said nothing of a country; her number does.
            let number = try await member(bench, "siti", phone: "+60123456789")
            let th = try await member(bench, "nok", phone: "+66812345674", country: "TH")
            let text: (String, JSON) = (
                "sms",
                .object([
                    "en": .object(["text": .string("Kopi at RM 12.50 until 2026-03-31: https://kopi.example.com")]),
                    "th": .object(["text": .string("กาแฟ RM 12.50 ถึง 2026-03-31 https://kopi.example.com")]),
                ])
            )
            let broadcast = try await bench.start(
                changing: [
                    text, ("mail", .null),
                    ("facts", .array(["RM 12.50", "2026-03-31", "https://kopi.example.com"].map { .string($0) })),
                ]
            )
            try await bench.run()
            #expect(try await bench.contact(my, broadcast)?.decision.reason == .contentBan)
            #expect(try await bench.contact(number, broadcast)?.decision.reason == .contentBan)
            #expect(try await bench.contact(th, broadcast)?.way == .sent)
            #expect(bench.network.posts.count == 1)
        }
    }

    @Test(
        "G-19: what she is owed goes as one line to who has only a telephone, where texts leave",
        arguments: Backend.allCases
    )
    func notices(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let bo = try await member(bench, "bo", phone: "+66812345678", agrees: [], language: "th")
            func tell() async throws {
                let new = NewCase(member: bo, kind: .complaint, text: "The cup was cold.", source: .api)
                _ = try await bench.service.openCase(new, by: .operator)
                bench.brand.clock.advance(milliseconds: 60_000)
                try await bench.run()
            }
            try await tell()
            #expect(try await bench.service.contacts(of: bo, limit: 10).first?.contact.decision.reason == .unreachable)
            try await bench.connect("texts", "sms", Self.gateway)
            try await tell()
            let post = try data(try #require(bench.network.posts.first))
            let line = try #require(post["text"]?.string)
            #expect(line.contains(": ") && !line.contains("://") && !line.contains("\n"), "\(line)")
            #expect(try await bench.service.contacts(of: bo, limit: 10).first?.contact.way == .sent)
        }
    }

    @Test(
        "G-20: a broadcast that asks goes to whom the survey asks, and from then on she counts as asked",
        arguments: Backend.allCases
    )
    func asks(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(
                store,
                """
                surveys:
                  bond: {kind: nps, ask: {en: Would you recommend us?, th: แนะนำเราไหม}, every: quarter}

                """
            )
            let ana = try await bench.member("ana")
            // Whoever has bought nothing has nothing to say.
            _ = try await bench.member("nobody")
            try await bench.brand.buy(1_000, ana, id: "o-1")
            let first = try await bench.start(changing: [("survey", .string("bond"))])
            try await bench.run()
            #expect(try await bench.contact(ana, first)?.kind == .survey)
            let mail = try #require(bench.mails.first)
            #expect(mail.text.contains("Would you recommend us?") && mail.text.contains("/survey/"))
            #expect(try await bench.service.surveyTurn("bond", of: ana).ask != nil)
            bench.at("2026-03-20T11:00:00")
            let again = try await bench.start("Again", changing: [("survey", .string("bond"))])
            try await bench.run()
            #expect(try await bench.contact(ana, again) == nil && bench.mails.count == 1)
            await #expect(throws: BroadcastRefusal.malformed([BroadcastProblem(field: "survey", kind: .noSurvey)])) {
                _ = try await bench.start(changing: [("survey", .string("nobody"))])
            }
        }
    }

    @Test("G-14: by a network a test goes to a number, and counts for nobody", arguments: Backend.allCases)
    func trial(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let broadcast = try await bench.service.writeBroadcast(
                BroadcastBench.content(changing: [Self.text]),
                by: .operator
            )
            func test(_ way: String, _ to: String) async throws -> BroadcastTrial {
                try await bench.service.testBroadcast(broadcast.id, to: to, way: way, language: "en", by: .operator)
            }
            await #expect(throws: BroadcastRefusal.malformed([BroadcastProblem(field: "way", kind: .noWay)])) {
                _ = try await test("sms", "+60123456789")
            }
            try await bench.connect("texts", "sms", Self.gateway)
            await #expect(throws: BroadcastRefusal.malformed([BroadcastProblem(field: "to", kind: .notNumber)])) {
                _ = try await test("sms", "mei")
            }
            await #expect(throws: BroadcastRefusal.malformed([BroadcastProblem(field: "way", kind: .noWay)])) {
                _ = try await test("whatsapp", "+60123456789")
            }
            #expect(try await test("sms", "+60 12-345 6789").failure == nil)
            let said = try data(try #require(bench.network.posts.first))["text"]?.string ?? ""
            #expect(said.hasPrefix("Test: ") && said.hasSuffix("answer STOP"))
        }
    }

    @Test(
        "K-18: a way's words are refused by field where it does not take them",
        arguments: [
            (
                "sms", "{\"en\":{\"text\":\"\(String(repeating: "x", count: 500)) RM 12.50 2026-03-31\"}}", "sms.en",
                "tooManyParts"
            ),
            ("sms", "{\"en\":{\"text\":\"RM 12.50 2026-03-31\"}}", "sms.th", "noLanguage"),
            ("sms", "{\"en\":{\"text\":\"RM 13.50 2026-03-31\"}}", "sms.en", "contradicts"),
            ("whatsapp", "{\"en\":{\"text\":\"RM 12.50 2026-03-31\"}}", "whatsapp.en.template", "notTemplate"),
            (
                "whatsapp", "{\"en\":{\"template\":\"a_b\",\"text\":\"RM 12.50     2026-03-31\"}}", "whatsapp.en",
                "gaps"
            ), ("line", "{\"en\":{\"subject\":\"x\",\"text\":\"RM 12.50 2026-03-31\"}}", "line.en.subject", "notKnown"),
            ("telegram", "7", "telegram", "notObject"),
            ("ways", "[\"line\"]", "ways", "noWay"),
            ("sms", "{\"en\":{\"text\":\"RM 12.50\",\"leavesOut\":[\"sense\"]}}", "sms.en.leavesOut", "notFact"),
        ]
    )
    func refused(field: String, words: String, place: String, problem: String) throws {
        let json = BroadcastBench.content(changing: [(field, try JSON.parse(Array(words.utf8)))])
        let refusal = #expect(throws: BroadcastRefusal.self) {
            _ = try BroadcastContent(json, languages: ["en", "th"], segments: [])
        }
        guard case .malformed(let found)? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(found.contains { $0.field == place && $0.kind.name == problem }, "\(found)")
    }

    @Test("G-17: what is kept of a message by several ways is read back as it was")
    func kept() throws {
        let json = BroadcastBench.content(changing: [Self.text, Self.template, ("ways", .array([.string("sms")]))])
        let content = try BroadcastContent(json, languages: ["en", "th"], segments: [])
        #expect(try BroadcastContent(kept: content.document.text) == content)
    }

    @Test(
        "G-17: a journey's message goes by the first of its ways, and the journey ends when consent is lost for all of them",
        arguments: Backend.allCases
    )
    func journeys(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            try await bench.connect("texts", "sms", Self.gateway)
            let steps = """
                journey: Test
                trigger: {event: member.enrolled}
                exitOn: [consent]
                steps:
                  hello:
                    message:
                      ways: [sms]
                      sms: {en: {text: "Hello {name}"}, th: {text: สวัสดี}}
                      mail: {en: {subject: Hello, text: Hello}, th: {subject: สวัสดี, text: สวัสดี}}
                  day: {wait: 3 days}
                  over: {exit: true}
                """
            _ = try await bench.service.putJourney("test", steps, by: .operator)
            _ = try await bench.service.change(Key("test"), .start, by: .operator)
            let cho = try await member(bench, "cho", phone: "+66812345679", email: true, agrees: ["email", "sms"])
            for _ in 0..<40 where try await bench.service.runJourneys() == 0 { break }
            try await bench.run()
            #expect(try data(try #require(bench.network.posts.first))["text"]?.string?.hasPrefix("Hello cho") == true)
            #expect(bench.mails.isEmpty)
            func ending() async throws -> JourneyEnrolment.Ending? {
                bench.brand.clock.advance(milliseconds: 3_600_000)
                for _ in 0..<40 where try await bench.service.runJourneys() == 0 { break }
                return try await bench.service.journeys(of: cho).first?.ending
            }
            try await bench.choose(cho, by: "sms", isGiven: false)
            #expect(try await ending() == nil)
            try await bench.choose(cho, isGiven: false)
            bench.brand.clock.advance(milliseconds: 3 * 86_400_000)
            #expect(try await ending() == .consent)
        }
    }

    @Test(
        "G-17: a message of a journey is refused where its ways are none, twice or have no words",
        arguments: [
            ("{purpose: marketing}", "must have words for a way"),
            ("{ways: [line], mail: {en: {subject: A, text: B}}}", "must be a way that the message has words for"),
            ("{whatsapp: {en: {template: Raya Sale, text: B}}}", "must be a platform's approved template"),
            ("{whatsapp: {en: {text: B}}}", "template"), ("{sms: {th: {text: B}}}", "'en' is missing"),
            ("{line: {en: {subject: A, text: B}}}", "subject"),
        ]
    )
    func refusedInJourney(message: String, words: String) async throws {
        let brand = try await DocumentBrand(
            BroadcastBench.document.replacing("[en, th]", with: "[en]").replacing(", th: คะแนน", with: "")
                .replacing(", th: เพื่อน", with: ""),
            on: ModelStore(),
            at: DocumentBrand.at("2026-03-02T10:00")
        )
        let document = """
            journey: Test
            trigger: {event: order.paid}
            steps:
              hello: {message: \(message)}
            """
        do {
            _ = try await brand.service.putJourney("test", document, by: .operator)
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }
}
