import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("The forms of rules")
struct RuleFormTests {
    private static let head = """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
          stars: {name: stars, activation: immediate, expiry: none}

        """

    private static let whole =
        head + """
            accrual: proportional
            groups:
              bonus: {kind: best_of, priority: 10}
              alone: {kind: exclusive}
            campaigns:
              raya: {name: Raya, schedule: {from: 2026-03-01, until: 2026-03-31}, cap: 500 points per month, budget: 90000 points per week, lateBudget: no, onCap: reject}
            events:
              app.quiz-passed:
                name: You passed a quiz
                schema:
                  type: object
                  required: [score]
                  properties:
                    score: {type: integer, minimum: 10, maximum: 100}
                    level: {type: string, enum: [easy, hard]}
                    perfect: {type: boolean}
                    amount: {type: money}
            rules:
              - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
              - id: coffee
                on: order.paid
                lines: '"coffee" in line.categories'
                earn: {wallet: stars, fixed: 1, per: piece}
              - {id: own, on: order.paid, earn: {wallet: points, rates: {MYR: 3 per 10.00}}, group: bonus, priority: 7}
              - {id: happy, on: order.paid, multiply: 2, group: alone, budget: 100000 points,
                 schedule: {from: 2026-03-03T14:00, repeat: FREQ=WEEKLY;BYDAY=TU, lasts: 3 hours, until: 2026-12-31}}
              - {id: raya-gift, on: order.paid, earn: {wallet: points, fixed: 5}, campaign: raya}
              - {id: quiz, on: app.quiz-passed, when: event.score >= 50 && has(event.level), earn: {wallet: points, fixed: 2, per: score}}
              - {id: given, on: app.quiz-passed, earn: {wallet: points, by: rate}}
              - {id: fan, on: order.paid, when: member.achieved("card") >= 2, earn: {wallet: stars, fixed: 1}}
            achievements:
              card: {name: Coffee card, on: order.paid, lines: '"coffee" in line.categories', count: piece, goal: 10, repeats: true, earn: {wallet: points, fixed: 50}}
              weeks: {name: Four weeks, on: order.paid, streak: week, goal: 4, within: year}
            """

