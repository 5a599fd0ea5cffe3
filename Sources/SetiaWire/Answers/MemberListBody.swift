package import JSONText
package import SetiaCore

/// A member as she stands in a list; what is personal is in clear, but for numbers and addresses, which are hinted at.
package struct MemberRowBody: WireBody {
    private let id: MemberID
    private let name: String?
    private let status: MemberStatus
    private let level: Key?
    private let balance: WalletBalance?
    private let lastActiveAt: Instant?
    private let joinedAt: Instant?
    private let hints: (card: String?, phone: String?, email: String?)

    /// A row.
    package init(
        id: MemberID,
        name: String?,
        status: MemberStatus,
        level: Key?,
        balance: WalletBalance?,
        lastActiveAt: Instant?,
        joinedAt: Instant?,
        card: String?,
        phone: String?,
        email: String?
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.level = level
        self.balance = balance
        self.lastActiveAt = lastActiveAt
        self.joinedAt = joinedAt
        hints = (card, phone, email)
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let balance {
            json.key("balance")
            balance.write(to: &json)
        }
        if let card = hints.card { json.member("card", card) }
        if let email = hints.email { json.member("email", email) }
        json.member("id", id.text)
        json.member("joinedAt", joinedAt)
        json.member("lastActiveAt", lastActiveAt)
        json.member("level", level)
        if let name { json.member("name", name) }
        if let phone = hints.phone { json.member("phone", phone) }
        json.member("status", status.rawValue)
        json.endObject()
    }
}

/// A page of members: `{"cut": false, "items": […], "next": "…"}`.
package struct MemberPageBody: WireBody {
    private let items: [MemberRowBody]
    private let next: Cursor?
    private let wasCut: Bool

    /// A page; `wasCut` where not all were looked at.
    package init(items: [MemberRowBody], next: Cursor?, wasCut: Bool) {
        self.items = items
        self.next = next
        self.wasCut = wasCut
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("cut")
        json.bool(wasCut)
        json.key("items")
        json.list(items) { $0.write(to: &$1) }
        if let next { json.member("next", next.text) }
        json.endObject()
    }
}
