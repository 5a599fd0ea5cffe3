internal import JSONText
package import SetiaCore

extension Reward {
    /// Whether it is as good as money to whoever has it, so that a code shows that it is she who asks (rule A-8).
    package var isAsGoodAsMoney: Bool { kind == .giftCard || stock == .codes }
}

extension SetiaService {
    /// Sends a member a code before she has what is as good as money (rule A-8).
    ///
    /// - Returns: the secret under which the code waits, and where it went; none where she has no address to which a code
    ///   can go: the shop that signed her in has seen who she is.
    /// - Throws: `ConfirmationRefusal`, `MailFailure` where the code could not be sent; the world's trouble.
    package func startConfirming(
        _ wish: RewardWish,
        of member: MemberID,
        language: Language,
        client: String
    ) async throws -> (token: String, sentTo: Identity)? {
        let identities = try await self.member(member)?.identities ?? []
        guard
            let address = identities.first(where: { $0.kind == .email })
                ?? identities.first(where: { $0.kind == .phone })
        else { return nil }
        var note: JSONObject = [
            "id": .string(wish.id.text), "member": .string(member.text), "reward": .string(wish.reward.text),
            "what": .string("reward"),
        ]
        if let wallet = wish.wallet { note.set("wallet", .string(wallet.text)) }
        if let points = wish.expected { note.set("points", .integer(points.units)) }
        let payload = JSON.object(note).canonical
        return (try await startConfirming(address, payload: payload, language: language, client: client), address)
    }

    /// What a member wished for when a code was sent to her, once it is typed.
    ///
    /// - Throws: `ConfirmationRefusal`, also where the code was sent for something else or somebody else; the world's trouble.
    package func confirmWish(_ token: String, code: String, of member: MemberID) async throws -> RewardWish {
        let confirmed = try await confirm(token, code: code)
        guard let note = try? JSON.parse(confirmed.payload), note["what"]?.string == "reward",
            note["member"]?.string == member.text, let id = note["id"]?.string, let reward = note["reward"]?.string
        else { throw ConfirmationRefusal.unknown }
        return RewardWish(
            id: Key(id),
            reward: Key(reward),
            wallet: note["wallet"]?.string.map { Key($0) },
            expected: note["points"]?.int64.map { Points($0) }
        )
    }
}
