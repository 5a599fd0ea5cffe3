import SetiaCare
import SetiaCore
import SetiaWire
import Testing

/// A journey with most of the ways in which people write one.
private let journey = """
    # Above all.
    journey: Come back      # what staff call it
    trigger: {event: order.paid, where: member.orders == 1}
    goal: {event: order.paid}
    steps:
      # In the morning, since nobody reads at night.
      morning: {waitUntil: "10:00"}
      coin: {split: {present: 50%, words: 50%}}   # by chance

      present: {points: {wallet: points, give: 50}, next: visit}
      words:
        message:
          atLimit: drop
          mail:
            en:
              subject: We miss you, {name}
              text: |
                Hello {name},

                # you have not been here for a while.
            th:
              subject: คิดถึง {name}
              text: คุณไม่ได้มานานแล้ว
      # Two weeks are enough.
      visit:
        waitFor:
          event: order.paid      # or anything else
          atMost: 14 days
          late: call
        next: end
      asks: {branch: [{if: member.orders >= 3, to: call}], next: end}
      call: {task: Call her.}   # the last one

    """

@Suite("Forms for parts of a journey")
struct JourneyFormTests {
    private static let languages = ["en", "th"]

    private func form(_ part: JourneyPart, in document: String = journey) throws -> JourneyForm {
        try #require(JourneyForm(part, of: try DocumentEdit(document).tree, languages: Self.languages))
    }

    private func changed(_ part: JourneyPart, _ typed: [String: String], in document: String = journey) throws -> String
    {
        try form(part, in: document).write(typed, to: try DocumentEdit(document)).text
    }

    private func lines(_ part: JourneyPart, _ typed: [String: String]) throws -> [String] {
        lineChanges(from: journey, to: try changed(part, typed)).map(\.marked)
    }

    private static let templates = JourneyTemplate.allCases.map { $0.document() }

    @Test("Y-20: a form that is sent as it came changes nothing", arguments: [journey] + templates)
    func nothingChanges(document: String) throws {
        let edit = try DocumentEdit(document)
        let steps = JourneyOutline(edit.tree).steps
        #expect(!steps.isEmpty)
        for part in [.settings] + steps.map({ JourneyPart.step($0.name) }) {
            let form = try form(part, in: document)
            #expect(form.mistakes(form.values).isEmpty)
            #expect(try form.write(form.values, to: edit).text == document)
            #expect(JourneyPart(text: part.text) == part)
        }
    }

    private struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let part: JourneyPart
        let typed: [String: String]
        let lines: [String]

