import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("A receipt")
struct ReceiptTests {
    @Test("says what the order gave, what moved, what she holds and why")
    func inFull() throws {
        var ana = try Journey()
        try ana.happens("2026-01-01", .memberEnrolled(MemberFacts()))
        try ana.pays("2026-03-01", order: "A", sen: 1_250)
        let expected = """
            {
              "balances": {
                "points": {
                  "active": 50,
                  "available": 50,
                  "debt": 0,
                  "held": 0,
                  "pending": 17
                }
              },
              "entries": [
                {
                  "activeFrom": "2026-03-14T16:00:00Z",
                  "at": "2026-03-01T04:00:00Z",
                  "balance": 67,
                  "expiresAt": "2027-03-31T16:00:00Z",
                  "kind": "earn",
                  "lot": 4,
                  "number": 4,
                  "points": 17,
                  "wallet": "points"
                }
              ],
              "event": "0000000000000g000000000002-3",
              "id": "2026-03-01",
              "levels": {
                "status": "silver"
              },
              "member": "0000000000000g000000000002",
              "occurredAt": "2026-03-01T04:00:00Z",
              "points": {
                "points": 17
              },
              "programmeVersion": 3,
              "reasons": [
                {
                  "basis": {
                    "amount": 1250,
                    "currency": "MYR"
                  },
                  "code": "earned-by-rate",
                  "each": 1,
                  "per": {
                    "amount": 100,
                    "currency": "MYR"
                  },
                  "points": 12,
                  "rule": "base",
                  "wallet": "points"
                },
                {
                  "code": "condition-not-met",
                  "condition": "member.tiers.status.atLeast(\\"gold\\")",
                  "rule": "gold-half-more",
                  "test": 0
                },
                {
                  "code": "earned-fixed",
                  "points": 5,
                  "rule": "coffee",
                  "wallet": "points"
                },
                {
                  "code": "condition-not-met",
                  "condition": "event.channel == \\"app\\"",
                  "rule": "ordered-in-the-app",
                  "test": 0
                },
                {
                  "code": "pending-until",
                  "points": 17,
                  "until": "2026-03-14T16:00:00Z",
                  "wallet": "points"
                },
                {
                  "at": "2027-03-31T16:00:00Z",
                  "code": "expires-at",
                  "points": 17,
                  "wallet": "points"
                },
                {
                  "amount": {
                    "amount": 1250,
                    "currency": "MYR"
                  },
                  "code": "counted-for-tier",
                  "tierSet": "status",
                  "total": {
                    "amount": 1250,
                    "currency": "MYR"
                  }
                }
              ],
              "recordedAt": "2026-03-01T04:00:01.500Z",
              "replayed": false,
              "source": "till",
              "type": "order.paid"
            }
            """
        #expect(try JSON.parse(ana.receipt.bytes).pretty == expected)
    }

    @Test("of a late event says that it is late")
    func late() throws {
        var ana = try Journey()
        try ana.happens("2026-01-01", .memberEnrolled(MemberFacts()))
        try ana.pays("2026-03-01", order: "A", sen: 1_250)
        #expect(try JSON.parse(ana.receipt.bytes)["late"] == nil)
        try ana.pays("2026-02-01", order: "B", sen: 1_250)
        #expect(try JSON.parse(ana.receipt.bytes)["late"] == .bool(true))
    }

    @Test("gives each reason a code of its own, and all that belongs to it", arguments: Reasons.all)
    func reason(_ reason: Reasons.Case) throws {
        #expect(try JSON.parse(reasonText(reason.reason)) == JSON.parse(reason.json))
    }

    @Test("no two reasons have one code")
    func codesDiffer() throws {
        let codes = try Reasons.all.map { try JSON.parse($0.json)["code"]?.string ?? "" }
        #expect(Set(codes).count == codes.count)
        for code in codes { #expect(code.allSatisfy { $0.isLowercase || $0 == "-" }) }
    }

    @Test("has its keys in the order of their bytes at every level, whatever is in it")
    func sortedKeys() throws {
        for reason in Reasons.all {
            let bytes = receipt([reason.reason]).bytes
            #expect(try JSON.parse(bytes).canonical == bytes, "\(reason.json)")
        }
    }

    private func receipt(_ reasons: [Reason]) -> ReceiptBody {
        let event = Event(source: "s", id: "i", occurredAt: Instant(milliseconds: 0), matter: .timePassed)
        let decision = Decision(
            number: 1,
            programmeVersion: 1,
            isLate: true,
            entries: [],
            reasons: reasons,
            balances: ["z", "a", "points"].map { wallet in
                WalletBalance(wallet: wallet, active: .zero, pending: .zero, held: .zero, debt: .zero)
            },
            levels: [.init(tierSet: "z", level: "a"), .init(tierSet: "b", level: "c")]
        )
        return ReceiptBody(
            member: "m",
            eventID: "m-1",
            event: event,
            decision: decision,
            recordedAt: Instant(milliseconds: 1),
            isReplay: true
        )
    }

    private func reasonText(_ reason: Reason) throws -> String {
        let json = try JSON.parse(receipt([reason]).bytes)
        return try #require(json["reasons"]?.array?.first).text
    }
}

/// Every reason there is, and how it is told.
enum Reasons {
    struct Case: Sendable {
        let reason: Reason
        let json: String
    }

