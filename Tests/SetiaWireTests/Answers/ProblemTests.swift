import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("An answer of no")
struct ProblemTests {
    private static let member = MemberID(Identifier(high: 1, low: 2))

    @Test(
        "each refusal has its name, its status and its field",
        arguments: [
            (
                Refusal.inTheFuture(occurredAt: Instant(milliseconds: 1), now: Instant(milliseconds: 0)),
                "in-the-future",
                422, "time"
            ),
            (.unknownMember("x"), "unknown-member", 404, "subject"),
            (.memberErased(member), "member-erased", 410, "subject"),
            (.memberClosed(member), "member-closed", 422, "subject"),
            (.unknownStore("x"), "unknown-store", 422, "data.store"),
            (.unknownCurrency("EUR", taken: ["MYR"]), "unknown-currency", 422, "data.currency"),
            (.unknownWallet("x", known: ["points"]), "unknown-wallet", 422, "data.wallet"),
            (.unknownSegment("x", known: ["press"]), "unknown-segment", 422, "data.segment"),
            (.unknownLevel(tierSet: "status", level: "x"), "unknown-level", 422, "data.level"),
            (.conflictingDuplicate(.order, key: "A"), "conflicting-duplicate", 409, "data.orderId"),
            (.unknownOrder("A"), "unknown-order", 422, "data.orderId"),
            (.unknownLine(3, lines: 2), "unknown-line", 422, "data.lines.line"),
            (.overReturn(line: 1, field: .amount, left: 5, asked: 6), "over-return", 422, "data.lines.amount"),
            (.alreadyReturned("A"), "already-returned", 409, "data.orderId"),
            (.notEnrolled(member), "not-enrolled", 422, "subject"),
            (.memberSuspended(member), "member-suspended", 422, "subject"),
            (.alreadyEnrolled(member), "already-enrolled", 409, "subject"),
            (
                .insufficientPoints(wallet: "points", available: Points(20), needed: Points(380)),
                "insufficient-points",
                422, "data.points"
            ),
            (.notTransferable(wallet: "points"), "not-transferable", 422, "data.wallet"),
            (.transferToSelf, "transfer-to-self", 422, "data.to"),
            (.transferLimit(left: Points(5), asked: Points(6)), "transfer-limit", 422, "data.points"),
            (.unknownHold("H"), "unknown-hold", 422, "data.holdId"),
            (.holdExists("H"), "hold-exists", 409, "data.holdId"),
            (.holdEnded("H", .expired), "hold-expired", 409, "data.holdId"),
            (.holdEnded("H", .captured), "hold-ended", 409, "data.holdId"),
            (.outOfRange(field: "data.lines"), "out-of-range", 422, "data.lines"),
            (.reward(.unknownReward("x", known: ["mug"])), "unknown-reward", 422, "data.reward"),
            (.reward(.notYet(reward: "mug", from: nil)), "not-yet", 422, "data.reward"),
            (.reward(.over(reward: "mug")), "reward-expired", 422, "data.reward"),
            (
                .reward(.wrongCountry(reward: "mug", country: nil, countries: ["MY"])), "wrong-country", 422, "subject"
            ),
            (
                .reward(.notEligible(reward: "mug", .level(tierSet: "status", level: "gold"))), "not-eligible", 422,
                "subject"
            ),
            (.reward(.wrongCurrency(reward: "mug", got: nil, taken: [])), "wrong-currency", 422, "data.currency"),
            (
                .reward(.priceChanged(reward: "mug", expected: Points(1), points: Points(2))), "price-changed", 409,
                "data.points"
            ),
            (
                .reward(.limitReached(reward: "mug", per: .month, most: 1, left: 0, again: nil)), "limit-reached", 422,
                "data.quantity"
            ),
            (.reward(.outOfStock(reward: "mug", left: nil)), "out-of-stock", 409, "data.reward"),
            (.reward(.redemptionExists("R")), "redemption-exists", 409, "data.redemptionId"),
            (.reward(.unknownRedemption("R")), "unknown-redemption", 404, "data.redemptionId"),
            (.reward(.redemptionIs("R", .expired)), "hold-expired", 409, "data.redemptionId"),
            (.reward(.redemptionIs("R", .captured)), "redemption-ended", 409, "data.redemptionId"),
            (.reward(.fulfilmentIs("R", .sent)), "wrong-step", 409, "data.step"),
            (
                .reward(.redemptionExpired("R", since: Instant(milliseconds: 0))), "redemption-expired", 409,
                "data.redemptionId"
            ),
            (.reward(.tooMany("R", left: 1, asked: 2)), "too-many", 422, "data.quantity"),
            (.reward(.tooLate("R", until: Instant(milliseconds: 0))), "too-late", 409, "data.redemptionId"),
        ]
    )
    func refusals(refusal: Refusal, name: String, status: Int, field: String) throws {
        let problem = problem(for: refusal)
        #expect(problem.name == name)
        #expect(problem.type == "/problems/" + name)
        #expect(problem.status == status)
        #expect(problem.errors.map(\.field) == [field])
        #expect(!problem.title.isEmpty && !problem.detail.isEmpty)
        #expect(try JSON.parse(problem.bytes).canonical == problem.bytes)
    }

    @Test("too few points says how many there are and how many are needed")
    func insufficientPoints() throws {
        var problem = problem(
            for: .insufficientPoints(wallet: "points", available: Points(20), needed: Points(380))
        )
        problem.instance = "/v1/events/7"
        #expect(
            try JSON.parse(problem.bytes) == [
                "type": "/problems/insufficient-points",
                "title": "Too few points",
                "status": 422,
                "detail": "20 points are available, and 380 are needed",
                "instance": "/v1/events/7",
                "available": 20,
                "needed": 380,
                "errors": [["field": "data.points", "reason": "20 points are available, and 380 are needed"]],
            ]
        )
    }

    @Test("an event with two wrong fields names both")
    func invalidEvent() throws {
        let problem = Problem.invalidEvent(
            MalformedEvent(problems: [
                Malformed(field: "id", reason: "is missing"), Malformed(field: "data.lines", reason: "is missing"),
            ])
        )
        #expect(
            try JSON.parse(problem.bytes) == [
                "type": "/problems/invalid-event",
                "title": "The event cannot be taken",
                "status": 422,
                "detail": "id is missing (and 1 more)",
                "errors": [
                    ["field": "id", "reason": "is missing"], ["field": "data.lines", "reason": "is missing"],
                ],
            ]
        )
    }

    @Test("a text that is no JSON says where it stops being it")
    func malformedJSON() throws {
        let failure = try #require(throws: JSONFailure.self) { try JSON.parse("{\"a\": 1,\n}") }
        let json = try JSON.parse(Problem.malformedJSON(failure).bytes)
        #expect(json["status"] == 400)
        #expect(json["errors"]?.array?.first?["line"] == 2)
    }

    @Test("a programme with problems names line, column, path and reason of each")
    func invalidProgramme() throws {
        let text = kopiSetia.replacing("engine: 1", with: "engine: 2").replacing("multiply: 1.5", with: "multiply: 0")
        let failure = try #require(throws: MalformedProgramme.self) { try Programme(document: text) }
        let json = try JSON.parse(Problem.invalidProgramme(failure).bytes)
        #expect(json["type"] == "/problems/invalid-programme")
        #expect(
            json["errors"]?.array?.first == [
                "field": "engine", "line": 7, "column": 9, "reason": "must be 1, the only engine there is yet",
            ]
        )
        #expect(json["errors"]?.array?.count == 2)
    }
}