        init(_ what: String, _ part: JourneyPart, _ typed: [String: String], _ lines: [String]) {
            (testDescription, self.part, self.typed, self.lines) = (what, part, typed, lines)
        }
    }

    private static let changes = [
        Change(
            "a time of day",
            .step("morning"),
            ["time": "09:30"],
            [
                #"-   morning: {waitUntil: "10:00"}"#, "+   morning: {waitUntil: '09:30'}",
            ]
        ),
        Change(
            "a share",
            .step("coin"),
            ["share-0": "30%", "share-1": "70"],
            [
                "-   coin: {split: {present: 50%, words: 50%}}   # by chance",
                "+   coin: {split: {present: 30%, words: 70%}}   # by chance",
            ]
        ),
        Change(
            "a third part",
            .step("coin"),
            ["share-0": "30%", "share-1": "30%", "share-2": "40%", "to-2": "end"],
            [
                "-   coin: {split: {present: 50%, words: 50%}}   # by chance",
                "+   coin: {split: {present: 30%, words: 30%, end: 40%}}   # by chance",
            ]
        ),
        Change(
            "points",
            .step("present"),
            ["give": "80", "next": ""],
            [
                "-   present: {points: {wallet: points, give: 50}, next: visit}",
                "+   present: {points: {wallet: points, give: 80}}",
            ]
        ),
        Change(
            "a text over several lines",
            .step("words"),
            ["text-en": "Hello {name},\n\ncome back: soon."],
            [
                "-             # you have not been here for a while.", "+             come back: soon.",
            ]
        ),
        Change(
            "a text that gets lines",
            .step("words"),
            ["text-th": "สวัสดี\nกาแฟ"],
            [
                "-           text: คุณไม่ได้มานานแล้ว", "+           text: |", "+             สวัสดี", "+             กาแฟ",
            ]
        ),
        Change(
            "a language less",
            .step("words"),
            ["subject-th": "", "text-th": ""],
            [
                "-         th:", "-           subject: คิดถึง {name}", "-           text: คุณไม่ได้มานานแล้ว",
            ]
        ),
        Change(
            "what is left out again",
            .step("words"),
            ["atLimit": "", "purpose": "service", "facts": "RM 5\n10 %"],
            [
                "-       atLimit: drop", "+       purpose: service", "+       facts: [RM 5, 10 %]",
            ]
        ),
        Change(
            "how long, and where in vain",
            .step("visit"),
            ["count": "1", "unit": "week", "late": "end"],
            [
                "-       atMost: 14 days", "-       late: call", "+       atMost: 1 week", "+       late: end",
            ]
        ),
        Change(
            "a condition of what is waited for",
            .step("visit"),
            ["where": "event.total >= money(\"5.00 MYR\")"],
            [
                "+       where: event.total >= money(\"5.00 MYR\")"
            ]
        ),
        Change(
            "a way more",
            .step("asks"),
            ["if-2": "member.orders == 2", "to-2": "present", "next": "call"],
            [
                "-   asks: {branch: [{if: member.orders >= 3, to: call}], next: end}",
                "+   asks: {branch: [{if: member.orders >= 3, to: call}, {if: member.orders == 2, to: present}], next: call}",
            ]
        ),
        Change(
            "a condition",
            .step("asks"),
            ["if-0": "member.orders >= 5"],
            [
                "-   asks: {branch: [{if: member.orders >= 3, to: call}], next: end}",
                "+   asks: {branch: [{if: member.orders >= 5, to: call}], next: end}",
            ]
        ),
        Change(
            "a task",
            .step("call"),
            ["task": "Call: her"],
            [
                "-   call: {task: Call her.}   # the last one", "+   call: {task: 'Call: her'}   # the last one",
            ]
        ),
        Change(
            "another name, and all that lead there",
            .step("call"),
            ["key": "ring"],
            [
                "-       late: call", "+       late: ring",
                "-   asks: {branch: [{if: member.orders >= 3, to: call}], next: end}",
                "-   call: {task: Call her.}   # the last one",
                "+   asks: {branch: [{if: member.orders >= 3, to: ring}], next: end}",
                "+   ring: {task: Call her.}   # the last one",
            ]
        ),
        Change(
            "another name of a part of a split",
            .step("present"),
            ["key": "gift"],
            [
                "-   coin: {split: {present: 50%, words: 50%}}   # by chance",
                "+   coin: {split: {gift: 50%, words: 50%}}   # by chance",
                "-   present: {points: {wallet: points, give: 50}, next: visit}",
                "+   gift: {points: {wallet: points, give: 50}, next: visit}",
            ]
        ),
        Change(
            "a new step behind another one",
            .new(.wait, after: "words"),
            ["key": "days", "count": "3"],
            [
                "+   days: {wait: 3 days}"
            ]
        ),
        Change(
            "a new step takes over where that led",
            .new(.task, after: "present"),
            ["task": "Smile"],
            [
                "-   present: {points: {wallet: points, give: 50}, next: visit}",
                "+   present: {points: {wallet: points, give: 50}}",
                "+   task: {task: Smile, next: visit}",
            ]
        ),
        Change("a new step in front of all", .new(.goal, after: nil), [:], ["+   goal: {goal: true}"]),
        Change("a new step behind the last", .new(.exit, after: "call"), [:], ["+   exit: {exit: true}"]),
        Change(
            "a new message",
            .new(.message, after: "call"),
            [
                "subject-en": "Hi", "text-en": "One\n\nTwo", "subject-th": "ไง", "text-th": "หนึ่ง",
            ],
            [
                "+   message:", "+     message:", "+       mail:", "+         en:", "+           subject: Hi",
                "+           text: |",
                "+             One", "+ ", "+             Two", "+         th:", "+           subject: ไง",
                "+           text: |",
                "+             หนึ่ง",
            ]
        ),
        Change(
            "its name and what it is for",
            .settings,
            ["name": "Come: back", "goal": "visit.completed"],
            [
                "- journey: Come back      # what staff call it", "+ journey: 'Come: back'      # what staff call it",
                "- goal: {event: order.paid}", "+ goal: {event: visit.completed}",
            ]
        ),
        Change(
            "another beginning",
            .settings,
            ["trigger": "when", "trigger-when": "member.orders >= 9"],
            [
                "- trigger: {event: order.paid, where: member.orders == 1}", "+ trigger: {when: member.orders >= 9}",
            ]
        ),
        Change(
            "no condition any more",
            .settings,
            ["where": ""],
            [
                "- trigger: {event: order.paid, where: member.orders == 1}", "+ trigger: {event: order.paid}",
            ]
        ),
        Change(
            "how often, exits and hold-out",
            .settings,
            [
                "again": "days", "days": "90", "exit-goal": "no", "holdOut": "10%",
            ],
            ["+ again: 90 days", "+ exitOn: [complaint, consent]", "+ holdOut: 10%"]
        ),
        Change(
            "nothing ends it",
            .settings,
            ["exit-goal": "no", "exit-complaint": "no", "exit-consent": "no"],
            [
                "+ exitOn: []"
            ]
        ),
        Change("no goal", .settings, ["goal": ""], ["- goal: {event: order.paid}"]),
    ]

    @Test("Y-20: a form changes what it is about and nothing else", arguments: changes)
    private func onlyThat(change: Change) throws {
        let after = Set(try lines(change.part, change.typed))
        #expect(after == Set(change.lines))
    }

    @Test("Y-20: each kind of step can be added by its form, and can be kept")
    func eachKind() throws {
        let programme = try Programme(
            document: """
                programme: kopi
                engine: 1
                languages: [en, th]
                timeZone: UTC
                currencies: {MYR: {decimals: 2}}
                wallets:
                  points: {name: {en: points, th: คะแนน}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
                events:
                  app.gift-due: {name: {en: Gift, th: ของขวัญ}, schema: {type: object, properties: {}}}
                rewards:
                  cake: {kind: free-product, name: {en: Cake, th: เค้ก}, price: free}
                surveys:
                  recommend: {kind: nps, ask: {en: Would you?, th: จะแนะนำไหม}, every: quarter, share: 100%}

                """
        )
        let words = ["subject-en": "Hi", "text-en": "Hello\n\nyou", "subject-th": "ไง", "text-th": "สวัสดี"]
        let typed: [JourneyStepKind: [String: String]] = [
            .waitUntil: ["time": "18:15"], .waitFor: ["event": "app.gift-due", "late": "day"],
            .branch: ["if-0": "member.orders >= 3", "to-0": "day"],
            .split: ["share-0": "50%", "to-0": "day", "share-1": "50%", "to-1": "end"],
            .message: words, .survey: words.merging(["ask": "recommend"]) { $1 },
            .points: ["wallet": "points", "give": "5"],
            .reward: ["reward": "cake"], .task: ["task": "Call her"], .event: ["event": "app.gift-due"],
        ]
        let start = "journey: All\ntrigger: {event: order.paid}\nsteps:\n  day: {wait: 1 day}\n"
        for kind in JourneyStepKind.allCases {
            // Behind a split or the end nothing is reached: these come to stand behind it.
            let part = JourneyPart.new(kind, after: "day")
            #expect(JourneyPart(text: part.text) == part)
            let form = try form(part, in: start)
            let filled = form.values.merging(typed[kind] ?? [:]) { $1 }
            #expect(form.mistakes(filled).isEmpty)
            let document = try form.write(filled, to: try DocumentEdit(start)).text
            do {
                let journey = try parseJourney(document, in: programme)
                #expect(journey.steps.map(\.word) == ["wait", kind.rawValue], "\(document)")
            } catch { Issue.record("\(kind): \(error.description)\n\(document)") }
            // And read again by its form.
            let again = try self.form(.step(filled["key"] ?? ""), in: document)
            #expect(again.values.filter { !$0.value.isEmpty } == filled.filter { !$0.value.isEmpty })
        }
    }

    @Test("Y-20: names that are taken or malformed, steps that there are not, and too many are named at their field")
    func mistakes() throws {
        func mistakes(_ part: JourneyPart, _ typed: [String: String]) throws -> [String: JourneyForm.Mistake] {
            let form = try form(part)
            return form.mistakes(form.values.merging(typed) { $1 })
        }
        for name in ["", "a b", "9a", "end", "é", String(repeating: "a", count: 65), "a:b", "a.b"] {
            #expect(try mistakes(.new(.wait, after: nil), ["key": name]) == ["key": .malformedName], "\(name)")
        }
        #expect(try mistakes(.new(.wait, after: nil), ["key": "call"]) == ["key": .takenName])
        #expect(try mistakes(.step("words"), ["key": "call"]) == ["key": .takenName])
        #expect(try mistakes(.step("words"), ["next": "nowhere"]) == ["next": .unknownStep])
        #expect(try mistakes(.step("visit"), ["late": "nowhere"]) == ["late": .unknownStep])
        #expect(try mistakes(.step("asks"), ["if-1": "true", "to-1": "gone"]) == ["to-1": .unknownStep])
        #expect(try mistakes(.step("coin"), ["to-1": "present"]) == ["to-1": .twice])
        let many =
            "journey: Many\ntrigger: {event: order.paid}\nsteps:\n"
            + (0..<60).map { "  s\($0): {wait: 1 day}\n" }.joined()
        let full = try form(.new(.wait, after: "s3"), in: many)
        #expect(full.mistakes(full.values) == ["key": .tooMany])
        #expect(JourneyForm(.step("none"), of: try DocumentEdit(journey).tree, languages: ["en"]) == nil)
        #expect(JourneyForm(.new(.wait, after: "none"), of: try DocumentEdit(journey).tree, languages: ["en"]) == nil)
        for text in ["", "step", "step:a:b", "new:fly:a", "new:wait", "nonsense"] {
            #expect(JourneyPart(text: text) == nil)
        }
    }

    @Test("Y-20: a step that is written oddly is written anew, unless comments would go with it")
    func odd() throws {
        let last = "call: {task: Call her.}   # the last one"
        let odd = journey.replacing(last, with: "call:\n    task: Call\n      her.")
        #expect(try changed(.step("call"), ["task": "Write"], in: odd).hasSuffix("next: end}\n  call: {task: Write}\n"))
        let lines = journey.replacing("text: คุณไม่ได้มานานแล้ว", with: "text: คุณไม่ได้\n            มานานแล้ว")
        #expect(throws: UneditableDocument.self) { try changed(.step("words"), ["text-th": "x"], in: lines) }
        let braces = "journey: Small\ntrigger: {event: order.paid}\nsteps: {a: {wait: 1 day}, b: {exit: true}}\n"
        #expect(
            try changed(.new(.goal, after: "a"), [:], in: braces)
                == "journey: Small\ntrigger: {event: order.paid}\nsteps:\n  a: {wait: 1 day}\n  goal: {goal: true}\n  b: {exit: true}\n"
        )
    }
}

