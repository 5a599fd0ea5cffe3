import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What members are told of cases, on each store")
struct CaseTellingTests {
    /// A brand with a complaint of Ana's, of which somebody else than her told.
    private struct Bench {
        let talk: TalkBench
        let id: CaseID
        var service: SetiaService { talk.service }
        var mei: AuditActor { .staff(talk.mei.id, name: "Mei") }

        init(_ store: any Store, _ kind: CaseKind = .complaint) async throws {
            talk = try await TalkBench(store)
            let new = NewCase(member: talk.ana, kind: kind, text: "The cup was cold.", source: .api)
            id = try await talk.service.openCase(new, by: .operator).id
        }

        func move(_ state: CaseState, _ text: String = "", _ cause: CaseCause? = nil) async throws {
            _ = try await service.change(id, .move(state, text: text, cause: cause), by: mei)
        }

        /// The subjects of what left within the next minute.
        func letters() async throws -> [String] {
            let before = talk.brand.mailbox.mails.count
            talk.brand.clock.advance(milliseconds: 60_000)
            for _ in 0..<2 { _ = try await service.runBroadcasts() }
            return talk.brand.mailbox.mails.dropFirst(before).map(\.subject)
        }

        func waitDays(_ days: Int64) { talk.brand.clock.advance(milliseconds: days * 86_400_000) }

        /// What stands in the newest link that asks her.
        func token() throws -> String {
            let text = try #require(talk.brand.mailbox.mails.last?.text)
            return String(try #require(text.firstMatch(of: #/made-good/([0-9a-z]{68})\?answer=yes/#)).output.1)
        }

        func one() async throws -> MemberCase { try #require(try await service.openedCase(id)).one }
    }

    @Test(
        "J-12: each step that she may see is told by a letter, once; what staff note and what she does herself is not",
        arguments: Backend.allCases
    )
    func steps(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            #expect(try await bench.letters() == ["We have what you told us"])
            try await bench.move(.acknowledged)
            _ = try await bench.service.change(bench.id, .note(text: "She is right."), by: bench.mei)
            _ = try await bench.service.change(bench.id, .assign(bench.talk.siti.id), by: bench.mei)
            #expect(try await bench.letters() == [])
            try await bench.move(.owned)
            #expect(try await bench.letters() == ["Somebody is working on it"])
            try await bench.move(.answered, "I am sorry.")
            #expect(try await bench.letters() == ["You have an answer"])
            try await bench.move(.compensated)
            #expect(try await bench.letters() == ["Something for you"])
            _ = try await bench.service.confirmCase(bench.id, by: bench.talk.ana, isGood: true, text: "")
            try await bench.move(.learned, "", .delivery)
            #expect(try await bench.letters() == [])
            try await bench.move(.closed)
            #expect(try await bench.letters() == ["It is settled"])
            _ = try await bench.service.change(bench.id, .reopen(text: "The new cup broke."), by: bench.mei)
            #expect(try await bench.letters() == ["We are looking at it again"])
            #expect(try await bench.letters() == [])
            let mail = try #require(bench.talk.brand.mailbox.mails.last)
            #expect(mail.text.contains("https://kopi.example.com/card/cases") && mail.text.contains("Hello Ana Lim,"))
            #expect(!mail.text.contains("broke"), "what was said stands on her page alone")
            let own = NewCase(member: bench.talk.ana, kind: .idea, text: "Oat milk", source: .portal)
            _ = try await bench.service.openCase(own, by: .member)
            #expect(try await bench.letters() == [])
        }
    }

