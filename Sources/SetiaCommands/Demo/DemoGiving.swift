internal import SetiaCore
internal import SetiaDemo
internal import SetiaService

/// What lies on the shelves on the story's last day, who has something of it, and a batch of codes: so that the pages of
/// rewards and promotions show something.
struct DemoGiving {
    let service: SetiaService
    let until: Instant

    /// How many places the cupping evenings of the season have.
    private static let places: Int64 = 40
    /// How many cards with a code lie at the tills.
    private static let codes: Int64 = 60
    private static let day: Int64 = 86_400_000

    /// What members wish for in turn, and how far it has come.
    private static let wishes: [(reward: Key, steps: [RedemptionChange.Step])] = [
        ("coffee", [.deliver]), ("mug", [.pack, .send]), ("cupping", []), ("coffee", []), ("mug", [.pack]), ("mug", []),
    ]

    /// Fills shelves, makes codes, and lets those who came last and can pay have a reward each.
    ///
    /// - Returns: how many events were recorded.
    func fill() async throws -> Int64 {
        _ = try await service.loadStock(of: "cupping", by: Self.places, reason: "Musim ini", by: .operator)
        let batch = try await service.orderVouchers(
            VoucherOrder(
                promotion: "come-again",
                count: Self.codes,
                prefix: "LAGI",
                validUntil: until.adding(milliseconds: 60 * Self.day)
            )
        )
        _ = try await service.makeVouchers(of: batch)
        var (events, given) = (Int64(0), 0)
        for country in ["MY", "ID", "TH"] as [Key] {
            let currency = try DemoGiving.currency(of: country)
            let rows = try await service.findMembers(MemberQuery(status: .active, country: country), limit: 40).rows
            var left = Self.wishes.count
            for row in rows where left > 0 {
                let recorded = try await give(row.id, currency, from: given)
                events += recorded
                left -= recorded > 0 ? 1 : 0
                given += recorded > 0 ? 1 : 0
            }
        }
        return events
    }

    /// The first of the wishes, from one on, that she can pay.
    private func give(_ member: MemberID, _ currency: Currency, from first: Int) async throws -> Int64 {
        for place in Self.wishes.indices {
            let wish = Self.wishes[(first + place) % Self.wishes.count]
            let id = service.newRedemptionID()
            let asked = RewardWish(id: id, reward: wish.reward, currency: currency)
            guard case .recorded = try await service.redeem(asked, for: member, channel: "card") else { continue }
            for step in wish.steps {
                _ = try await service.change(RedemptionChange(redemption: id, step: step), of: member)
            }
            return 1 + Int64(wish.steps.count)
        }
        return 0
    }

    private static func currency(of country: Key) throws -> Currency {
        switch country {
        case "ID": try Currency("IDR")
        case "TH": try Currency("THB")
        default: try Currency("MYR")
        }
    }
}