@Suite("Steps of a journey moved and removed")
struct JourneyStepsTests {
    private let steps: [DocumentStep] = [.key("steps")]

    private func names(_ edit: DocumentEdit) -> [String] { JourneyOutline(edit.tree).steps.map(\.name) }

    @Test("Y-20: a step moves with the comments above it, and back again")
    func moving() throws {
        var edit = try DocumentEdit(journey)
        try edit.moveUp("visit", in: steps)
        #expect(names(edit) == ["morning", "coin", "present", "visit", "words", "asks", "call"])
        #expect(edit.text.contains("next: visit}\n  # Two weeks are enough.\n  visit:\n"))
        try edit.moveUp("words", in: steps)
        #expect(edit.text == journey)
        #expect(throws: UneditableDocument.self) { try edit.moveUp("morning", in: steps) }
        // Without a break at its end.
        var bare = try DocumentEdit("steps:\n  a: {wait: 1 day}\n  b: {goal: true}")
        try bare.moveUp("b", in: steps)
        #expect(bare.text == "steps:\n  b: {goal: true}\n  a: {wait: 1 day}")
    }

    @Test("Y-20: of a step that goes, those that led to it lead where it is said")
    func removing() throws {
        var edit = try DocumentEdit(journey)
        #expect(JourneyOutline(edit.tree).leading(to: "call").map(\.name) == ["visit", "asks"])
        try edit.removeStep("call", leadingTo: "present")
        #expect(!edit.text.contains("call:"))
        #expect(edit.text.contains("late: present") && edit.text.contains("to: present"))
        // Both parts of the split are one.
        try edit.removeStep("words", leadingTo: "present")
        #expect(edit.text.contains("coin: {split: {present: 100%}}   # by chance"))
        // Who came to it by the order of steps is told where to go.
        try edit.removeStep("coin", leadingTo: nil)
        #expect(edit.text.contains("morning: {waitUntil: \"10:00\", next: end}"))
        var plain = try DocumentEdit(
            "steps:\n  a: {wait: 1 day}\n  # gone with it\n  b: {goal: true}\n  c: {exit: true}\n"
        )
        try plain.removeStep("b", leadingTo: "c")
        #expect(plain.text == "steps:\n  a: {wait: 1 day}\n  c: {exit: true}\n")
        try plain.removeStep("a", leadingTo: "c")
        #expect(throws: UneditableDocument.self) { try plain.removeStep("c", leadingTo: nil) }
    }

