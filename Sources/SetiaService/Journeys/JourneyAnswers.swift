package import JSONText
internal import SetiaCare
internal import SetiaCore

// Journeys as interfaces tell them.

extension JourneyView {
    /// How it stands; with its document where asked.
    package func object(withDocument: Bool) -> JSONObject {
        var object: JSONObject = [
            "id": .string(kept.key.text), "state": .string(kept.state.rawValue),
            "version": .integer(Int64(kept.version)), "createdAt": .string(kept.createdAt.rfc3339),
            "changedAt": .string(kept.changedAt.rfc3339),
        ]
        if let journey {
            object.set("name", .string(journey.name))
            object.set("steps", .integer(Int64(journey.steps.count)))
        }
        if let trouble { object.set("trouble", .string(trouble)) }
        if withDocument { object.set("document", .string(version.document)) }
        return object
    }
}

extension JourneyFunnel {
    /// How members are spread over it.
    package var json: JSON {
        var object = view.object(withDocument: true)
        object.set(
            "funnel",
            .object([
                "began": .integer(Int64(began)), "underWay": .integer(Int64(underWay)),
                "goal": .integer(Int64(reachedGoal)),
                "endings": .object(
                    JSONObject(
                        JourneyEnrolment.Ending.allCases.map { ($0.rawValue, .integer(Int64(endings[$0] ?? 0))) }
                    )
                ),
                "steps": .array(
                    steps.map { step in
                        var told: JSONObject = [
                            "step": .string(step.key.text), "came": .integer(Int64(step.came)),
                            "stand": .integer(Int64(step.stand)),
                            "outcomes": .object(
                                JSONObject(
                                    step.outcomes.sorted { $0.key < $1.key }.map {
                                        ($0.key.text, .integer(Int64($0.value)))
                                    }
                                )
                            ),
                        ]
                        if messages[step.key] != nil {
                            let messages = messages(at: step.key)
                            told.set(
                                "messages",
                                .object([
                                    "sent": .integer(messages.sent), "waiting": .integer(messages.waiting),
                                    "notSent": .integer(messages.notSent),
                                ])
                            )
                        }
                        return .object(told)
                    }
                ),
            ])
        )
        return .object(object)
    }
}

extension JourneySimulation {
    /// Day by day.
    package var json: JSON {
        var object: JSONObject = [
            "member": .string(member.text), "from": .string(from.rfc3339), "until": .string(until.rfc3339),
            "lines": .array(
                lines.map { line in
                    var told: JSONObject = [
                        "day": .integer(Int64(line.day)), "at": .string(line.at.rfc3339),
                        "step": .string(line.step.key.text), "does": .string(line.step.word),
                    ]
                    if !line.outcome.text.isEmpty { told.set("outcome", .string(line.outcome.text)) }
                    if let decision = line.decision {
                        told.set("verdict", .string(decision.verdict.name))
                        told.set("reason", .string(decision.reason.rawValue))
                        if case .deferred(let until) = decision.verdict { told.set("until", .string(until.rfc3339)) }
                    }
                    return .object(told)
                }
            ),
        ]
        if let ending { object.set("ending", .string(ending.rawValue)) }
        return .object(object)
    }
}

extension JourneyEnrolment {
    /// How far a member is.
    package var json: JSON {
        var object: JSONObject = [
            "id": .string(id.text), "journey": .string(journey.text), "version": .integer(Int64(version)),
            "enteredAt": .string(enteredAt.rfc3339), "isUnderWay": .bool(ending == nil),
            "path": .array(
                path.map { visit in
                    var told: JSONObject = ["step": .string(visit.step.text), "at": .string(visit.at.rfc3339)]
                    if !visit.outcome.text.isEmpty { told.set("outcome", .string(visit.outcome.text)) }
                    return .object(told)
                }
            ),
        ]
        if let step { object.set("step", .string(step.text)) }
        if let dueAt { object.set("dueAt", .string(dueAt.rfc3339)) }
        if let goalAt { object.set("goalAt", .string(goalAt.rfc3339)) }
        if let ending { object.set("ending", .string(ending.rawValue)) }
        if let endedAt { object.set("endedAt", .string(endedAt.rfc3339)) }
        return .object(object)
    }
}
