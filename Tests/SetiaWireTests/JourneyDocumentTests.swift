import SetiaCare
import SetiaCore
import Testing

@testable import SetiaWire

@Suite("Journey documents")
struct JourneyDocumentTests {
    private static let programmeText = """
        programme: kopi
        engine: 1
        languages: [en, th]
        timeZone: UTC
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points, th: คะแนน}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        segments:
          friends: {name: {en: Friends, th: เพื่อน}, list: true}
        events:
          app.gift-due: {name: {en: A gift is due, th: ของขวัญ}, schema: {type: object, properties: {}}}

        """

    private static let programme: Programme = {
        guard let programme = try? Programme(document: programmeText) else { preconditionFailure("no programme") }
        return programme
    }()

    private func problems(_ document: String) -> [String] {
        do {
            _ = try parseJourney(document, in: Self.programme)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("all that a document may say is read")
    func whole() throws {
        let document = """
            journey: All of it
            trigger: {event: order.paid, where: 'event.total >= money("10.00 MYR") && member.orders == 1'}
            again: 90 days
            goal: {event: order.paid}
            exitOn: [complaint]
            steps:
              a: {wait: 2 hours}
              b: {waitUntil: "09:30"}
              c: {waitFor: {event: app.gift-due, atMost: 3 days, late: d}, next: e}
              d: {branch: [{if: member.orders >= 3, to: e}, {if: 'member.inSegment("friends")', to: end}], next: f}
              e: {split: {f: 50%, g: 12.5%, end: 37.5%}}
              f: {points: {wallet: points, give: 50}}
              g: {task: Call her, next: h}
              h: {event: app.gift-due}
              i: {goal: true}
              j:
                message:
                  facts: [RM 12.50]
                  atLimit: drop
                  mail:
                    en: {subject: "Hi {name}", text: "A kopi at RM 12.50"}
                    th: {subject: กาแฟ, text: RM 12.50}
                    ms: {subject: Kopi, text: RM 12.50}
              k: {exit: true}

            """
        let journey = try parseJourney(document, in: Self.programme)
        #expect(
            journey.steps.map(\.word) == [
                "wait", "waitUntil", "waitFor", "branch", "split", "points", "task", "event", "goal", "message", "exit",
            ]
        )
        #expect(journey.again == .after(days: 90) && journey.exits == [.complaint])
        #expect(journey.steps[1].kind == .waitUntil(minutes: 570))
        #expect(journey.steps[2].targets == ["e", "d"])
        #expect(journey.steps[3].targets == ["e", nil, "f"])
        #expect(
            journey.steps[4].kind
                == .split([
                    SetiaCare.Journey.Share(share: 5_000, to: "f"), SetiaCare.Journey.Share(share: 1_250, to: "g"),
                    SetiaCare.Journey.Share(share: 3_750, to: nil),
                ])
        )
        #expect(journey.messages.map(\.message.concept.renderings.count) == [3])
        #expect(journey.listensTo == [.orderPaid, .custom("app.gift-due")])
    }

    @Test(
        "Y-2: what is wrong with a document is named with its line, its field and the reason",
        arguments: [
            ("trigger: {event: order.payed}", "trigger.event: there is no event 'order.payed'"),
            ("trigger: {when: member.color == 1}", "trigger.when: "),
            ("trigger: {when: event.total >= 5}", "trigger.when: "),
            ("trigger: {segment: regulars}", "trigger.segment: there is no segment 'regulars'"),
            ("trigger: {phase: love}", "trigger.phase: must be expectation, disappointment, trust or identification"),
            ("trigger: {segment: friends, rhythm: true}", "trigger: must have one of"),
            ("trigger: {segment: friends, where: member.orders > 1}", "trigger.where: only an event has a 'where'"),
            ("trigger: {rhythm: true}\nagain: sometimes", "again: must be never, always"),
            ("trigger: {rhythm: true}\nexitOn: [boredom]", "exitOn[0]: must be goal, complaint or consent"),
            ("trigger: {rhythm: true}\ncolour: red", "colour: there is no key 'colour' here"),
        ]
    )
    func top(lines: String, problem: String) throws {
        let found = problems("journey: Test\n\(lines)\nsteps:\n  a: {wait: 1 day}\n")
        #expect(found.count == 1 && found[0].contains(problem), "\(found)")
        #expect(found.first?.hasPrefix(lines.contains("\n") ? "line 3" : "line 2") == true, "\(found)")
    }