    @Test("Y-20: what no field stands for is not lost, and where it would be nothing is changed")
    func besides() throws {
        // A plain text over two lines cannot be changed in place, and the step is not written anew without the rest of it.
        let document = """
            steps:
              parcel:
                waitFor:
                  event: order.delivered
                  where: event.total
                    > 5
                  atMost: 9 days
                  or: [{event: order.delayed, to: end}]
              ways:
                branch:
                  - if: member.orders >= 3
                    to: end
                  # agreed with Mei
                  - {if: member.orders >= 1, to: parcel}

            """
        for (step, changes) in [
            ("parcel", ["where": "event.total > 6"]), ("ways", ["if-2": "member.orders >= 2", "to-2": "end"]),
        ] {
            let edit = try DocumentEdit(document)
            let form = try #require(JourneyForm(.step(step), of: edit.tree, languages: ["en"]))
            #expect(throws: UneditableDocument.self) { try form.write(changes, to: edit) }
        }
    }

    @Test("Y-20: what may happen instead leads where its step is called so, and elsewhere once that is gone")
    func instead() throws {
        let document = """
            steps:
              parcel: {waitFor: {event: order.delivered, atMost: 9 days, or: [{event: order.delayed, to: sorry}]}}
              asks: {goal: true, next: end}
              sorry: {task: Call her., next: parcel}

            """
        var edit = try DocumentEdit(document)
        let leads = try #require(JourneyOutline(edit.tree).step("parcel")).leads
        #expect(leads.map(\.way) == [.happened, .instead("order.delayed"), .late])
        #expect(leads.map(\.to) == ["asks", "sorry", "asks"])
        try edit.renameStep("sorry", to: "call")
        #expect(edit.text == document.replacing("sorry", with: "call"))
        try edit.removeStep("call", leadingTo: "asks")
        #expect(edit.text.contains("or: [{event: order.delayed, to: asks}]"))
    }

