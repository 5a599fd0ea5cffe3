import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@testable import SetiaWeb

@Suite("The editor of journeys")
struct JourneyEditorTests {
    private let path = "/console/journeys/way/edit"

    private static let document = """
        # A small one.
        journey: Small way
        trigger: {event: member.enrolled}
        goal: {event: order.paid}
        steps:
          day: {wait: 1 day}   # overnight
          coin: {split: {words: 50%, call: 50%}}
          words:
            message:
              mail:
                en: {subject: "Hello {name}", text: Good that you are here.}
                ms: {subject: "Hai {name}", text: Selamat datang.}
                id: {subject: "Halo {name}", text: Selamat datang.}
                th: {subject: "สวัสดี {name}", text: ยินดีต้อนรับ}
            next: visit
          visit: {waitFor: {event: order.paid, atMost: 7 days, late: call}, next: end}
          # Nobody but a person.
          call: {task: Call her}

        """

    /// An owner at the editor of a journey.
    private func owner(_ document: String = document, language: String = "en") async throws -> Visitor {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        _ = try await visitor.brand.service.putJourney("way", document, by: .operator)
        visitor.cookies[CookieName.language] = language
        _ = try await visitor.get(path)
        return visitor
    }

    private func send(_ visitor: Visitor, _ more: [String: String], _ document: String = document) async throws
        -> Visitor.Answer
    {
        try await visitor.post(path, filled: ["base": "1", "document": document].merging(more) { $1 })
    }

    /// What the text area holds.
    private func document(in page: String) throws -> String {
        let start = try #require(page.firstRange(of: "aria-describedby=\"help-document\">")).upperBound
        let end = try #require(page[start...].firstRange(of: "</textarea>")).lowerBound
        return [("&quot;", "\""), ("&#39;", "'"), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")].reduce(
            String(page[start..<end])
        ) { $0.replacing($1.0, with: $1.1) }
    }

