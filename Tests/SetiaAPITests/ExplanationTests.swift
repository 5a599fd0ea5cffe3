import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Every point can say why, in four languages")
struct ExplanationTests {
    private func order(_ caller: Caller) async throws -> String {
        _ = try await caller.enrolAna()
        let receipt = try await caller.record(Sample.order(1, data: ["store": "kl-bangsar"]))
        return try #require(receipt.json["event"]?.string)
    }

    @Test("the whole explanation in English, to the byte")
    func english() async throws {
        let caller = try await Caller()
        let event = try await order(caller)
        let answer = try await caller.send(.get, "/v1/events/\(event)/explanation?language=en")
        let wanted = json(
            """
            {"event": "01kdvvcrg2e008000000000002-3", "language": "en",
             "headline": "You got 15 points for RM 10.00 at Bangsar on 2 March 2026",
             "balance": ["After this: 0 points to use, 65 on the way"],
             "steps": [
                {"code": "earned-by-rate", "rule": "base", "points": 10,
                 "text": "RM 10.00 at Bangsar · 1 point for each RM 1 · 10 points"},
                {"code": "earned-fixed", "rule": "coffee", "points": 5, "text": "Coffee bonus · 5 points"},
                {"code": "pending-until", "text": "You can use these 15 points from 16 March 2026"},
                {"code": "expires-at", "text": "Use these 15 points before 1 April 2027"},
                {"code": "counted-for-tier",
                 "text": "RM 10.00 counts towards your level · RM 10.00 so far in 2026"},
                {"code": "condition-not-met", "rule": "gold-half-more",
                 "text": "Half as much again for Gold: Gold and above only"},
                {"code": "condition-not-met", "rule": "ordered-in-the-app",
                 "text": "Ordered in the app: only in the app"}]}
            """
        )
        #expect(answer.text == wanted.text)
    }

    @Test(
        "the headline in each language",
        arguments: [
            ("en", "You got 15 points for RM 10.00 at Bangsar on 2 March 2026"),
            ("ms", "Anda mendapat 15 mata bagi pembelian RM10.00 di Bangsar pada 2 Mac 2026"),
            ("id", "Anda dapat 15 poin dari belanja RM10,00 di Bangsar tanggal 2 Maret 2026"),
            ("th", "คุณได้รับ 15 คะแนนจากยอดซื้อ RM 10.00 ที่ Bangsar เมื่อวันที่ 2 มีนาคม 2026 ค่ะ"),
        ]
    )
    func headline(language: String, headline: String) async throws {
        let caller = try await Caller()
        let event = try await order(caller)
        let answer = try await caller.send(.get, "/v1/events/\(event)/explanation?language=\(language)")
        #expect(answer.status == 200)
        #expect(answer.json["language"] == .string(language))
        #expect(answer.json["headline"] == .string(headline))
        let steps = answer.json["steps"]?.array ?? []
        #expect(steps.compactMap { $0["points"]?.int64 }.reduce(0, +) == 15)
    }

    @Test("who asks for no language gets the header's, and without one the member's own")
    func languageOfTheMember() async throws {
        let caller = try await Caller()
        let path = "/v1/events/\(try await order(caller))/explanation"
        let own = try await caller.send(.get, path)
        #expect(own.json["language"] == "ms")
        let header = try await caller.send(.get, path, headers: ["Accept-Language": "fr, th-TH;q=0.8, en;q=0.5"])
        #expect(header.json["language"] == "th")
        let both = try await caller.send(.get, path + "?language=id", headers: ["Accept-Language": "th"])
        #expect(both.json["language"] == "id")
    }

    @Test("a header that names no language of ours leaves the member's own")
    func unknownLanguageInTheHeader() async throws {
        let caller = try await Caller()
        let path = "/v1/events/\(try await order(caller))/explanation"
        for header in ["fr", "*", "fr-FR, *;q=0.1"] {
            let answer = try await caller.send(.get, path, headers: ["Accept-Language": header])
            #expect(answer.json["language"] == "ms", "\(header)")
        }
    }

    @Test("a language that we do not speak is a problem; so is an event that is not there")
    func wrongRequests() async throws {
        let caller = try await Caller()
        let event = try await order(caller)
        let french = try await caller.send(.get, "/v1/events/\(event)/explanation?language=fr")
        expect(french, 400, "invalid-parameter", "language", "must be one of en, ms, id, th")
        for id in [
            "x", "01kdvvcrg2e008000000000002-99", "01kdvvcrg2e008000000000002-03", "01kdvvcrg2e008000000000009-1",
        ] {
            for path in ["/v1/events/\(id)", "/v1/events/\(id)/explanation"] {
                let answer = try await caller.send(.get, path)
                #expect(answer.status == 404)
                #expect(answer.json["type"] == "/problems/not-found")
            }
        }
    }
}
