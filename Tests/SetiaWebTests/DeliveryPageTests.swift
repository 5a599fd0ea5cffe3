import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Deliveries on pages")
struct DeliveryPageTests {
    @Test(
        "she reads in her history that her order is on its way, late and there",
        arguments: [
            ("en", ["Your order is on its way", "Your order comes later than planned", "Your order has arrived"]),
            ("ms", ["Pesanan anda dalam perjalanan", "lewat daripada yang dijangka", "Pesanan anda telah tiba"]),
            ("id", ["Pesanan Anda dalam perjalanan", "lebih lambat dari rencana", "Pesanan Anda sudah tiba"]),
            ("th", ["คำสั่งซื้อของคุณกำลังจัดส่ง", "คำสั่งซื้อของคุณมาช้ากว่ากำหนด", "คำสั่งซื้อของคุณมาถึงแล้ว"]),
        ]
    )
    func history(language: String, told: [String]) async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let member = try await service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "KS-1")], facts: MemberFacts(), person: [:])
        ).member
        visitor.cookies["setia-member"] = try await service.startMemberSession(member)
        visitor.cookies["setia-language"] = language
        for type in [EventType.orderShipped, .orderDelayed, .orderDelivered] {
            let event = Event(
                source: "shop",
                id: Key(type.rawValue),
                occurredAt: visitor.brand.clock.now,
                matter: .happened(Occurrence(type: type, facts: []))
            )
            _ = try await service.record(Intake(event: event, who: .member(member)))
            visitor.brand.clock.advance(milliseconds: 1_000)
        }
        let page = try await visitor.get("/card/history")
        for text in told { #expect(page.text.contains(text), "\(text)") }
        #expect(try await visitor.get("/card").text.contains(told[2]))
    }
}