    @Test("all that rules can be is read")
    func everything() throws {
        let programme = try Programme(document: Self.whole)
        #expect(programme.accrual == .proportional)
        #expect(
            programme.groups == [
                RuleGroup(key: "bonus", kind: .bestOf, priority: 10), RuleGroup(key: "alone", kind: .exclusive),
            ]
        )
        let rules = programme.rules
        #expect(rules[1].lines?.text == "\"coffee\" in line.categories")
        #expect(rules[1].effect == .earnFixed(wallet: "stars", points: Points(1), per: .piece))
        let rate = Rate(currency: try Currency("MYR"), points: Points(3), per: 1_000)
        #expect(rules[2].effect == .earnByRate(wallet: "points", rates: [rate]))
        #expect(rules[2].group == "bonus" && rules[2].priority == 7)
        let schedule = Schedule(
            from: Schedule.WallTime(day: try #require(Day(iso: "2026-03-03")), minute: 840),
            until: Schedule.WallTime(day: try #require(Day(iso: "2027-01-01"))),
            recurrence: try Recurrence("FREQ=WEEKLY;BYDAY=TU"),
            minutes: 180
        )
        #expect(rules[3].schedule == schedule)
        #expect(rules[4].campaign == "raya" && programme.campaigns[0].caps == [Cap(.points(Points(500)), per: .month)])
        #expect(programme.campaigns[0].budget == Budget(Points(90_000), per: .week, overrunsLate: false))
        #expect(programme.campaigns[0].rejectsOverCap && rules[3].budget == Budget(Points(100_000)))
        #expect(programme.budgets.map(\.owner) == [.rule("happy"), .campaign("raya")])
        #expect(rules[5].on == .custom("app.quiz-passed"))
        #expect(rules[5].effect == .earnFixed(wallet: "points", points: Points(2), per: .number("score")))
        #expect(programme.achievements[0].counts == .units(.piece) && programme.achievements[0].repeats)
        #expect(programme.achievements[1].counts == .streak(.week) && programme.achievements[1].within == .year)
        let score = programme.events[0].fields[0]
        #expect(score == EventDeclaration.Field(field: .number("score"), isRequired: true, range: 10...100))
    }

    @Test(
        "what cannot work is refused where it stands, with what would",
        arguments: [
            (
                "rules: [{id: a, on: order.paid, lines: line.colour == 'red', earn: {wallet: points, by: rate}}]",
                "rules[0].lines", "colour"
            ),
            (
                "rules: [{id: a, on: visit.completed, lines: line.quantity > 1, earn: {wallet: points, fixed: 1}}]",
                "rules[0].lines", "no lines"
            ),
            (
                "rules: [{id: a, on: order.paid, earn: {wallet: points, fixed: 1, per: night}}]", "rules[0].earn.per",
                "piece or line"
            ),
            (
                "rules: [{id: a, on: review.published, earn: {wallet: points, fixed: 1, per: stars}}]",
                "rules[0].earn.per", "words or photos"
            ),
            ("rules: [{id: a, on: visit.completed, earn: {wallet: points, by: rate}}]", "rules[0].earn.by", "no order"),
            (
                "rules: [{id: a, on: order.paid, earn: {wallet: points, fixed: 1}, group: none}]", "rules[0].group",
                "there are none"
            ),
            (
                "rules: [{id: a, on: order.paid, earn: {wallet: points, fixed: 1}, campaign: x}]", "rules[0].campaign",
                "no campaign"
            ),
            (
                "rules: [{id: a, on: order.paid, earn: {wallet: points, fixed: 1}, priority: 1}]", "rules[0].priority",
                "no group"
            ),
            (
                "rules: [{id: a, on: app.other, earn: {wallet: points, fixed: 1}}]", "rules[0].on",
                "declared under 'events'"
            ),
            (
                "rules: [{id: a, on: order.paid, multiply: 2, schedule: {from: 2026-03-01, until: 2026-02-01}}]",
                "rules[0].schedule", "never occurs"
            ),
            (
                "rules: [{id: a, on: order.paid, multiply: 2, schedule: {from: 2026-03-01, repeat: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30}}]",
                "rules[0].schedule", "never occurs"
            ),
            (
                "rules: [{id: a, on: order.paid, multiply: 2, schedule: {repeat: FREQ=DAILY}}]",
                "rules[0].schedule.repeat", "from"
            ),
            (
                "rules: [{id: a, on: order.paid, multiply: 2, schedule: {from: 2026-03-01T14:00, repeat: FREQ=DAILY}}]",
                "rules[0].schedule", "lasts"
            ),
            (
                "rules: [{id: a, on: order.paid, multiply: 2, schedule: {from: tomorrow}}]", "rules[0].schedule.from",
                "2026-03-01"
            ),
            (
                "rules: [{id: a, on: order.paid, multiply: 2, schedule: {from: 2026-03-01, repeat: FREQ=HOURLY}}]",
                "rules[0].schedule.repeat", "DAILY"
            ),
            ("groups: {g: {kind: first}}", "groups.g.kind", "stack, best_of or exclusive"),
            ("groups: {g: {kind: stack}}", "groups.g", "no rule"),
            ("groups: {one: {kind: exclusive}, two: {kind: exclusive}}", "groups.two", "overlaps"),
            (
                "groups: {g: {kind: best_of}}\nrules: [{id: a, on: order.paid, earn: {wallet: points, fixed: 1}, group: g}, {id: b, on: order.paid, earn: {wallet: stars, fixed: 1}, group: g}]",
                "groups.g", "do not compare"
            ),
            (
                "multipliers: multiplicative\nrules: [{id: a, on: order.paid, multiply: 2, lines: line.quantity > 1}]",
                "rules[0]", "additive"
            ),
            (
                "events: {order.paid: {name: x, schema: {type: object, properties: {}}}}", "events.order.paid",
                "choose another"
            ),
            ("events: {quiz: {name: x, schema: {type: object, properties: {}}}}", "events.quiz", "two or more words"),
            (
                "events: {a.b: {name: x, schema: {type: object, properties: {n: {type: number}}}}}",
                "events.a.b.schema.properties.n.type", "integer"
            ),
            (
                "events: {a.b: {name: x, schema: {type: object, required: [m], properties: {n: {type: integer}}}}}",
                "events.a.b.schema.required[0]", "no property"
            ),
            (
                "events: {a.b: {name: x, schema: {type: object, properties: {n: {type: integer, maxLength: 3}}}}}",
                "events.a.b.schema.properties.n.maxLength", "string"
            ),
            (
                "events: {a.b: {name: x, schema: {type: object, properties: {n: {type: integer, pattern: x}}}}}",
                "events.a.b.schema.properties.n.pattern", "no key"
            ),
            (
                "events: {a.b: {name: x, schema: {type: object, properties: {store: {type: string}}}}}",
                "events.a.b.schema.properties.store", "choose another"
            ),
            ("achievements: {c: {name: x, on: order.paid, goal: 0}}", "achievements.c.goal", "whole number"),
            (
                "achievements: {c: {name: x, on: order.paid, goal: 3, streak: year}}", "achievements.c.streak",
                "day, week or month"
            ),
            (
                "achievements: {c: {name: x, on: order.paid, goal: 3, count: nights}}", "achievements.c.count",
                "piece or line"
            ),
            (
                "achievements: {c: {name: x, on: order.paid, goal: 3, earn: {wallet: gold, fixed: 1}}}",
                "achievements.c.earn.wallet", "no wallet"
            ),
            (
                "rules: [{id: c, on: order.paid, when: member.achieved('d') > 1, multiply: 2}]\nachievements: {c: {name: x, on: order.paid, goal: 3}}",
                "rules[0].when", "no achievement 'd'"
            ),
            (
                "rules: [{id: c, on: order.paid, multiply: 2}]\nachievements: {c: {name: x, on: order.paid, goal: 3}}",
                "achievements.c", "a rule of this name"
            ),
        ]
    )
    func refused(lines: String, path: String, reason: String) {
        let problems = parseProgramme(Self.head + lines + "\n").problems
        #expect(problems.contains { $0.path == path && $0.reason.contains(reason) }, "\(problems)")
    }

    private func event(_ data: String) throws -> ParsedEvent {
        let declared = try Programme(document: Self.whole).events
        let text = """
            {"specversion": "1.0", "id": "1", "source": "app", "type": "app.quiz-passed", "time": "2026-03-02T10:00:00Z",
             "subject": "m", "data": \(data)}
            """
        return try parseEvent(try JSON.parse(Array(text.utf8)), declared: declared)
    }

    @Test("E-18: an event of the brand's own is taken with what is declared of it, and the rest is personal")
    func ownEvent() throws {
        let parsed = try event(
            #"{"score": 80, "level": "hard", "perfect": false, "amount": {"amount": 1250, "currency": "MYR"}, "note": "Ana"}"#
        )
        let amount = try Money(minorUnits: 1_250, currency: Currency("MYR"))
        let facts = [
            Occurrence.Fact(name: "score", value: .number(80)), Occurrence.Fact(name: "level", value: .text("hard")),
            Occurrence.Fact(name: "perfect", value: .truth(false)),
            Occurrence.Fact(name: "amount", value: .money(amount)),
        ]
        #expect(parsed.event.matter == .happened(Occurrence(type: .custom("app.quiz-passed"), facts: facts)))
        #expect(parsed.personal == ["note": "Ana"])
    }

    @Test(
        "E-18: what does not fit the declaration is refused with its field",
        arguments: [
            ("{}", "data.score", "is missing"), (#"{"score": 130}"#, "data.score", "at most 100"),
            (#"{"score": 5}"#, "data.score", "at least 10"), (#"{"score": "80"}"#, "data.score", "whole number"),
            (#"{"score": 80, "level": "mild"}"#, "data.level", "easy or hard"),
            (#"{"score": 80, "perfect": 1}"#, "data.perfect", "true or false"),
            (#"{"score": 80, "amount": 5}"#, "data.amount", "object"),
        ]
    )
    func doesNotFit(data: String, field: String, reason: String) {
        #expect {
            try event(data)
        } throws: { error in
            (error as? MalformedEvent)?.problems.contains { $0.field == field && $0.reason.contains(reason) } ?? false
        }
    }

    @Test("E-18: an event that nobody has declared is refused, with those that there are")
    func undeclared() throws {
        let text =
            #"{"specversion": "1.0", "id": "1", "source": "app", "type": "app.other", "time": "2026-03-02T10:00:00Z", "subject": "m", "data": {}}"#
        #expect {
            try parseEvent(try JSON.parse(Array(text.utf8)), declared: try Programme(document: Self.whole).events)
        } throws: { error in
            (error as? MalformedEvent)?.problems.first?.reason.contains("app.quiz-passed") ?? false
        }
    }
}
