internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// The catalogue and what was had, as tables to take away (rule W-16).
    var rewardTablePages: [Page] {
        [
            Page(.get, "/console/rewards.csv", .may(.seeProgramme), answer: rewardTable),
            Page(.get, "/console/redemptions.csv", .may(.seeMember), answer: redemptionTable),
        ]
    }

    private func rewardTable(_ visit: Visit) async throws -> Response {
        let words = RewardWords(visit: visit, brand: try await brand())
        let heads = ["reward", "kind", "name", "price", "stock", "left", "had", "held", "toHandOver"]
        let rows = try await service.catalogue().map { shelved in
            let reward = shelved.reward
            return [
                reward.key.text, reward.kind.rawValue, words.name(reward.key), words.prices(reward),
                reward.stock.rawValue, shelved.left.map { "\($0)" } ?? "", "\(shelved.sum.had)",
                "\(shelved.sum.held)", "\(shelved.sum.open)",
            ]
        }
        return table("rewards", [heads] + rows)
    }

    /// What members have and had, the oldest first; without codes, since whoever reads one can use it.
    private func redemptionTable(_ visit: Visit) async throws -> Response {
        var rows = [
            [
                "redemption", "member", "reward", "kind", "quantity", "kept", "state", "fulfilment", "wallet",
                "pointsEach", "minorUnitsEach", "currency", "at", "since", "until", "validUntil",
            ]
        ]
        var last: (since: Instant, member: MemberID, id: Key)?
        while true {
            let page = try await service.redemptions(RedemptionFilter(), after: last, limit: 1_000)
            guard let end = page.last else { break }
            rows += page.map(cells)
            last = (end.since, end.member, end.id)
        }
        return table("redemptions", rows)
    }

    private func cells(_ row: RedemptionRow) -> [String] {
        [
            row.id.text, row.member.text, row.reward.text, row.kind.rawValue, "\(row.quantity)",
            "\(row.captured - row.rolledBack)", row.state.rawValue, row.fulfilment?.rawValue ?? "",
            row.wallet?.text ?? "", "\(row.each.units)", row.money.map { "\($0.minorUnits)" } ?? "",
            row.money?.currency.code ?? "", row.at.rfc3339, row.since.rfc3339, row.until?.rfc3339 ?? "",
            row.validUntil?.rfc3339 ?? "",
        ]
    }

    private func table(_ name: String, _ rows: [[String]]) -> Response {
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(name).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: csvByteOrderMark + rows.map(csvRow).joined()))
        )
        guardAnswer(&response, [])
        return response
    }
}
