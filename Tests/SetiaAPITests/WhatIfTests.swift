import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What if, and templates, through the API")
struct WhatIfTests {
    private func start(_ caller: Caller, _ query: String = "", _ document: String? = nil) async throws -> Answer {
        try await caller.send(
            .post,
            "/v1/programme/what-if\(query)",
            document ?? Caller.kopiSetia.replacing("MYR: 1 per 1.00", with: "MYR: 3 per 1.00"),
            type: "application/yaml"
        )
    }

    @Test("it is asked, waited for, read and taken away, and nothing is written")
    func story() async throws {
        let caller = try await Caller()
        _ = try await caller.record(Sample.order(1))
        #expect(try await caller.send(.get, "/v1/programme/what-if").status == 404)
        #expect(try await caller.send(.get, "/v1/programme/what-if/report").status == 404)
        let begun = try await start(caller, "?pointValue=0.01%20MYR&most=3")
        #expect(begun.status == 202)
        let done = try await caller.send(.get, "/v1/programme/what-if?wait=30")
        #expect(done.json["state"] == "done")
        let report = try await caller.send(.get, "/v1/programme/what-if/report")
        #expect(report.json == done.json["report"])
        #expect(report.json["assumption"]?.string == WhatIfReportWords.assumption)
        let total = report.json["wallets"]?["points"]?["total"]
        let happened = total?["happened"]?["issued"]?.int64 ?? 0
        #expect(happened > 0 && total?["changed"]?["issued"]?.int64 ?? 0 > 2 * happened)
        #expect(report.json["wallets"]?["points"]?["segments"]?["spend"]?.array?.isEmpty == false)
        let table = try await caller.send(.get, "/v1/programme/what-if/report?format=csv")
        #expect(table.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(table.text.hasPrefix("table,wallet,key,figure,unit,happened,changed\r\n"))
        let other = try await caller.brand.service.createAPIKey(name: "other", scopes: [.eventsRead]).secret
        let hidden = try await caller.send(.get, "/v1/programme/what-if", showing: .header("Bearer \(other)"))
        #expect(hidden.status == 404)
        #expect(try await caller.send(.delete, "/v1/programme/what-if").status == 204)
        #expect(try await caller.send(.get, "/v1/programme/versions").json["items"]?.array?.count == 1)
    }

    @Test(
        "bad input is named",
        arguments: [
            ("?from=soon", 400, "from"), ("?through=2026-13-01", 400, "through"),
            ("?pointValue=much", 400, "pointValue"),
            ("?pointValue=stars%3D1%20MYR", 400, "pointValue"), ("?pointValue=0.01%20USD", 400, "pointValue"),
            ("?most=-1", 400, "most"), ("?most=101", 400, "most"),
        ]
    )
    func badInput(query: String, status: Int, field: String) async throws {
        let answer = try await start(try await Caller(), query)
        #expect(answer.status == status)
        #expect(answer.json["errors"]?.array?.first?["field"]?.string == field)
    }

    @Test("a document with mistakes is answered with their lines, and no programme at all with that")
    func documents() async throws {
        let caller = try await Caller()
        let broken = try await start(caller, "", Caller.kopiSetia.replacing("engine: 1", with: "engine: 9"))
        #expect(broken.status == 422 && broken.json["errors"]?.array?.first?["line"]?.int64 == 7)
        #expect(try await start(try await Caller(programme: nil, shops: [])).status == 409)
        #expect(try await caller.send(.get, "/v1/programme/what-if?wait=31").status == 400)
        #expect(try await caller.send(.get, "/v1/programme/what-if/report?format=pdf").status == 400)
    }

    @Test("a key without the scope reads no report")
    func scope() async throws {
        let caller = try await Caller()
        let secret = try await caller.brand.service.createAPIKey(name: "till", scopes: [.eventsWrite]).secret
        let answer = try await caller.send(.get, "/v1/programme/what-if", showing: .header("Bearer \(secret)"))
        #expect(answer.status == 403)
    }

    @Test("templates are listed, and each is a programme that can be published")
    func templates() async throws {
        let caller = try await Caller()
        let list = try await caller.send(.get, "/v1/programme/templates")
        let names = list.json["items"]?.array?.compactMap { $0["name"]?.string } ?? []
        #expect(names == ["retail", "hospitality", "technology", "services"])
        for name in names {
            let template = try await caller.send(
                .get,
                "/v1/programme/templates/\(name)?name=ours&currencies=THB,MYR&timeZone=Asia/Bangkok"
            )
            #expect(template.headers[.contentType] == "application/yaml")
            #expect(template.text.contains("programme: ours") && template.text.contains("THB: 1 per 8.00"))
            let validated = try await caller.send(
                .post,
                "/v1/programme/validate",
                template.text,
                type: "application/yaml"
            )
            #expect(validated.status == 200)
        }
        for query in [
            "?currencies=baht", "?currencies=THB,THB", "?timeZone=Asai/Bangkok", "?name=Our%20Club", "?name=a:%20b",
        ] {
            #expect(try await caller.send(.get, "/v1/programme/templates/retail\(query)").status == 400, "\(query)")
        }
        #expect(try await caller.send(.get, "/v1/programme/templates/farming").status == 404)
    }
}

/// What every report says first.
private enum WhatIfReportWords {
    static let assumption =
        "Behaviour is assumed unchanged: members would have bought, returned and redeemed as they did."
}
