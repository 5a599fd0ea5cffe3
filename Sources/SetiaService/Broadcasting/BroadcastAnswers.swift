package import JSONText
package import SetiaCare
package import SetiaCore

// Broadcasts and contacts as interfaces tell them.

extension Broadcast {
    /// Itself, without how it stands.
    package var object: JSONObject {
        var object: JSONObject = [
            "id": .string(id.text), "state": .string(state.rawValue), "createdAt": .string(createdAt.rfc3339),
            "content": content.document,
        ]
        if let startedAt { object.set("startedAt", .string(startedAt.rfc3339)) }
        if let endedAt { object.set("endedAt", .string(endedAt.rfc3339)) }
        let tone = content.tone
        if !tone.isEmpty {
            object.set(
                "advice",
                .array(
                    tone.map { found in
                        .object(["language": .string(found.language.text), "words": .string(found.words)])
                    }
                )
            )
        }
        return object
    }
}

extension BroadcastContent {
    /// Words in it that do not fit a brand; they are told and block nothing (rule K-18).
    package var tone: [(language: Key, words: String)] { tone(by: ToneList.usual) }

    /// The same by the brand's own lists.
    package func tone(by lists: [ToneList]) -> [(language: Key, words: String)] {
        concept.check(forms: [], tone: lists).compactMap { problem in
            problem.kind.advisedWords.map { (problem.language, $0) }
        }
    }
}

extension ConceptProblem.Kind {
    /// The words that are worth a second look; none where it is something else that is wrong.
    package var advisedWords: String? {
        switch self {
        case .wordToAvoid(let words), .hollowClaim(let words), .nameSpelling(let words): words.text
        default: nil
        }
    }
}

extension BroadcastResults {
    /// The broadcast, and how it stands.
    package var json: JSON {
        var object = broadcast.object
        object.set(
            "results",
            .object([
                "targeted": .integer(targeted), "isPlanned": .bool(broadcast.isPlanned),
                "sent": .integer(count("sent")),
                "deferred": .integer(count("deferred")), "dropped": .integer(count("dropped")),
                "digested": .integer(count("digested")), "withheld": .integer(count("withheld")),
                "blocked": .integer(count("blocked")),
                "onTheWay": .object(
                    JSONObject(Contact.Way.allCases.map { ($0.rawValue, .integer(count($0))) })
                ),
                "reasons": .array(
                    reasons.map { reason, verdict, count in
                        .object([
                            "reason": .string(reason.rawValue), "verdict": .string(verdict), "count": .integer(count),
                        ])
                    }
                ),
            ])
        )
        return .object(object)
    }
}

extension BroadcastPreview {
    /// What would become of it.
    package var json: JSON {
        .object([
            "targeted": .integer(Int64(tally.targeted)), "sent": .integer(Int64(tally.sent)),
            "deferred": .integer(Int64(tally.deferred)), "dropped": .integer(Int64(tally.dropped)),
            "digested": .integer(Int64(tally.digested)), "withheld": .integer(Int64(tally.withheld)),
            "blocked": .integer(Int64(tally.blocked)),
            "ways": .object(
                JSONObject(byWay.map { (BroadcastContent.wayName($0.channel), .integer(Int64($0.count))) })
            ),
            "waits": .array(
                sortedWaits.map { until, count in
                    .object(["until": .string(until.rfc3339), "count": .integer(Int64(count))])
                }
            ),
            "reasons": .array(
                tally.reasons.filter { $0.reason != .allowed }.map { reason, count in
                    .object(["reason": .string(reason.rawValue), "count": .integer(Int64(count))])
                }
            ),
        ])
    }
}

extension ContactView {
    /// What was planned for her, and what became of it and why.
    package var json: JSON {
        var object: JSONObject = [
            "id": .string(contact.id.text), "broadcast": .string(contact.broadcast.text),
            "purpose": .string(contact.purpose.text), "channel": .string(contact.channel.text),
            "verdict": .string(contact.decision.verdict.name), "reason": .string(contact.decision.reason.rawValue),
            "rulesVersion": .integer(Int64(contact.decision.rulesVersion)),
            "decidedAt": .string(contact.decidedAt.rfc3339),
        ]
        if let name = broadcast?.content.name { object.set("name", .string(name)) }
        if let way = contact.way { object.set("way", .string(way.rawValue)) }
        if let until = contact.waitsUntil { object.set("until", .string(until.rfc3339)) }
        let inputs = contact.decision.inputs
        if let consent = inputs.consent {
            var said: JSONObject = [
                "given": .bool(consent.consent.isGiven), "since": .string(consent.since.rfc3339),
            ]
            if let wording = consent.consent.wording { said.set("wording", .string(wording.text)) }
            if let evidence = consent.consent.evidence { said.set("evidence", .string(evidence.text)) }
            object.set("consent", .object(said))
        }
        if let limit = inputs.limit { object.set("limit", .string(limit.text)) }
        if let ends = inputs.quietEnds { object.set("quietEnds", .string(ends.rfc3339)) }
        if let since = inputs.since { object.set("since", .string(since.rfc3339)) }
        return .object(object)
    }
}
