internal import SetiaCore

/// How far an order is on its way, ready to be said.
struct DeliveryTold {
    /// That it is on its way, that it has arrived, or that it comes later.
    let type: EventType
    /// The shop's number of the order; none where it was not told.
    let order: String?
    /// By how many days it comes later; none where that was not told.
    let days: Int64?
    /// Who brings it; none where it was not told.
    let carrier: String?
}

extension Explaining {
    /// How far an order is on its way; none of any other occurrence, and of one that the brand calls by a name of its own.
    func delivery(_ occurrence: Occurrence) -> DeliveryTold? {
        switch occurrence.type {
        case .orderShipped, .orderDelivered, .orderDelayed: break
        default: return nil
        }
        guard called(occurrence.type) == nil else { return nil }
        var told: [Key: Occurrence.Fact.Value] = [:]
        for fact in occurrence.facts { told[fact.name] = fact.value }
        func text(_ name: Key) -> String? {
            guard case .text(let text)? = told[name] else { return nil }
            return text.text
        }
        let days: Int64? = if case .number(let days)? = told["days"], days > 0 { days } else { nil }
        return DeliveryTold(type: occurrence.type, order: text("orderId"), days: days, carrier: text("carrier"))
    }
}

extension English {
    func delivery(_ told: DeliveryTold) -> String {
        let order = "Your order" + (told.order.map { " \($0)" } ?? "")
        return switch told.type {
        case .orderShipped: "\(order) is on its way" + (told.carrier.map { " with \($0)" } ?? "")
        case .orderDelivered: "\(order) has arrived"
        default:
            told.days.map { "\(order) comes \($0) \($0 == 1 ? "day" : "days") later than planned" }
                ?? "\(order) comes later than planned"
        }
    }
}

extension Malay {
    func delivery(_ told: DeliveryTold) -> String {
        let order = "Pesanan anda" + (told.order.map { " \($0)" } ?? "")
        return switch told.type {
        case .orderShipped: "\(order) dalam perjalanan" + (told.carrier.map { " dengan \($0)" } ?? "")
        case .orderDelivered: "\(order) telah tiba"
        default:
            told.days.map { "\(order) lewat \($0) hari daripada yang dijangka" }
                ?? "\(order) lewat daripada yang dijangka"
        }
    }
}

extension Indonesian {
    func delivery(_ told: DeliveryTold) -> String {
        let order = "Pesanan Anda" + (told.order.map { " \($0)" } ?? "")
        return switch told.type {
        case .orderShipped: "\(order) dalam perjalanan" + (told.carrier.map { " lewat \($0)" } ?? "")
        case .orderDelivered: "\(order) sudah tiba"
        default:
            told.days.map { "\(order) \($0) hari lebih lambat dari rencana" } ?? "\(order) lebih lambat dari rencana"
        }
    }
}

extension Thai {
    func delivery(_ told: DeliveryTold) -> String {
        let order = "คำสั่งซื้อ" + (told.order.map { " \($0) " } ?? "") + "ของคุณ"
        return switch told.type {
        case .orderShipped: "\(order)กำลังจัดส่ง" + (told.carrier.map { " โดย \($0)" } ?? "")
        case .orderDelivered: "\(order)มาถึงแล้ว"
        default: told.days.map { "\(order)มาช้ากว่ากำหนด \($0) วัน" } ?? "\(order)มาช้ากว่ากำหนด"
        }
    }
}
