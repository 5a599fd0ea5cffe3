import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("Carts in an export")
struct CartEventTests {
    private func event(_ type: String, _ data: String) throws -> JSON {
        try JSON.parse(
            #"{"specversion": "1.0", "id": "x", "source": "shop", "type": "\#(type)", "time": "2026-03-01T09:00:00Z", "#
                + #""subject": "01kdvvcrg6e008000000000006", "data": \#(data)}"#
        )
    }

    @Test("V-17: an export tells what a cart used and gave back, and nobody else does")
    func told() throws {
        let paid = try Money(minorUnits: 600, currency: try Currency("MYR"))
        let used = try event(
            "voucher.redeemed",
            #"{"cartId": "C", "orderId": "O", "points": {"amount": {"amount": 600, "currency": "MYR"}, "points": 600, "#
                + #""wallet": "points"}, "promotions": [{"amount": {"amount": 500, "currency": "MYR"}, "promotion": "five"}]}"#
        )
        guard case .voucherRedeemed(let cart) = try parseEvent(used, ofExport: true).event.matter else {
            Issue.record("no cart was read")
            return
        }
        #expect(cart.cart == "C" && cart.order == "O")
        #expect(cart.parts.map(\.promotion) == ["five"] && cart.parts[0].amount.minorUnits == 500)
        #expect(
            cart.points?.points == Points(600) && cart.points?.amount == paid
        )
        let plain = try parseEvent(try event("voucher.redeemed", #"{"cartId": "C", "promotions": []}"#), ofExport: true)
        #expect(plain.personal.members.isEmpty)
        let released = try event(
            "voucher.released",
            #"{"cartId": "C", "redeemedAt": "2026-03-01T08:00:00Z", "promotions": ["five"], "#
                + #""points": {"orderId": "cart/C", "points": 600, "wallet": "points"}}"#
        )
        guard case .voucherReleased(let back) = try parseEvent(released, ofExport: true).event.matter else {
            Issue.record("no cart was read")
            return
        }
        #expect(back.promotions == ["five"] && back.points?.order == "cart/C" && back.points?.points == Points(600))
        for json in [used, released] {
            #expect(throws: MalformedEvent.self) { try parseEvent(json) }
        }
        for wrong in [
            #"{"promotions": []}"#, #"{"cartId": "C", "points": {"wallet": "points"}}"#,
            #"{"cartId": "C", "points": 5}"#,
        ] {
            #expect(throws: MalformedEvent.self) {
                try parseEvent(try event("voucher.redeemed", wrong), ofExport: true)
            }
        }
    }
}
