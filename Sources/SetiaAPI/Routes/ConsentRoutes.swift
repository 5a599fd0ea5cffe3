internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// What a member agreed to at a moment, and all her words on it (rule K-2).
    func getConsents(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        var moment = service.surroundings.now()
        if let text = request.parameter("at") {
            guard let at = Instant(rfc3339: text) else {
                throw Malformed(field: "at", reason: "must be a moment such as 2026-12-31T23:59:59+08:00")
            }
            moment = at
        }
        guard let history = try await service.consentHistory(of: member) else {
            throw Problem.unknownMember(member.text)
        }
        return response(
            BroadcastBody(
                .object([
                    "at": .string(moment.rfc3339), "held": .array(history.held(at: moment).map { consent($0) }),
                    "history": .array(history.words.map { consent($0) }),
                ])
            )
        )
    }

    private func consent(_ held: ConsentHeld) -> JSON {
        var object: JSONObject = [
            "by": .string(held.consent.channel.text), "effective": .bool(held.isEffective),
            "given": .bool(held.consent.isGiven), "purpose": .string(held.consent.purpose.text),
            "since": .string(held.since.rfc3339),
        ]
        if let evidence = held.consent.evidence { object.set("evidence", .string(evidence.text)) }
        if let wording = held.consent.wording { object.set("wording", .string(wording.text)) }
        return .object(object)
    }
}
