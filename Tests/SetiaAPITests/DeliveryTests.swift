import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Deliveries over HTTP")
struct DeliveryTests {
    @Test("a shop tells that an order is on its way, late and there; what is wrong is named")
    func told() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await caller.enrolAna()
        func tell(_ type: String, _ data: JSONObject) async throws -> Answer {
            let event = Sample.event(type, id: type, ["subject": .string(ana)], data: data)
            return try await caller.send(
                .post,
                "/v1/events",
                event.text,
                type: "application/cloudevents+json"
            )
        }
        let shipped = try await tell("order.shipped", ["orderId": "B-1", "carrier": "pos-laju", "phone": "012"])
        #expect(shipped.status == 201, "\(shipped.text)")
        #expect(try await tell("order.delayed", ["orderId": "B-1", "days": .integer(2)]).status == 201)
        #expect(try await tell("order.delivered", ["orderId": "B-1"]).status == 201)
        #expect(try await tell("order.delivered", ["orderId": "B-1"]).status == 200)
        let wrong = try await tell("order.delayed", ["days": .integer(-1)])
        #expect(wrong.status == 422 && wrong.text.contains("days") && wrong.text.contains("must not be negative"))
        let events = try await caller.send(.get, "/v1/members/\(ana)/events")
        #expect(events.text.contains("order.shipped") && events.text.contains("order.delivered"))
    }
}