    private static func money(_ units: Int64) -> Money {
        guard let currency = try? Currency("MYR"), let money = try? Money(minorUnits: units, currency: currency) else {
            fatalError("no money: \(units)")
        }
        return money
    }

    private static let noon = Instant(milliseconds: 43_200_000)

    private static let takenBack = Reason.TakenBack(
        pending: Points(1),
        active: Points(2),
        lapsed: Points(3),
        others: Points(4),
        owed: Points(5),
        forgiven: Points(6)
    )

    private static func of(_ reason: Reason, _ json: String) -> Case {
        Case(reason: reason, json: json)
    }

    static let all: [Case] = [
        of(
            .earnedByRate(
                rule: "r",
                wallet: "w",
                basis: money(1_250),
                each: Points(1),
                per: money(100),
                points: Points(12)
            ),
            #"""
            {"code": "earned-by-rate", "rule": "r", "wallet": "w", "basis": {"amount": 1250, "currency": "MYR"},
             "each": 1, "per": {"amount": 100, "currency": "MYR"}, "points": 12}
            """#
        ),
        of(
            .earnedFixed(rule: "r", wallet: "w", points: Points(5)),
            #"{"code": "earned-fixed", "rule": "r", "wallet": "w", "points": 5}"#
        ),
        of(
            .multiplied(rule: "r", wallet: "w", factor: Rational(3, 2), points: Points(6)),
            #"{"code": "multiplied", "rule": "r", "wallet": "w", "factor": "1.5", "points": 6}"#
        ),
        of(
            .conditionNotMet(rule: "r", condition: "true", test: 1),
            #"{"code": "condition-not-met", "rule": "r", "condition": "true", "test": 1}"#
        ),
        of(
            .noRateForCurrency(rule: "r", wallet: "w", currency: money(0).currency),
            #"{"code": "no-rate-for-currency", "rule": "r", "wallet": "w", "currency": "MYR"}"#
        ),
        of(.guestEarnsNothing, #"{"code": "guest-earns-nothing"}"#),
        of(
            .pendingUntil(wallet: "w", points: Points(5), until: noon),
            #"{"code": "pending-until", "wallet": "w", "points": 5, "until": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .expiresAt(wallet: "w", points: Points(5), at: noon),
            #"{"code": "expires-at", "wallet": "w", "points": 5, "at": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .lapsed(wallet: "w", points: Points(5), at: noon),
            #"{"code": "lapsed", "wallet": "w", "points": 5, "at": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .waitsFor(wallet: "w", points: Points(5), event: .stayCompleted, until: noon),
            #"{"code": "waits-for", "wallet": "w", "points": 5, "event": "stay.completed", "#
                + #""until": "1970-01-01T12:00:00Z"}"#
        ),
        of(.activated(wallet: "w", points: Points(5)), #"{"code": "activated", "wallet": "w", "points": 5}"#),
        of(
            .cancelled(wallet: "w", points: Points(5), at: noon),
            #"{"code": "cancelled", "wallet": "w", "points": 5, "at": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .keptAlive(wallet: "w", points: Points(5), until: noon),
            #"{"code": "kept-alive", "wallet": "w", "points": 5, "until": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .held(wallet: "w", points: Points(5), until: noon),
            #"{"code": "held", "wallet": "w", "points": 5, "until": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .transferred(wallet: "w", points: Points(5), fee: Points(1)),
            #"{"code": "transferred", "wallet": "w", "points": 5, "fee": 1}"#
        ),
        of(.received(wallet: "w", points: Points(5)), #"{"code": "received", "wallet": "w", "points": 5}"#),
        of(.transferTaken(wallet: "w", points: Points(5)), #"{"code": "transfer-taken", "wallet": "w", "points": 5}"#),
        of(
            .transferReturned(wallet: "w", points: Points(5)),
            #"{"code": "transfer-returned", "wallet": "w", "points": 5}"#
        ),
        of(.released(wallet: "w", points: Points(5)), #"{"code": "released", "wallet": "w", "points": 5}"#),
        of(
            .holdExpired(wallet: "w", points: Points(5), at: noon),
            #"{"code": "hold-expired", "wallet": "w", "points": 5, "at": "1970-01-01T12:00:00Z"}"#
        ),
        of(.debtPaid(wallet: "w", points: Points(5)), #"{"code": "debt-paid", "wallet": "w", "points": 5}"#),
        of(
            .pointsExpiring(wallet: "w", points: Points(5), at: noon, days: 30),
            #"{"code": "points-expiring", "wallet": "w", "points": 5, "days": 30, "at": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .debtWrittenOff(wallet: "w", points: Points(5), since: noon),
            #"{"code": "debt-written-off", "wallet": "w", "points": 5, "since": "1970-01-01T12:00:00Z"}"#
        ),
        of(.spent(wallet: "w", points: Points(5)), #"{"code": "spent", "wallet": "w", "points": 5}"#),
        of(
            .givenBack(wallet: "w", points: Points(5), renewed: Points(2)),
            #"{"code": "given-back", "wallet": "w", "points": 5, "renewed": 2}"#
        ),
        of(
            .clawedBack(wallet: "w", takenBack),
            #"""
            {"code": "clawed-back", "wallet": "w", "pending": 1, "active": 2, "lapsed": 3, "others": 4, "owed": 5,
             "forgiven": 6, "taken": 12}
            """#
        ),
        of(
            .corrected(event: 7, name: "A-1", wallet: "w", points: Points(-5)),
            #"{"code": "corrected", "event": 7, "name": "A-1", "wallet": "w", "points": -5}"#
        ),
        of(.opened(wallet: "w", points: Points(5)), #"{"code": "opened", "wallet": "w", "points": 5}"#),
        of(.adjusted(wallet: "w", points: Points(-5)), #"{"code": "adjusted", "wallet": "w", "points": -5}"#),
        of(
            .countedForTier(tierSet: "t", amount: money(1), total: money(2)),
            #"""
            {"code": "counted-for-tier", "tierSet": "t", "amount": {"amount": 1, "currency": "MYR"},
             "total": {"amount": 2, "currency": "MYR"}}
            """#
        ),
        of(
            .notCountedForTier(tierSet: "t", currency: money(0).currency),
            #"{"code": "not-counted-for-tier", "tierSet": "t", "currency": "MYR"}"#
        ),
        of(
            .levelReached(tierSet: "t", from: nil, to: "gold", until: nil),
            #"{"code": "level-reached", "tierSet": "t", "to": "gold"}"#
        ),
        of(
            .levelKept(tierSet: "t", level: "gold", until: noon),
            #"{"code": "level-kept", "tierSet": "t", "level": "gold", "until": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .levelLost(tierSet: "t", from: "gold", to: "silver", until: noon),
            #"{"code": "level-lost", "tierSet": "t", "from": "gold", "to": "silver", "until": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .countedTowards(tierSet: "t", metric: .events(.visitCompleted), amount: 1, total: 4),
            #"""
            {"code": "counted-towards-tier", "tierSet": "t", "metric": "events visit.completed", "count": 1, "sum": 4}
            """#
        ),
        of(
            .levelInGrace(tierSet: "t", level: "gold", until: noon),
            #"{"code": "level-in-grace", "tierSet": "t", "level": "gold", "until": "1970-01-01T12:00:00Z"}"#
        ),
        of(
            .levelEnding(tierSet: "t", level: "gold", until: noon, days: 30),
            #"{"code": "level-ending", "tierSet": "t", "level": "gold", "days": 30, "until": "1970-01-01T12:00:00Z"}"#
        ),
        of(.late, #"{"code": "late"}"#),
        of(.joined, #"{"code": "joined"}"#),
        of(
            .reward(
                RewardStep(
                    redemption: "R",
                    reward: "mug",
                    kind: .captured,
                    quantity: 2,
                    wallet: "w",
                    points: Points(600),
                    money: nil,
                    until: nil
                )
            ),
            #"{"code": "reward", "points": 600, "quantity": 2, "redemptionId": "R", "reward": "mug", "step": "captured", "wallet": "w"}"#
        ),
    ]
}
