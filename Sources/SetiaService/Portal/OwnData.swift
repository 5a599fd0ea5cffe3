internal import JSONText
package import SetiaCore

// What a member may see of herself, and of nobody else: each is asked for with whose it must be.

extension SetiaService {
    /// One of a member's events, or of an account that came to her (rule L-21); none where there is no such one, or it is
    /// somebody else's.
    package func event(_ id: EventID, of member: MemberID) async throws -> StoredEvent? {
        try await store.reading { archive in
            guard try self.accounts(of: member, archive)?.contains(id.member) ?? false else { return nil }
            return try archive.event(id)
        }
    }

    /// All that is kept of a member, as a file that she may take with her; none where there is no such one.
    ///
    /// - Parameter member: Whose; what accounts brought that came to her is in it.
    /// - Returns: JSON: who she is, her events as they were told, the entries that they made, and what she and the brand wrote.
    /// - Throws: the world's trouble.
    package func ownData(of member: MemberID) async throws -> [UInt8]? {
        let now = surroundings.now()
        guard let accounts = try await store.reading({ try self.accounts(of: member, $0) }) else { return nil }
        var parts: [JSON] = []
        for account in accounts {
            guard let exported = try await exportMember(account) else { continue }
            let messages = try await ownMessages(of: account)
            parts.append(
                .object([
                    "cases": .array(try await ownCases(of: account)),
                    "places": .array(try await ownPlaces(of: account)),
                    "messages": .array(messages),
                    "entries": .array(exported.entries.map(entry)),
                    "events": .array(exported.events.map { exportedEvent($0, of: exported.view) }),
                    "member": exportedMember(exported.view),
                    "productReviews": .array(try await ownProductReviews(of: account)),
                    "surveys": .array(try await ownSurveys(of: account)),
                ])
            )
        }
        return Array(
            JSON.object(["accounts": .array(parts), "exportedAt": .string(now.rfc3339)]).pretty.utf8
        )
    }

    /// What she wrote and was answered, the oldest first; notes of staff are theirs.
    private func ownMessages(of member: MemberID) async throws -> [JSON] {
        let thread = try await thread(of: member, limit: 10_000)
        return (thread?.messages ?? []).filter { $0.message.conversation.member == member && $0.message.kind != .note }
            .map { opened in
                var fields: JSONObject = [
                    "at": .string(opened.message.at.rfc3339), "channel": .string(opened.message.channel.rawValue),
                    "kind": .string(opened.message.kind.rawValue), "text": .string(opened.content?.text ?? ""),
                ]
                let files = (opened.content?.files ?? []).map { JSON.string($0.name) }
                if !files.isEmpty { fields.set("files", .array(files)) }
                return .object(fields)
            }
    }

    private func entry(_ entry: Entry) -> JSON {
        .object([
            "at": .string(entry.at.rfc3339), "balance": .integer(entry.balance.units),
            "kind": .string(entry.kind.rawValue), "number": .integer(entry.number),
            "points": .integer(entry.points.units), "wallet": .string(entry.wallet.text),
        ])
    }

    /// Sets in which language a member is written to, as an event of hers.
    ///
    /// - Throws: `Refusal` where she is erased, or the world's trouble.
    package func setLanguage(_ language: Language, ofMember member: MemberID) async throws {
        let event = Event(
            source: "setia/portal",
            id: Key("language/\(surroundings.newIdentifier().text)"),
            occurredAt: surroundings.now(),
            channel: "portal",
            matter: .memberChanged(MemberFacts(language: language.key))
        )
        switch try await record(Intake(event: event, who: .member(member))) {
        case .recorded, .kept: return
        case .refused(let refusal): throw refusal
        case .failed(let error): throw error
        }
    }
}
