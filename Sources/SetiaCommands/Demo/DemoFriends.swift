internal import JSONText
internal import SetiaCore
internal import SetiaDemo
internal import SetiaService

/// Who was brought by whom in the last weeks of the story, how far that has come, who stands on the list of tasters, and
/// a household: so that none of these pages is empty.
struct DemoFriends {
    let service: SetiaService
    let world: DemoWorld
    let until: Instant

    /// A friend: how many days before the end she joined, paid, and brought the order back.
    private struct Friend {
        let name: String
        let country: Key
        let joined: Int
        var paid: Int?
        var returned: Int?
    }

    private static let friends = [
        Friend(name: "Hafiz Omar", country: "MY", joined: 40, paid: 38),
        Friend(name: "Mei Ling Tan", country: "MY", joined: 34, paid: 31, returned: 29),
        Friend(name: "Rina Wulandari", country: "ID", joined: 6, paid: 5),
        Friend(name: "พิมพ์ชนก แสงทอง", country: "TH", joined: 2),
    ]

    /// Lets friends come, and what follows.
    ///
    /// - Returns: what it came to.
    func fill() async throws -> HistoryCounts {
        var counts = HistoryCounts()
        for (place, friend) in Self.friends.enumerated() {
            let members = try await service.findMembers(
                MemberQuery(status: .active, country: friend.country),
                limit: 3 + place
            )
            guard let referrer = members.rows.last?.id else { continue }
            try await come(friend, number: place + 1, by: referrer, &counts)
        }
        // Somebody who calls herself as her friend does: that is looked at first.
        if let row = try await service.findMembers(MemberQuery(status: .active, country: "ID"), limit: 6).rows.last,
            let name = try await service.member(row.id)?.person["name"]?.string
        {
            let same = Friend(name: name, country: "ID", joined: 1)
            try await come(same, number: Self.friends.count + 1, by: row.id, &counts)
        }
        world.travel(to: until)
        counts.events += Int64(try await service.passTime())
        try await write(&counts)
        return counts
    }

    private func come(_ friend: Friend, number: Int, by referrer: MemberID, _ counts: inout HistoryCounts) async throws
    {
        guard let code = try await service.referralCode(of: referrer)?.text else { return }
        func moment(_ days: Int) -> Instant { until.adding(days: -days).adding(milliseconds: Int64(number) * 660_000) }
        world.travel(to: moment(friend.joined))
        let member = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KSF00\(number)")],
                facts: MemberFacts(country: friend.country),
                person: ["name": .string(friend.name)]
            )
        ).member
        try await service.refer(member, code: code)
        counts.members += 1
        counts.events += 3
        let order = Key("friend-\(number)")
        if let days = friend.paid {
            world.travel(to: moment(days))
            try await tell(.orderPaid(try Self.order(order, friend.country)), "\(order)-paid", of: member)
            counts.orders += 1
            counts.events += 2
        }
        if let days = friend.returned {
            world.travel(to: moment(days))
            try await tell(.orderReturned(OrderReturn(order: order, id: "1")), "\(order)-back", of: member)
            counts.returns += 1
            counts.events += 2
        }
    }

    private func tell(_ matter: Event.Matter, _ id: String, of member: MemberID) async throws {
        let event = Event(
            source: "app",
            id: Key(id),
            occurredAt: service.surroundings.now(),
            channel: "app",
            matter: matter
        )
        switch try await service.record(Intake(event: event, who: .member(member))) {
        case .recorded, .kept: return
        case .refused(let refusal): throw refusal
        case .failed(let error): throw error
        }
    }

    private static func order(_ id: Key, _ country: Key) throws -> Order {
        let (code, price): (String, Int64) =
            switch country {
            case "ID": ("IDR", 63_000)
            case "TH": ("THB", 21_500)
            default: ("MYR", 2_490)
            }
        let lines = [
            Order.Line(sku: "kopi-susu", net: price / 3, categories: ["coffee"]),
            Order.Line(sku: "pandan-chiffon", net: price - price / 3, categories: ["bakery"]),
        ]
        guard let order = Order(id: id, currency: try Currency(code), lines: lines) else {
            preconditionFailure("an order that is none")
        }
        return order
    }

    /// Writes the list of tasters, and lets two who live together agree to spend together.
    private func write(_ counts: inout HistoryCounts) async throws {
        let rows = try await service.findMembers(MemberQuery(status: .active), limit: 8).rows
        let listed = try await service.list(rows.map(\.id), on: "tasters", isIn: true, by: .operator)
        counts.events += Int64(listed.changed)
        guard rows.count > 1 else { return }
        _ = try await service.invite(rows[1].id, toHouseholdOf: rows[0].id)
        _ = try await service.joinHousehold(of: rows[0].id, rows[1].id)
        counts.events += 3
    }
}