    @Test(
        "Y-20: the editor lists each step with its kind, what it does, where it leads, and the document beside it",
        arguments: Language.allCases
    )
    func list(language: Language) async throws {
        let visitor = try await owner(language: language.rawValue)
        let page = try await visitor.get(path)
        #expect(page.status == 200)
        let texts = Texts.of(language)
        for step in ["day", "coin", "words", "visit", "call"] {
            #expect(
                page.text.contains("<li id=\"step-\(step)\">") && page.text.contains("value=\"step:\(step)\""),
                "\(step)"
            )
        }
        for kind in [JourneyStepKind.wait, .split, .message, .waitFor, .task] {
            #expect(
                page.text.contains(
                    "<span class=\"badge\">\(escaped(texts.say("journey.kind.\(kind.rawValue)")))</span>"
                )
            )
        }
        #expect(
            page.text.contains("50% → words") && page.text.contains("\(escaped(texts.say("journey.way.late"))) → call")
        )
        #expect(try document(in: page.text) == Self.document)
        #expect(page.text.contains("<svg class=\"flow\" role=\"img\" aria-labelledby="))
        #expect(
            !page.text.contains("journey.k") && !page.text.contains("journey.f") && !page.text.contains("journey.g")
        )
        #expect(!page.text.contains(" style=") && !page.text.contains("<script>"))
    }

    @Test("Y-20: each kind has a form with its fields, in each language", arguments: Language.allCases)
    func forms(language: Language) async throws {
        let visitor = try await owner(language: language.rawValue)
        let add = try await send(visitor, ["open": "add:day"])
        #expect(add.status == 200)
        let fields: [JourneyStepKind: [String]] = [
            .wait: ["count", "unit"], .waitUntil: ["time"], .waitFor: ["event", "where", "count", "unit", "late"],
            .branch: ["if-0", "to-0", "if-1", "to-1"], .split: ["share-0", "to-0"],
            .message: ["purpose", "atLimit", "facts", "subject-en", "text-en", "subject-ms", "text-id", "text-th"],
            .survey: ["ask", "subject-th"], .points: ["wallet", "give"], .reward: ["reward"], .task: ["task"],
            .event: ["event"],
        ]
        for kind in JourneyStepKind.allCases {
            #expect(add.text.contains("value=\"new:\(kind.rawValue):day\""), "\(kind)")
            let form = try await send(visitor, ["open": "new:\(kind.rawValue):day"])
            #expect(form.status == 200 && !form.text.contains("journey."), "\(kind)")
            for field in ["key"] + (fields[kind] ?? []) + (kind.goesOn ? ["next"] : []) {
                #expect(form.text.contains("id=\"field-\(field)\""), "\(kind): \(field)")
            }
        }
        let settings = try await send(visitor, ["open": "settings"])
        for field in ["name", "trigger", "trigger-event", "where", "again", "days", "goal", "exit-consent", "holdOut"] {
            #expect(settings.text.contains("id=\"field-\(field)\""), "\(field)")
        }
        #expect(!settings.text.contains("journey.a"))
    }

    @Test("Y-20: a step is changed, added, moved and removed, and kept when all is as it should be")
    func through() async throws {
        let visitor = try await owner()
        let changed = try await send(visitor, ["part": "step:day", "count": "3", "do": "take"])
        #expect(changed.status == 200 && changed.text.contains("Written into the document."))
        var text = try document(in: changed.text)
        #expect(text == Self.document.replacing("wait: 1 day", with: "wait: 3 days"))
        let added = try await send(
            visitor,
            [
                "part": "new:points:visit", "key": "thanks", "wallet": "points", "give": "20", "next": "end",
                "do": "take",
            ],
            text
        )
        text = try document(in: added.text)
        #expect(text.contains("late: call}}\n  thanks: {points: {wallet: points, give: 20}, next: end}\n  # Nobody"))
        let moved = try await send(visitor, ["move": "down:day"], text)
        #expect(
            try document(in: moved.text).contains(
                "steps:\n  coin: {split: {words: 50%, call: 50%}}\n  day: {wait: 3 days}   # overnight\n"
            )
        )
        let asked = try await send(visitor, ["open": "remove:call"], text)
        #expect(asked.text.contains("These steps lead here") && asked.text.contains("<li>coin</li><li>visit</li>"))
        let removed = try await send(visitor, ["do": "remove", "step": "call", "to": "thanks"], text)
        text = try document(in: removed.text)
        #expect(text.contains("words: 50%, thanks: 50%") && text.contains("late: thanks") && !text.contains("call"))
        #expect(
            try await visitor.brand.service.journeyVersions("way").count == 1,
            "nothing is kept before it is said to"
        )
        let checked = try await send(visitor, ["do": "check"], text)
        #expect(checked.status == 200 && checked.text.contains("The document can be kept."))
        #expect(try await send(visitor, ["do": "keep"], text).status == 303)
        #expect(try await visitor.brand.service.journeyVersions("way").last?.document == text)
    }

    @Test("Y-20: what cannot be is marked at its field, what was typed stays, and the document with it")
    func wrong() async throws {
        let visitor = try await owner()
        let long = String(repeating: "x", count: 501)
        let cases: [([String: String], String)] = [
            (["part": "new:wait:day", "key": "words"], "key"), (["part": "new:wait:day", "key": "a b"], "key"),
            (["part": "new:wait:day", "key": "end"], "key"), (["part": "new:wait:day", "count": "soon"], "count"),
            (["part": "new:wait:day", "count": "0"], "count"),
            (["part": "new:waitUntil:day", "time": "25:00"], "time"),
            (["part": "new:waitFor:day", "event": "no.such"], "event"),
            (["part": "step:visit", "late": "gone"], "late"),
            (["part": "step:visit", "next": "gone"], "next"), (["part": "step:coin", "share-0": "30%"], "share-0"),
            (["part": "step:coin", "share-0": "many"], "share-0"), (["part": "step:coin", "to-0": "gone"], "to-0"),
            (["part": "step:coin", "to-0": "call"], "to-1"), (["part": "step:call", "task": long], "task"),
            (["part": "step:call", "task": ""], "task"), (["part": "step:words", "subject-en": long], "subject-en"),
            (["part": "step:words", "subject-th": "", "text-th": ""], "subject-th"),
            (["part": "step:words", "text-ms": ""], "text-ms"),
            (["part": "step:words", "facts": "RM 12.50"], "text-en"),
            (["part": "step:words", "facts": "nothing"], "facts"),
            (["part": "new:branch:day", "if-0": "member.nothing > 3", "to-0": "call"], "if-0"),
            (["part": "new:points:day", "wallet": "none", "give": "5"], "wallet"),
            (["part": "new:points:day", "wallet": "points", "give": "-5"], "give"),
            (["part": "new:reward:day", "reward": "none"], "reward"),
            (["part": "new:event:day", "event": "none"], "event"),
            (["part": "new:survey:day", "ask": "none"], "ask"), (["part": "settings", "name": ""], "name"),
            (["part": "settings", "trigger-event": "no.such"], "trigger-event"),
            (["part": "settings", "again": "days", "days": "x"], "days"),
            (["part": "settings", "holdOut": "80%"], "holdOut"),
            (["part": "settings", "trigger": "when", "trigger-when": "1 +"], "trigger-when"),
        ]
        for (typed, field) in cases {
            let answer = try await send(visitor, typed.merging(["do": "take"]) { $1 })
            #expect(answer.status == 422, "\(typed): \(answer.status)")
            #expect(
                answer.text.contains("href=\"#field-\(field)\"") && answer.text.contains("id=\"wrong-\(field)\""),
                "\(typed)"
            )
            #expect(answer.text.contains("name=\"document\" value=\"# A small one."))
            for value in typed.values where value != "take" && !value.isEmpty && !value.contains(":") {
                #expect(answer.text.contains(escaped(value)), "\(typed) stays")
            }
        }
    }

    @Test("Y-20: a kind, a part or a place that there is not opens no form and changes nothing")
    func notThere() async throws {
        let visitor = try await owner()
        for open in ["new:fly:day", "new:wait:gone", "step:gone", "nonsense", ":", "remove:"] {
            let answer = try await send(visitor, ["open": open])
            #expect(answer.status == 200 && answer.text.contains("name=\"document\""), "\(open)")
        }
        for more in [
            ["move": "up:day"], ["move": "up:gone"], ["move": "x"], ["do": "take", "part": "new:fly:day"],
            ["do": "remove", "step": "gone"], ["do": "more", "part": "nonsense"], ["do": "nothing"],
        ] {
            let answer = try await send(visitor, more)
            #expect(answer.status == 200, "\(more)")
            #expect(try document(in: answer.text) == Self.document)
        }
        // A step that others lead to does not go without being told where to.
        for to in ["", "gone", "call"] {
            let answer = try await send(visitor, ["do": "remove", "step": "call", "to": to])
            #expect(answer.status == 422 && answer.text.contains("There is no such step."))
        }
        let small = "journey: One\ntrigger: {event: member.enrolled}\nsteps:\n  a: {wait: 1 day}\n"
        #expect(try await send(visitor, ["do": "remove", "step": "a"], small).text.contains("It is the only step"))
        let many =
            "journey: Many\ntrigger: {event: order.paid}\nsteps:\n"
            + (0..<60).map { "  s\($0): {wait: 1 day}\n" }.joined()
        #expect(try await send(visitor, ["open": "add:s3"], many).text.contains("There are 60 steps"))
        let full = try await send(visitor, ["do": "take", "part": "new:wait:s3", "key": "one-more"], many)
        #expect(full.status == 422 && full.text.contains("id=\"wrong-key\""))
        #expect(try await visitor.get("/console/journeys/none/edit").status == 404)
    }

    @Test("Y-20: errors of the document are told with line and step, and lead to the form that mends them")
    func faults() async throws {
        let visitor = try await owner()
        let broken = Self.document.replacing("wait: 1 day", with: "wait: soon")
        for action in ["check", "keep"] {
            let answer = try await send(visitor, ["do": action], broken)
            #expect(answer.status == 422)
            #expect(answer.text.contains("<code>steps.day.wait</code>") && answer.text.contains("href=\"#line-6\""))
            #expect(answer.text.contains("name=\"open\" value=\"step:day\">Mend"))
            #expect(
                answer.text.contains("<li id=\"step-day\" class=\"bad\">")
                    && answer.text.contains("<li id=\"line-6\" class=\"bad\">")
            )
            #expect(answer.text.contains("class=\"step time wrong\""))
        }
        let mending = try await send(visitor, ["open": "step:day"], broken)
        #expect(mending.text.contains("id=\"wrong-count\""))
        let unreachable = Self.document.replacing("late: call", with: "late: end").replacing(
            "words: 50%, call: 50%",
            with: "words: 100%"
        )
        let told = try await send(visitor, ["do": "check"], unreachable)
        #expect(told.status == 422 && told.text.contains("is never reached"))
        let unreadable = try await send(visitor, ["do": "check"], "a: [")
        #expect(unreadable.status == 422 && unreadable.text.contains("The forms appear once the document can be read"))
        #expect(try await send(visitor, ["open": "step:day"], "a: [").status == 200)
    }

    @Test("Y-22: of two who change a journey the second is told, and nothing of either is lost")
    func twoPeople() async throws {
        let visitor = try await owner()
        let theirs = Self.document.replacing("wait: 1 day", with: "wait: 2 days")
        _ = try await visitor.brand.service.putJourney("way", theirs, by: .operator)
        let mine = Self.document.replacing("Call her", with: "Write to her")
        for action in ["check", "keep"] {
            let answer = try await send(visitor, ["do": action], mine)
            #expect(answer.status == 422 && answer.text.contains("Somebody kept version 2 meanwhile."))
            #expect(answer.text.contains("+   day: {wait: 2 days}   # overnight"))
            #expect(try document(in: answer.text) == mine)
            #expect(answer.text.contains("name=\"base\" value=\"2\""))
        }
        #expect(try await visitor.brand.service.journeyVersions("way").map(\.document) == [Self.document, theirs])
        #expect(try await send(visitor, ["do": "keep", "base": "2"], mine).status == 303)
        #expect(try await visitor.brand.service.journeyVersions("way").last?.document == mine)
    }

    @Test("only who may write to many members edits journeys, and only with a form of her own session")
    func closed() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Siti", .agent)
        _ = try await visitor.brand.service.putJourney("way", Self.document, by: .operator)
        #expect(try await visitor.get(path).status == 403)
        #expect(try await send(visitor, ["do": "keep"]).status == 403)
        let owner = try await owner()
        let stale = try await owner.post(path, ["base": "1", "document": "x", "do": "keep"], withToken: false)
        #expect(stale.status != 303, "what was typed is kept for signing in")
        let strange = try await owner.post(
            path,
            ["base": "1", "document": Self.document, "do": "keep"],
            headers: ["Sec-Fetch-Site": "cross-site"]
        )
        #expect(strange.status == 403)
        #expect(try await owner.brand.service.journeyVersions("way").count == 1)
    }

    @Test("Y-21: the picture of a journey says what the document says, and how many are where while it is live")
    func picture() async throws {
        let visitor = try await owner()
        let page = try await visitor.get("/console/journeys/way")
        let start = try #require(page.text.firstRange(of: "<svg class=\"flow\"")).lowerBound
        let end = try #require(page.text[start...].firstRange(of: "</svg>")).upperBound
        let svg = String(page.text[start..<end]).replacing("><", with: ">\n<") + "\n"
        if let difference = Golden.difference(of: svg, from: "journey.svg") { Issue.record("\(difference)") }
        for step in ["day", "coin", "words", "visit", "call"] { #expect(svg.contains("class=\"name\">\(step)</text>")) }
        #expect(svg.contains("<desc id=\"flow-about\">day: waits 1 day, → coin. coin: by chance"))
        #expect(!svg.contains("class=\"count\""))
        #expect(try await visitor.post("/console/journeys/way", ["do": "start"]).status == 303)
        for number in 1...3 {
            _ = try await visitor.brand.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "KS-\(number)")],
                    facts: MemberFacts(),
                    person: [:]
                )
            )
        }
        for _ in 0..<4 { _ = try await visitor.brand.service.runJourneys() }
        let live = try await visitor.get("/console/journeys/way").text
        #expect(
            live.contains("class=\"count\">came 3 · now 3</text>")
                && live.contains("class=\"count\">came 0 · now 0</text>")
        )
    }

    @Test("a journey is begun with nothing but one step")
    func blank() async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .owner)
        _ = try await visitor.get("/console/journeys")
        let kept = try await visitor.post("/console/journeys", ["name": "own", "template": "blank"])
        #expect(kept.headers[.location] == "/console/journeys/own?done=journeyWritten")
        let none = try await visitor.post("/console/journeys", ["name": "own2", "template": "nothing"])
        #expect(none.status == 404)
    }
}
