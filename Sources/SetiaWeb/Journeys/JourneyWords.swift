internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What begins a journey, in words.
    func inWords(_ trigger: Journey.Trigger, _ visit: Visit) -> String {
        let texts = visit.texts
        return switch trigger {
        case .event(let pattern): texts.say("journey.trigger.event", ["event": pattern.type.programmeName])
        case .holds(let condition): texts.say("journey.trigger.holds", ["what": shown(condition.text, upTo: 40)])
        case .phase(let phase): texts.say("journey.trigger.phase", ["phase": phase.rawValue])
        case .rhythm: texts.say("journey.trigger.rhythm")
        }
    }

    /// What a step does, in words.
    func inWords(_ step: Journey.Step, _ visit: Visit) -> String {
        let (texts, wording) = (visit.texts, visit.wording)
        func say(_ values: [String: String] = [:]) -> String { texts.say("journey.does.\(step.word)", values) }
        switch step.kind {
        case .wait(let span): return say(["span": inWords(span, visit)])
        case .waitUntil(let minutes): return say(["time": clock(minutes)])
        case .waitFor(let pattern, let span, _, let others):
            let events = [pattern.type.programmeName] + others.map(\.pattern.type.programmeName)
            return say(["event": events.joined(separator: " / "), "span": inWords(span, visit)])
        case .branch(let branches):
            return say(["what": branches.map(\.condition.text).joined(separator: ", ")])
        case .split(let shares):
            let parts = shares.map { "\($0.to?.text ?? texts.say("journey.end")) \(percent($0.share))" }
            return say(["parts": parts.joined(separator: ", ")])
        case .message(let message), .survey(let message):
            let rendering =
                message.concept.renderings.first { $0.language == visit.language.key } ?? message.concept.renderings[0]
            return say(["subject": rendering.title])
        case .points(let wallet, let points):
            return say(["points": wording.number(points.units), "wallet": wallet.text])
        case .reward(let reward): return say(["reward": reward.text])
        case .task(let text): return say(["text": text])
        case .event(let type): return say(["event": type.programmeName])
        case .goal, .exit: return say()
        }
    }

    /// What came of a step, in words; where a branch or a split led, the step's own name.
    func inWords(_ outcome: Key, _ texts: Texts) -> String {
        let known: [Key] = ["late", "happened", "done", "refused", "opened", "end"] + invitations
        return known.contains(outcome) ? texts.say("journey.outcome.\(outcome)") : "→ \(outcome)"
    }

    /// What a step comes to that asks something.
    private var invitations: [Key] {
        ["invited", "answered", "not-asked"] + SurveyRefusal.NotAsked.allCases.map { Key($0.rawValue) }
    }

    private func inWords(_ span: Journey.Span, _ visit: Visit) -> String {
        visit.texts.say("journey.span.\(span.unit.rawValue)", count: Int64(span.count))
    }

    private func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    private func percent(_ share: Int) -> String {
        share % 100 == 0 ? "\(share / 100) %" : "\(share / 100).\(share % 100 < 10 ? "0" : "")\(share % 100) %"
    }
}
