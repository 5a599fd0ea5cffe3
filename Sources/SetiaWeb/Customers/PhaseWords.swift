internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// Why a member is in a phase, in words for the staff.
struct PhaseWords {
    let visit: Visit
    let zone: any LocalTime

    /// Her phase on her page; none where nothing of hers says anything.
    func fields(_ phases: MemberPhases) -> Fields? {
        guard let now = phases.intervals.last else { return nil }
        let texts = visit.texts
        return [
            "name": texts.say("phase.\(now.phase.rawValue)"), "key": now.phase.rawValue,
            "since": texts.say("phase.since", ["day": day(now.from)]),
            "evidence": phases.evidence.map { told($0) },
            "care": care(phases),
            "uncared": phases.uncaredSince.map { texts.say("phase.uncared", ["day": day($0)]) } ?? false as Any,
            "help": texts.say("phase.\(now.phase.rawValue).do"),
            "avoid": texts.say("phase.\(now.phase.rawValue).avoid"),
            "before": phases.intervals.dropLast().suffix(8).reversed().map { past in
                [
                    "name": texts.say("phase.\(past.phase.rawValue)"),
                    "when": texts.say("phase.from", ["from": day(past.from), "until": day(past.until ?? past.from)]),
                    "why": past.evidence.first.map { told($0) } ?? "",
                ] as Fields
            },
            "hasBefore": phases.intervals.count > 1,
        ]
    }

    /// When she was last spoken with for her sake, and how often, beside how often something was to be sold to her.
    private func care(_ phases: MemberPhases) -> String {
        let (texts, wording, care) = (visit.texts, visit.wording, phases.care)
        let counts = [
            "caring": wording.number(Int64(care.caring)), "selling": wording.number(Int64(care.selling)),
        ]
        let last = care.last.map { texts.say("phase.care.last", ["day": day($0)]) } ?? texts.say("phase.care.never")
        return "\(last) \(texts.say("phase.care.counts", counts))"
    }

    /// What says so, as a sentence.
    func told(_ evidence: PhaseEvidence) -> String {
        let (texts, wording) = (visit.texts, visit.wording)
        switch evidence {
        case .joined(let at): return texts.say("phase.why.joined", ["day": day(at)])
        case .purchases(let count, nil): return texts.say("phase.why.purchases", count: Int64(count))
        case .purchases(let count, let last?):
            return texts.say("phase.why.purchases", count: Int64(count)) + " · "
                + texts.say("phase.why.last", ["day": day(last)])
        case .openComplaint(let at): return texts.say("phase.why.complaint", ["day": day(at)])
        case .notMadeGood(let at): return texts.say("phase.why.notMadeGood", ["day": day(at)])
        case .answer(let scale, let score, let at):
            let most =
                switch scale {
                case .recommendation: wording.number(10)
                case .satisfaction: wording.number(5)
                case .ease: wording.number(7)
                case .expectation: wording.number(3)
                }
            return texts.say(
                "phase.why.answer",
                ["score": wording.number(Int64(score)), "most": most, "day": day(at)]
            )
        case .silence(let since, let days, let isOwn):
            return texts.say(
                isOwn ? "phase.why.silentForHer" : "phase.why.silent",
                ["day": day(since), "days": wording.number(Int64(days))]
            )
        case .act(let act, let at): return texts.say("phase.why.act.\(act.rawValue)", ["day": day(at)])
        case .heldUntil(let at): return texts.say("phase.why.held", ["day": day(at)])
        }
    }

    private func day(_ moment: Instant) -> String { visit.wording.day(zone.day(of: moment)) }
}
