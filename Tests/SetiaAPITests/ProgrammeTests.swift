import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("The programme")
struct ProgrammeTests {
    /// The example programme, with two points for each ringgit.
    private static let doubled = Caller.kopiSetia.replacing("MYR: 1 per 1.00", with: "MYR: 2 per 1.00")

    private func post(_ what: String, _ document: String, to caller: Caller) async throws -> Answer {
        try await caller.send(.post, "/v1/programme/\(what)", document, type: "application/yaml")
    }

    @Test("the programme is given out as it was published, to the byte, with its number")
    func document() async throws {
        let caller = try await Caller()
        for path in ["/v1/programme", "/v1/programme/versions/1"] {
            let answer = try await caller.send(.get, path)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/yaml")
            #expect(answer.header("Setia-Programme-Version") == "1")
            #expect(answer.text == Caller.kopiSetia)
        }
        for version in ["0", "2", "x", "01x"] {
            let answer = try await caller.send(.get, "/v1/programme/versions/\(version)")
            #expect(answer.status == 404)
        }
    }

    @Test("a good document is told back in short, and not published")
    func validate() async throws {
        let caller = try await Caller()
        let answer = try await post("validate", ProgrammeTests.doubled, to: caller)
        let wanted = json(
            """
            {"valid": true, "programme": "kopi-setia", "timeZone": "Asia/Kuala_Lumpur",
             "languages": ["en", "ms", "id", "th"], "currencies": ["MYR", "IDR", "THB"], "wallets": ["points"],
             "tiers": {"status": ["silver", "gold", "platinum"]},
             "rules": ["welcome", "base", "gold-half-more", "coffee", "ordered-in-the-app"]}
            """
        )
        #expect(answer.text == wanted.text)
        let versions = try await caller.send(.get, "/v1/programme/versions")
        #expect(versions.json["items"]?.array?.count == 1)
    }

    @Test("a document with mistakes is answered with the line of each, by validating and by publishing")
    func mistakes() async throws {
        let caller = try await Caller()
        let lines = Caller.kopiSetia.split(separator: "\n", omittingEmptySubsequences: false)
        let rate = try #require(lines.firstIndex { $0.contains("MYR: 1 per 1.00") })
        let base = try #require(lines.firstIndex { $0.contains("by: rate") })
        let document = Caller.kopiSetia.replacing("MYR: 1 per 1.00", with: "MYR: 1 per 1.005")
            .replacing("wallet: points, by: rate", with: "wallet: miles, by: rate")
        for what in ["validate", "publish"] {
            let answer = try await post(what, document, to: caller)
            #expect(answer.status == 422)
            #expect(answer.json["type"] == "/problems/invalid-programme")
            let errors = answer.json["errors"]?.array ?? []
            #expect(errors.map { $0["line"]?.int64 } == [Int64(rate + 1), Int64(base + 1)])
            #expect(errors.map { $0["field"] } == ["wallets.points.rates.MYR", "rules[1].earn.wallet"])
            #expect(errors.last?["reason"] == "there is no wallet 'miles'; there are: points")
        }
    }

    @Test("what is given out of each budget is told, for the stretch that today is in")
    func budgets() async throws {
        let caller = try await Caller()
        #expect(try await caller.send(.get, "/v1/programme/budgets").json["items"] == [])
        let budget = "earn: {wallet: points, by: rate}\n    budget: 50 points per month"
        let document = Caller.kopiSetia.replacing("earn: {wallet: points, by: rate}", with: budget)
        #expect(try await post("publish", document, to: caller).status == 201)
        let order = try await caller.record(Sample.order(1))
        let given = try #require(order.json["points"]?["points"]?.int64)
        let answer = try await caller.send(.get, "/v1/programme/budgets")
        #expect(answer.status == 200)
        let use = try #require(answer.json["items"]?.array?.first)
        #expect(use["rule"] == "base" && use["span"] == "month" && use["points"]?.int64 == 50)
        let taken = try #require(use["taken"]?.int64)
        #expect(taken > 0 && taken <= given && use["left"]?.int64 == 50 - taken)
    }

    @Test("a published version decides from its moment on, and what was decided stays")
    func publish() async throws {
        let caller = try await Caller()
        let before = try await caller.record(Sample.order(1))
        let published = try await caller.send(
            .post,
            "/v1/programme/publish?validFrom=2026-03-02T10:00:00%2B08:00",
            ProgrammeTests.doubled,
            type: "application/yaml"
        )
        #expect(published.status == 201)
        let version = json(
            """
            {"version": 2, "new": true, "state": "scheduled", "validFrom": "2026-03-02T02:00:00Z", "publishedAt": "2026-03-02T01:30:00Z"}
            """
        )
        #expect(published.text == version.text)
        let waiting = try await caller.record(Sample.order(2))
        #expect(waiting.json["points"] == ["points": 15])
        caller.brand.clock.now = instant("2026-03-02T10:00:00+08:00")
        let after = try await caller.record(Sample.order(3, ["time": "2026-03-02T10:00:00+08:00"]))
        #expect(after.json["points"] == ["points": 25])
        #expect(after.json["programmeVersion"] == 2)
        let again = try await caller.record(Sample.order(1))
        #expect(again.text == replayed(before.text))
        let now = try await caller.send(.get, "/v1/programme")
        #expect(now.text == ProgrammeTests.doubled)
        let list = try await caller.send(.get, "/v1/programme/versions")
        let wanted = json(
            """
            {"items": [
                {"version": 2, "state": "published", "validFrom": "2026-03-02T02:00:00Z", "publishedAt": "2026-03-02T01:30:00Z"},
                {"version": 1, "state": "superseded", "validFrom": "2026-01-01T04:00:00Z", "publishedAt": "2026-01-01T04:00:00Z"}]}
            """
        )
        #expect(list.text == wanted.text)
    }

    @Test("the newest document again publishes nothing")
    func publishAgain() async throws {
        let caller = try await Caller()
        let answer = try await post("publish", Caller.kopiSetia, to: caller)
        #expect(answer.status == 200)
        #expect(answer.json["version"] == 1)
        #expect(answer.json["new"] == .bool(false))
    }

    @Test("no version begins in the past, nor before one that is published already")
    func wrongBeginnings() async throws {
        let caller = try await Caller()
        func publish(_ from: String, _ document: String) async throws -> Answer {
            try await caller.send(.post, "/v1/programme/publish?validFrom=\(from)", document, type: "application/yaml")
        }
        let past = try await publish("2026-03-02T09:29:59.999%2B08:00", ProgrammeTests.doubled)
        expect(past, 422, "begins-in-the-past", "validFrom", "must not be in the past")
        _ = try await publish("2026-04-01T00:00:00%2B08:00", ProgrammeTests.doubled)
        let tripled = Caller.kopiSetia.replacing("MYR: 1 per 1.00", with: "MYR: 3 per 1.00")
        let before = try await publish("2026-03-31T00:00:00%2B08:00", tripled)
        expect(before, 409, "begins-before-the-newest", "validFrom", "must not be before version 2")
        let word = try await publish("tomorrow", tripled)
        let form = "must be a day such as 2026-03-01, or a time such as 2026-03-01T00:00:00+08:00"
        expect(word, 400, "invalid-parameter", "validFrom", form)
    }
}
