import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The pages on customers")
struct CustomerPageTests {
    private static let paths = [
        "/console/customers", "/console/customers/segments", "/console/customers/risk", "/console/customers/points",
    ]

    /// Sixty members over eight months, who come at rates of their own and stay away at some time.
    private func shop() async throws -> Visitor {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        var due: [(member: MemberID, next: Int, pace: Int, left: Int)] = []
        for number in 1...60 {
            let member = try await service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "KS-\(number)")],
                    facts: MemberFacts(country: "MY", language: "ms"),
                    person: ["name": .string("Ana <\(number)>")]
                )
            ).member
            due.append((member, number % 25, 4 + number * 7 % 31, number * 5 % 17))
        }
        let start = visitor.brand.clock.now
        for day in 0..<240 {
            visitor.brand.clock.now = start.adding(days: day)
            for place in due.indices where due[place].next == day && due[place].left >= 0 {
                let order = Fixture.order(
                    Key("\(place)-\(day)"),
                    Int64(800 + place * 37 % 900 + day % 7 * 60),
                    at: visitor.brand.clock.now
                )
                _ = try await service.record(Intake(event: order, who: .member(due[place].member)))
                due[place].next += due[place].pace + (day + place) % 5
                due[place].left -= 1
            }
        }
        return visitor
    }

    @Test("a manager reads them in her language", arguments: Language.allCases)
    func read(language: Language) async throws {
        let visitor = try await shop()
        try await visitor.join("Mei", .manager)
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        for path in Self.paths {
            let before = try await visitor.get(path)
            #expect(before.status == 200 && before.text.contains(texts.say("customers.measuring")))
        }
        #expect(try await visitor.get("/console/customers.csv").status == 404)
        #expect(try await visitor.brand.service.refreshInsight())
        for path in Self.paths {
            let answer = try await visitor.get(path)
            #expect(answer.status == 200)
            #expect(!answer.text.replacing(".csv", with: "").contains("customers."), "a text is missing on \(path)")
            #expect(!answer.text.contains("<60>"))
            #expect(!answer.text.contains(texts.say("customers.measuring")))
            let file = try await visitor.get(path + ".csv")
            #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
        }
        let returning = try await visitor.get("/console/customers").text
        #expect(returning.contains("shade-") && returning.contains(texts.say("customers.figure.retention")))
        let segments = try await visitor.get("/console/customers/segments").text
        #expect(segments.contains(texts.say("customers.segment.champions")) && segments.contains("Ana &lt;"))
        let risk = try await visitor.get("/console/customers/risk").text
        #expect(risk.contains(texts.say("customers.band.gone")) || risk.contains(texts.say("customers.noOutlook")))
        let home = try await visitor.get("/console")
        #expect(home.status == 200)
    }

    @Test("an analyst reads numbers and no names, a till reads nothing")
    func roles() async throws {
        let visitor = try await shop()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Nok", .analyst)
        for path in Self.paths {
            let answer = try await visitor.get(path)
            #expect(answer.status == 200 && !answer.text.contains("Ana &lt;"))
        }
        let till = try await Visitor(visitor.brand)
        try await till.join("Tam", .till)
        for path in Self.paths + Self.paths.map({ $0 + ".csv" }) {
            #expect(try await till.get(path).status == 403, "\(path)")
        }
    }

    @Test("a currency that is none, or that nobody pays in, shows the one with most orders")
    func currency() async throws {
        let visitor = try await shop()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Mei", .manager)
        let plain = try await visitor.get("/console/customers/segments").text
        for currency in ["THB", "%3Cb%3E", "", "MYRR"] {
            let answer = try await visitor.get("/console/customers/segments?currency=\(currency)")
            #expect(answer.status == 200 && answer.text.contains("RM ") == plain.contains("RM "))
            #expect(!answer.text.contains("<b>"))
        }
    }

    @Test("a brand without purchases is told so")
    func empty() async throws {
        let visitor = try await Visitor()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Mei", .manager)
        for path in Self.paths {
            let answer = try await visitor.get(path)
            #expect(answer.status == 200 && answer.text.contains(Texts.of(.en).say("customers.nothing")), "\(path)")
        }
        #expect(try await visitor.get("/console/customers/segments.csv").status == 404)
    }
}
