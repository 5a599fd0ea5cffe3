import SetiaCare
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The members behind a figure")
struct FigureMembersTests {
    @Test("each list has exactly as many members as its figure counts, on the page and in the file")
    func asMany() async throws {
        let visitor = try await CustomerPageTests().shop()
        let service = visitor.brand.service
        #expect(try await service.refreshInsight())
        try await visitor.join("Mei", .manager)
        let insight = try #require(service.insight())
        let customers = try #require(insight.customers.first)
        var expected: [(figure: MemberFigure, count: Int)] = []
        func add(_ count: CustomerInsight.Count, _ number: Int) {
            expected.append((.customers(customers.currency, count), number))
        }
        add(.repeating, customers.repeatRate.numerator)
        for row in customers.within { add(.within(row.days), row.share.numerator) }
        add(.retained, customers.activity.retention.numerator)
        add(.reactivated, customers.activity.reactivation.numerator)
        add(.silent, customers.rhythm.churn.numerator)
        for cohort in customers.cohorts {
            for (age, active) in cohort.active.enumerated() { add(.cohort(cohort.month, age: age), active) }
        }
        for row in customers.segments { add(.segment(row.segment), row.customers) }
        if let bands = customers.outlook?.bands {
            add(.band(.active), bands.active)
            add(.band(.atRisk), bands.atRisk)
            add(.band(.gone), bands.gone)
        }
        let phases = try #require(insight.phases.months.last)
        for phase in LoyaltyPhase.allCases { expected.append((.phase(phase), phases.count(phase))) }
        for figure in try await service.measures().figures where ["enrolment", "active"].contains(figure.key) {
            expected.append((.measure(figure.key, MeasureQuery()), Int(figure.numerator)))
        }
        #expect(expected.count > 40 && expected.contains { $0.count > 20 })
        for (figure, count) in expected {
            let found = try #require(try await service.members(behind: figure), "\(figure)")
            #expect(found.members.count == count && Set(found.members).count == count, "\(figure)")
            // The address leads back to the same figure.
            let page = try await visitor.get(figure.path)
            #expect(page.status == 200, "\(figure.path)")
            #expect(
                page.text.contains("<strong>\(Texts.of(.en).say("customers.members", count: Int64(count)))</strong>")
            )
            #expect(page.text.matches(of: #/<tr><td>/#).count == min(20, count), "\(figure)")
            let file = try await visitor.get(FigureAddress(figure).file)
            #expect(file.text.split(whereSeparator: \.isNewline).count == count + 1, "\(figure)")
        }
        // Those who have points left are those whose balance says so.
        let points = try #require(insight.points.first)
        var holders = 0
        for member in try await service.members(behind: .measure("enrolment", MeasureQuery()))?.members ?? [] {
            let balance = try await service.member(member)?.balances.first { $0.wallet == points.wallet }
            if let balance, balance.active > .zero || balance.pending > .zero { holders += 1 }
        }
        #expect(points.members(.outstanding).count == holders && holders > 0)
    }

    @Test("a list is paged, says on top what it is of, and names nobody to an analyst")
    func pages() async throws {
        let visitor = try await CustomerPageTests().shop()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Mei", .manager)
        let customers = try #require(visitor.brand.service.insight()?.customers.first)
        let path = MemberFigure.customers(customers.currency, .repeating).path
        for language in Language.allCases {
            visitor.cookies[CookieName.language] = language.rawValue
            let texts = Texts.of(language)
            var (next, seen): (String?, Set<String>) = (path, [])
            while let page = next {
                let answer = try await visitor.get(page)
                #expect(answer.status == 200 && answer.text.contains(texts.say("customers.figure.repeat")))
                for match in answer.text.matches(of: #/\/console\/members\/([0-9a-z]{26})"/#) {
                    #expect(seen.insert(String(match.1)).inserted, "twice")
                }
                next = answer.text.firstMatch(of: #/href="([^"]+)" rel="next"/#)
                    .map { String($0.1).replacing("&amp;", with: "&") }
            }
            #expect(seen.count == customers.repeatRate.numerator)
        }
        let analyst = try await Visitor(visitor.brand)
        try await analyst.join("Nok", .analyst)
        let numbers = try await analyst.get(path)
        #expect(numbers.status == 200 && numbers.text.contains("<code>") && !numbers.text.contains("Ana &lt;"))
        let till = try await Visitor(visitor.brand)
        try await till.join("Tam", .till)
        #expect(try await till.get(path).status == 403)
    }

    @Test(
        "an address that names no figure leads nowhere",
        arguments: [
            "", "figure=none&currency=MYR", "figure=repeating", "figure=repeating&currency=THB",
            "figure=cohort&currency=MYR&month=March&age=1", "figure=within&currency=MYR&days=-3",
            "figure=phase&phase=boredom", "figure=points&wallet=none&count=outstanding",
            "figure=treated&kind=campaign&key=%3Cscript%3E", "figure=measure&measure=none",
            "figure=measure&measure=active&tier=none", "figure=measure&measure=active&from=yesterday",
        ]
    )
    func unknown(address: String) async throws {
        let visitor = try await Visitor()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Mei", .manager)
        #expect(try await visitor.get("\(FigureAddress.room)?\(address)").status == 404)
        #expect(try await visitor.get("\(FigureAddress.room).csv?\(address)").status == 404)
    }

    @Test("pages on customers lead to the lists, in place of the list of everybody")
    func links() async throws {
        let visitor = try await CustomerPageTests().shop()
        #expect(try await visitor.brand.service.refreshInsight())
        try await visitor.join("Mei", .manager)
        // The model beside what came, drawn, with tables that say the same.
        let customers = try #require(visitor.brand.service.insight()?.customers.first)
        if let check = customers.outlook?.check, check.tracking.count > 1, check.byRepeats.count > 1 {
            let risk = try await visitor.get("/console/customers/risk").text
            #expect(risk.matches(of: #/<svg class="chart lines"/#).count == 2)
            #expect(risk.contains(Texts.of(.en).say("customers.fit.tracking")))
        }
        for (path, figures) in [
            ("", ["figure=repeating", "figure=retained", "figure=silent", "figure=within", "figure=cohort"]),
            ("/segments", ["figure=rfm"]), ("/phases", ["figure=phase"]), ("/points", ["figure=points"]),
            ("/measures", ["figure=measure"]),
        ] {
            let page = try await visitor.get("/console/customers\(path)").text
            for figure in figures { #expect(page.contains(figure), "\(path): \(figure)") }
            for match in page.matches(of: #/href="(\/console\/customers\/members\?[^"]+)"/#) {
                let link = String(match.1).replacing("&amp;", with: "&")
                #expect(try await visitor.get(link).status == 200, "\(link)")
            }
        }
    }
}