    @Test(
        "J-12: it is told in her language, and not by whoever is speaking with her just then",
        arguments: Backend.allCases
    )
    func speaking(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            _ = try await bench.letters()
            let mail = try await bench.talk.keep(bench.talk.mail(id: "1@example.com"))
            try await bench.talk.answer(mail.conversation)
            try await bench.move(.owned)
            #expect(try await bench.letters() == [])
            let siti = AuditActor.staff(bench.talk.siti.id, name: "Siti")
            _ = try await bench.service.change(bench.id, .move(.answered, text: "So.", cause: nil), by: siti)
            #expect(try await bench.letters() == ["You have an answer"])
            bench.talk.brand.clock.advance(milliseconds: 1_800_000)
            try await bench.move(.compensated)
            #expect(try await bench.letters() == ["Something for you"])
            let thai = try await bench.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .email, text: "noi@example.com")],
                    facts: MemberFacts(language: "th"),
                    person: ["name": .string("น้อย")]
                )
            ).member
            let new = NewCase(member: thai, kind: .claim, text: "แก้วแตก", source: .api)
            let id = try await bench.service.openCase(new, by: .operator).id
            #expect(try await bench.letters() == ["เราได้รับเรื่องของคุณแล้ว"])
            let task = NewCase(member: thai, kind: .task, text: "Call her", source: .api)
            _ = try await bench.service.openCase(task, by: .operator)
            #expect(try await bench.service.eraseMember(thai))
            #expect(try await bench.letters() == [])
            #expect(try await bench.service.openedCase(id)?.one.isOpen == false)
        }
    }

    @Test(
        "J-13: seven days after the answer she is asked once by a letter; looking keeps nothing, no opens it again, yes is good again",
        arguments: Backend.allCases
    )
    func asks(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.move(.owned)
            try await bench.move(.answered, "A new cup is on its way.")
            _ = try await bench.letters()
            bench.talk.brand.clock.advance(milliseconds: 7 * 86_400_000 - 60_001)
            #expect(try await bench.service.askOfCases() == 0)
            bench.talk.brand.clock.advance(milliseconds: 1)
            #expect(try await bench.service.askOfCases() == 1)
            #expect(try await bench.service.askOfCases() == 0)
            #expect(try await bench.letters() == ["Was it made good?"])
            let first = try bench.token()
            for _ in 0..<20 { #expect(try await bench.service.caseQuestion(first)?.isDue == true) }
            #expect(try await bench.one().confirmedAt == nil)
            #expect(try await bench.service.answerCaseQuestion(first, isGood: false, text: "") == true)
            #expect(try await bench.service.answerCaseQuestion(first, isGood: true, text: "") == false)
            let again = try await bench.one()
            #expect(again.state == .owned && again.reopened == 1 && again.askedAt == nil)
            // Answered and closed, it is asked again, and the old link leads to nothing more.
            try await bench.move(.answered, "Here it is.")
            try await bench.move(.learned, "", .delivery)
            try await bench.move(.closed)
            _ = try await bench.letters()
            bench.waitDays(7)
            #expect(try await bench.service.askOfCases() == 1)
            #expect(try await bench.letters() == ["Was it made good?"])
            let second = try bench.token()
            #expect(second != first)
            #expect(try await bench.service.caseQuestion(first)?.isDue == false)
            #expect(try await bench.service.answerCaseQuestion(second, isGood: true, text: "Thank you") == true)
            let good = try #require(try await bench.service.openedCase(bench.id))
            #expect(good.one.state == .closed && good.one.confirmedAt == bench.talk.brand.clock.now)
            #expect(good.steps.last?.step.what == .good && good.steps.last?.text == "Thank you")
            #expect(good.steps.last?.step.author == .member)
            #expect(try await bench.service.caseQuestion(String(second.dropLast()) + "0") == nil)
            #expect(try await bench.letters() == [])
            #expect(try await bench.service.verify().discrepancies == [])
        }
    }

    @Test(
        "J-13: whoever has said so is not asked, praise is not, and after thirty days it is over",
        arguments: Backend.allCases
    )
    func asksNot(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.move(.owned)
            try await bench.move(.answered, "So.")
            _ = try await bench.service.confirmCase(bench.id, by: bench.talk.ana, isGood: true, text: "")
            _ = try await bench.letters()
            bench.waitDays(7)
            #expect(try await bench.service.askOfCases() == 1)
            #expect(try await bench.letters() == [])
        }
        try await backend.withStore { store in
            let bench = try await Bench(store, .praise)
            try await bench.move(.owned)
            try await bench.move(.answered, "Thank you.")
            _ = try await bench.letters()
            bench.waitDays(7)
            _ = try await bench.service.askOfCases()
            #expect(try await bench.letters() == [])
        }
        try await backend.withStore { store in
            let bench = try await Bench(store)
            try await bench.move(.owned)
            try await bench.move(.answered, "So.")
            _ = try await bench.letters()
            bench.waitDays(7)
            _ = try await bench.service.askOfCases()
            _ = try await bench.letters()
            let token = try bench.token()
            bench.waitDays(30)
            #expect(try await bench.service.caseQuestion(token)?.isDue == false)
            #expect(try await bench.service.answerCaseQuestion(token, isGood: false, text: "x") == false)
            #expect(try await bench.one().reopened == 0)
        }
    }

    @Test(
        "J-14: what is promised has its day, she reads it, it is due then, and the case is closed once it is kept",
        arguments: Backend.allCases
    )
    func promises(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            let today = try #require(Day(iso: "2026-03-02"))
            for wrong in [today.adding(days: -1), today.adding(days: 366)] {
                await #expect(throws: CaseRefusal.wrongPromise) {
                    _ = try await bench.service.change(bench.id, .promise(wrong, text: "x"), by: bench.mei)
                }
            }
            await #expect(throws: CaseRefusal.textMissing) {
                _ = try await bench.service.change(bench.id, .promise(today, text: " "), by: bench.mei)
            }
            await #expect(throws: CaseRefusal.nothingPromised) {
                _ = try await bench.service.change(bench.id, .keep(text: ""), by: bench.mei)
            }
            try await bench.move(.owned)
            _ = try await bench.letters()
            let day = today.adding(days: 3)
            let promised = try await bench.service.change(bench.id, .promise(day, text: "A new cup."), by: bench.mei)
            #expect(promised.promise == day && promised.dueAt == Instant(rfc3339: "2026-03-06T00:00:00+08:00"))
            #expect(try await bench.letters() == ["We have promised you something"])
            try await bench.move(.answered, "I am sorry.")
            try await bench.move(.learned, "", .product)
            _ = try await bench.letters()
            await #expect(throws: CaseRefusal.promiseOpen) { try await bench.move(.closed) }
            let one = try await bench.one()
            #expect(one.dueAt == promised.dueAt && !one.isPromiseBroken(on: day))
            #expect(one.isPromiseBroken(on: day.adding(days: 1)))
            bench.waitDays(4)
            #expect(try await bench.service.cases(.late, limit: 10).rows.map(\.one.id) == [bench.id])
            let kept = try await bench.service.change(bench.id, .keep(text: "Sent."), by: bench.mei)
            #expect(kept.promise == nil && kept.dueAt == kept.answeredAt?.adding(days: 7))
            #expect(try await bench.letters() == ["What we promised is done"])
            try await bench.move(.closed)
            let steps = try #require(try await bench.service.openedCase(bench.id)).steps
            let told = steps.filter { [.promised, .kept].contains($0.step.what) }
            #expect(told.map(\.text) == ["A new cup.", "Sent."] && told.allSatisfy { $0.step.what.isForMember })
            await #expect(throws: CaseRefusal.self) {
                _ = try await bench.service.change(bench.id, .promise(day.adding(days: 9), text: "x"), by: bench.mei)
            }
        }
    }

    @Test("J-12: of an account that came to another one whoever it is now is told", arguments: Backend.allCases)
    func merged(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await Bench(store)
            #expect(try await bench.letters() == ["We have what you told us"])
            let kept = try await bench.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "KS-77")],
                    facts: MemberFacts(country: "MY", language: "en"),
                    person: ["name": .string("Ana Lim")]
                )
            ).member
            _ = try await bench.service.mergeMember(bench.talk.ana, into: kept, by: .operator)
            try await bench.move(.owned)
            try await bench.move(.answered, "I am sorry.")
            #expect(try await bench.letters() == ["Somebody is working on it", "You have an answer"])
            bench.waitDays(7)
            _ = try await bench.service.askOfCases()
            #expect(try await bench.letters() == ["Was it made good?"])
            #expect(bench.talk.brand.mailbox.mails.last?.to.address == "ana@example.com")
        }
    }
}
