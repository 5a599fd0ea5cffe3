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

    @Test(
        "she reads which order it is, by how many days it is late, and who brings it",
        arguments: [
            ("en", ["Your order A-17 is on its way with pos-laju", "Your order A-17 comes 2 days later than planned"]),
            ("ms", ["Pesanan anda A-17 dalam perjalanan dengan pos-laju", "Pesanan anda A-17 lewat 2 hari"]),
            ("id", ["Pesanan Anda A-17 dalam perjalanan lewat pos-laju", "Pesanan Anda A-17 2 hari lebih lambat"]),
            ("th", ["คำสั่งซื้อ A-17 ของคุณกำลังจัดส่ง โดย pos-laju", "คำสั่งซื้อ A-17 ของคุณมาช้ากว่ากำหนด 2 วัน"]),
        ]
    )
    func which(language: String, told: [String]) async throws {
        let visitor = try await Visitor()
        let service = visitor.brand.service
        let member = try await service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "KS-1")], facts: MemberFacts(), person: [:])
        ).member
        visitor.cookies["setia-member"] = try await service.startMemberSession(member)
        visitor.cookies["setia-language"] = language
        let order = Occurrence.Fact(name: "orderId", value: .text("A-17"))
        let facts: [(EventType, [Occurrence.Fact])] = [
            (.orderShipped, [Occurrence.Fact(name: "carrier", value: .text("pos-laju")), order]),
            (.orderDelayed, [Occurrence.Fact(name: "days", value: .number(2)), order]),
        ]
        for (type, facts) in facts {
            let event = Event(
                source: "shop",
                id: Key(type.rawValue),
                occurredAt: visitor.brand.clock.now,
                matter: .happened(Occurrence(type: type, facts: facts))
            )
            _ = try await service.record(Intake(event: event, who: .member(member)))
            visitor.brand.clock.advance(milliseconds: 1_000)
        }
        let page = try await visitor.get("/card/history")
        for text in told { #expect(page.text.contains(text), "\(text)") }
    }
}
