import JSONText
import SetiaCore
import Testing

@testable import SetiaService

@Suite("What is said to suppliers")
struct SupplierMessageTests {
    private func order(_ redemption: Key, place: Int64 = 0, amount: Money? = nil) -> SupplierOrder {
        SupplierOrder(
            member: MemberID(Identifier(high: 1, low: 2)),
            redemption: redemption,
            place: place,
            reward: "card",
            supplied: SuppliedReward(supplier: "acme", amount: amount),
            at: Instant(milliseconds: 0),
            dueAt: nil
        )
    }

    @Test("W-19: an order's number is the same for good, and no other order has it")
    func numbers() throws {
        let member = MemberID(Identifier(high: 1, low: 2)).text
        #expect(order("R1").id == "ord_\(member)_R1_0")
        #expect(order("a/b.c é\n").id == "ord_\(member)_a~2fb~2ec~20~c3~a9~0a_0")
        let ids = ["R", "R_0", "R~", "r", "R1"].flatMap { id in [0, 1, 10].map { order(Key(id), place: $0).id } }
        #expect(Set(ids).count == ids.count)
        let plain = ids.allSatisfy {
            $0.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
                    || byte == 126
            }
        }
        #expect(plain)
    }

    @Test("W-17: an order says what it is for, and names nobody")
    func body() throws {
        let ringgit = try Currency("MYR")
        let whole = order("R1", amount: try Money(minorUnits: 2_000, currency: ringgit))
        #expect(
            String(decoding: whole.body, as: UTF8.self)
                == #"{"amount":2000,"currency":"MYR","order":"\#(whole.id)","orderedAt":"1970-01-01T00:00:00Z","reward":"card"}"#
        )
        #expect(try JSON.parse(order("R1").body)["amount"] == nil)
    }

    @Test(
        "W-19: what an answer means, by its status and body",
        arguments: [
            (201, #"{"code": "A", "pin": 4, "url": "http://x", "expiresAt": "soon"}"#, "code A"),
            (200, #"{"code": "A"}"#, "code A"), (201, "{}", "unclear"), (201, "", "unclear"),
            (201, #"{"code": ""}"#, "unclear"), (201, #"{"code": "a\u0000b"}"#, "unclear"), (202, "", "later"),
            (204, "", "unclear"), (301, "", "unclear"), (400, "", "refused it answered 400"),
            (422, #"{"reason": "sold\nout"}"#, "refused sold out"), (410, "{}", "refused it answered 410"),
            (401, #"{"reason": "who?"}"#, "unclear"), (403, "", "unclear"), (404, "", "unclear"), (405, "", "unclear"),
            (408, "", "unclear"), (425, "", "unclear"), (429, "", "unclear"), (500, "", "unclear"),
            (503, "", "unclear"),
        ]
    )
    func answers(status: Int, body: String, meaning: String) {
        let told: String =
            switch SupplierAnswer(status: status, body: Array(body.utf8), isAsked: false) {
            case .delivered(let code):
                code == SuppliedCode(code: code.code) ? "code \(code.code)" : "more than a code"
            case .later: "later"
            case .refused(let reason): "refused \(reason)"
            case .unknownOrder: "unknown"
            case .unclear: "unclear"
            }
        #expect(told == meaning)
        guard status == 404 else { return }
        #expect(SupplierAnswer(status: 404, body: [], isAsked: true) == .unknownOrder)
    }

    @Test("W-19: an order waits longer after each attempt, six hours at most")
    func pauses() {
        let pauses = (1...10).map { attempts in
            var order = order("R")
            order.attempts = attempts
            return order.pause / 1_000
        }
        #expect(pauses == [5, 30, 120, 600, 1_800, 3_600, 7_200, 21_600, 21_600, 21_600])
    }
}
