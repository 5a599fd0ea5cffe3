internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Members who spend from what all of them hold.
    var householdEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/members/{member}/household", needs: .membersRead, answer: getHousehold),
            Endpoint(.post, "/v1/members/{member}/household", needs: .membersWrite, answer: postHousehold),
            Endpoint(
                .post,
                "/v1/members/{member}/household/redemptions",
                needs: .eventsWrite,
                answer: postHouseholdRedemption
            ),
        ]
    }

    private func getHousehold(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let household = try await service.household(of: try context.member()) else {
            return response(HouseholdBody())
        }
        return response(
            HouseholdBody(
                head: household.head,
                share: household.share,
                members: household.members.map { ($0.member, $0.available) },
                invited: household.invited,
                available: household.available
            )
        )
    }

    private func postHousehold(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let receipt =
            switch try parseHouseholdStep(try await request.json()) {
            case .invite(let other):
                try await service.invite(try known(other), toHouseholdOf: member)
            case .join(let head): try await service.joinHousehold(of: try known(head), member)
            case .leave: try await service.leaveHousehold(member)
            }
        context.notes.owner = member
        return response(ReceiptBody(receipt), status: .created)
    }

    private func postHouseholdRedemption(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let parsed = try parseHouseholdRedemption(try await request.json())
        let receipt = try await service.redeemTogether(
            parsed.redemption,
            wallet: parsed.wallet,
            points: parsed.points,
            by: member
        )
        context.notes.owner = member
        return response(ReceiptBody(receipt), status: receipt.isReplay ? .ok : .created)
    }

    private func known(_ text: String) throws -> MemberID {
        guard let member = MemberID(text: text) else {
            throw MalformedBody(problems: [Malformed(field: "member", reason: "must be a member's id")])
        }
        return member
    }
}