    @Test(
        "Y-2: what is wrong with a step is named with its line, its field and the reason",
        arguments: [
            ("{wait: soon}", "steps.a.wait: must be how long, such as 30 minutes"),
            ("{wait: 0 days}", "steps.a.wait: must be how long"),
            ("{wait: 1 day, goal: true}", "steps.a: must have one of"),
            ("{waitUntil: 10:61}", "steps.a.waitUntil: must be a time of day"),
            ("{waitFor: {event: order.paid}}", "steps.a.waitFor: 'atMost' is missing"),
            (
                "{message: {kind: service, mail: {en: {subject: a, text: b}, th: {subject: a, text: b}}}}",
                "steps.a: is service only where the journey begins with an order"
            ),
            (
                "{message: {kind: letter, mail: {en: {subject: a, text: b}, th: {subject: a, text: b}}}}",
                "steps.a.message.kind: must be promotion or service"
            ),
            (
                "{waitFor: {event: order.paid, atMost: 1 day, or: [{event: order.delayed}]}}",
                "steps.a.waitFor.or[0]: 'to' is missing"
            ),
            (
                "{waitFor: {event: order.paid, atMost: 1 day, or: [{event: order.late, to: end}]}}",
                "steps.a.waitFor.or[0].event: there is no event 'order.late'"
            ),
            (
                "{waitFor: {event: order.paid, atMost: 1 day, or: [{event: order.delayed, to: b}]}}",
                "steps.a: leads to 'b', and there is no such step"
            ),
            ("{branch: [{if: member.orders > 1}]}", "steps.a.branch[0]: 'to' is missing"),
            ("{branch: [{if: member.orders > 1, to: b}]}", "steps.a: leads to 'b', and there is no such step"),
            ("{split: {a: 50%, end: 40%}}", "steps.a.split: must add up to 100%"),
            ("{split: {a: half}}", "steps.a.split.a: must be a percentage"),
            ("{points: {wallet: stars, give: 5}}", "steps.a.points.wallet: there is no wallet 'stars'"),
            ("{points: {wallet: points, give: 0}}", "steps.a.points.give: must be a whole number"),
            ("{event: app.other}", "steps.a.event: there is no event 'app.other'"),
            ("{goal: true, next: a}", "steps.a: comes back to itself without waiting"),
            ("{exit: true, next: end}", "steps.a.next: nothing comes after it"),
            ("{message: {mail: {en: {subject: Hi, text: Hello}}}}", "'th' is missing: members of this language"),
            (
                "{message: {facts: [RM 5.00], mail: {en: {subject: Hi, text: RM 4.00}, th: {subject: Hi, text: RM 5.00}}}}",
                "steps.a.message.mail.en: says something that is none of the facts"
            ),
            (
                "{message: {facts: [much], mail: {en: {subject: a, text: b}, th: {subject: a, text: b}}}}",
                "facts[0]: must be"
            ),
        ]
    )
    func steps(step: String, problem: String) throws {
        let found = problems("journey: Test\ntrigger: {rhythm: true}\nsteps:\n  a: \(step)\n")
        #expect(found.contains { $0.hasPrefix("line 4") && $0.contains(problem) }, "\(found)")
    }

    @Test(
        "a text that is no journey is refused, and never more than that",
        arguments: [
            "", "[]", "journey", "journey: [a]\nsteps: {}\ntrigger: {}", "steps:\n  end: {wait: 1 day}",
            "a: &b 1\nc: *b",
        ]
    )
    func nonsense(text: String) {
        #expect(!problems(text).isEmpty)
    }

    @Test("Y-16: each template can be taken as it is, and speaks four languages", arguments: JourneyTemplate.allCases)
    func templates(template: JourneyTemplate) throws {
        let journey = try parseJourney(template.document(), in: Self.programme)
        #expect(!journey.messages.isEmpty)
        for (step, message) in journey.messages {
            #expect(message.concept.renderings.map(\.language) == ["en", "ms", "id", "th"], "\(step)")
            let advice = message.concept.check(forms: [])
            #expect(advice.isEmpty, "\(step): \(advice)")
        }
    }

    @Test("Y-16: after a purchase it asks the programme's own survey where there is one")
    func asksSurvey() throws {
        let surveys = """
            surveys:
              recommend: {kind: nps, ask: {en: Would you?, th: แนะนำไหม}, every: quarter}
              came: {kind: csat, ask: {en: All well?, th: ดีไหม}, after: order.delivered}

            """
        let programme = try Programme(document: Self.programmeText + surveys)
        let survey = JourneyTemplate.survey(in: programme)
        #expect(survey == "came" && JourneyTemplate.survey(in: Self.programme) == nil)
        let journey = try parseJourney(JourneyTemplate.postPurchase.document(survey: survey), in: programme)
        #expect(journey.messages.compactMap(\.message.survey) == ["came"])
        #expect(journey.messages.map(\.step) == ["thanks", "on-its-way", "delayed", "how-to", "question", "idea"])
    }
}