    @Test(
        "Y-20: whatever is done, each step says what it said, and no comment is lost but with its step",
        arguments: 0..<40
    )
    func law(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let documents = [journey] + JourneyTemplate.allCases.map { $0.document() }
        var edit = try DocumentEdit(documents[Int(seed) % documents.count])
        for round in 0..<12 {
            let outline = JourneyOutline(edit.tree)
            let place = Int.random(in: 0..<outline.steps.count, using: &random)
            let name = outline.steps[place].name
            let before = edit
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where place > 0:
                try edit.moveUp(name, in: steps)
                #expect(names(edit).sorted() == names(before).sorted())
                #expect(comments(edit) == comments(before))
            case 1:
                try edit.renameStep(name, to: "n\(round)")
                #expect(comments(edit) == comments(before))
                #expect(
                    !JourneyOutline(edit.tree).steps.contains { $0.name == name || $0.leads.contains { $0.to == name } }
                )
            case 2 where outline.steps.count > 2:
                try edit.removeStep(name, leadingTo: nil)
                #expect(!JourneyOutline(edit.tree).steps.contains { $0.leads.contains { $0.to == name } })
            default:
                let member = YAMLTree.Member("i\(round)", .members(("wait", .text("\(round + 1) days"))))
                try edit.insert(member, into: steps, before: name)
                #expect(names(edit)[place] == "i\(round)" && comments(edit) == comments(before))
            }
            for step in JourneyOutline(edit.tree).steps {
                guard let old = before.tree[steps + [.key(step.name)]], step.kind?.goesOn == true,
                    ![.branch, .waitFor].contains(step.kind), let kind = step.kind
                else { continue }
                #expect(step.tree[kind.rawValue].map { old[kind.rawValue]?.isSame(as: $0) ?? false } ?? false)
            }
        }
    }

    private func comments(_ edit: DocumentEdit) -> Int { edit.text.split(separator: "#").count }
}
