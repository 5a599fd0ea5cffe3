internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// What happens to members step by step: the list, one of them, and what would happen to somebody.
    var journeyPages: [Page] {
        [
            Page(.get, "/console/journeys", .may(.sendBroadcasts)) { try await journeysPage($0) },
            Page(.post, "/console/journeys", .may(.sendBroadcasts), answer: beginJourney),
            Page(.get, "/console/journeys/{journey}", .may(.sendBroadcasts)) { try await journeyPage($0) },
            Page(.post, "/console/journeys/{journey}", .may(.sendBroadcasts), answer: changeJourney),
            Page(.get, "/console/journeys/{journey}/simulate", .may(.sendBroadcasts), answer: simulatePage),
        ]
    }

    // MARK: - The list

    private func journeysPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        var fields = problemFields(problems)
        let journeys = try await service.journeys()
        fields["rows"] = journeys.map { view in
            [
                "path": "/console/journeys/\(view.kept.key)", "name": view.journey?.name ?? view.kept.key.text,
                "state": texts.say("journey.state.\(view.kept.state.rawValue)"), "isLive": view.kept.state == .live,
                "isTroubled": view.trouble != nil,
                "version": visit.wording.number(Int64(view.kept.version)),
                "when": visit.wording.moment(view.kept.changedAt, in: brand.zone),
            ] as Fields
        }
        fields["hasRows"] = !journeys.isEmpty
        fields["name"] = visit.form["name"]
        let chosen = visit.form.has("template") ? visit.form["template"] : "welcome"
        fields["templates"] = (JourneyTemplate.allCases.map(\.rawValue) + ["blank"]).map {
            option($0, texts.say("journey.template.\($0)"), chosen)
        }
        return page(
            "journeys",
            visit,
            title: texts.say("journey.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func beginJourney(_ visit: Visit) async throws -> Response {
        let (name, texts) = (visit.form["name"], visit.texts)
        let programme = try await brand().programme
        let wallet = programme?.wallets.first?.key ?? "points"
        // Of a name that cannot be nothing is kept anyway.
        let blank = "journey: \(name)\ntrigger: {event: member.enrolled}\nsteps:\n  wait: {wait: 1 day}\n"
        let template = JourneyTemplate(rawValue: visit.form["template"])
        guard
            let document = template?.document(
                wallet: wallet,
                survey: programme.flatMap { JourneyTemplate.survey(in: $0) }
            )
                ?? (visit.form["template"] == "blank" ? blank : nil)
        else { throw WebFailure.notFound }
        func again(_ message: String) async throws -> Response {
            try await journeysPage(visit, problems: [FormProblem(field: "name", message: message)])
        }
        if try await service.journeys().contains(where: { $0.kept.key == Key(name) }) {
            return try await again(texts.say("journey.taken"))
        }
        do {
            let view = try await service.putJourney(
                name,
                document,
                replacing: 0,
                by: try visit.staff().actor
            )
            return redirect("/console/journeys/\(view.kept.key)?done=journeyWritten")
        } catch JourneyRefusal.changed {
            // Somebody else took the name meanwhile.
            return try await again(texts.say("journey.taken"))
        } catch let malformed as MalformedJourney {
            return try await again(malformed.problems.map(\.description).joined(separator: "; "))
        } catch let refusal as JourneyRefusal {
            return try await again(words(for: refusal, texts))
        } catch let refusal as StaffRefusal {
            return try await journeysPage(visit, problems: self.problems(refusal, visit))
        }
    }

    func words(for refusal: JourneyRefusal, _ texts: Texts) -> String {
        switch refusal {
        case .unknownJourney: texts.say("journey.refused.unknown")
        case .malformedName: texts.say("journey.refused.name")
        case .notFrom(let state):
            texts.say("journey.refused.state", ["state": texts.say("journey.state.\(state.rawValue)")])
        case .changed(let version): texts.say("journey.overtaken", ["n": String(version)])
        case .noAddress: texts.say("broadcast.noAddress")
        case .tooMany: texts.say("journey.refused.tooMany")
        case .unknownMember: texts.say("journey.refused.member")
        case .nothingAwaited: texts.say("journey.nothingHappens")
        }
    }

    // MARK: - One of them

    private func journeyPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let funnel = try await funnel(visit)
        let (texts, wording, kept) = (visit.texts, visit.wording, funnel.view.kept)
        var fields = problemFields(problems)
        fields["name"] = funnel.view.journey?.name ?? kept.key.text
        fields["path"] = "/console/journeys/\(kept.key)"
        fields["state"] = texts.say("journey.state.\(kept.state.rawValue)")
        fields["isLive"] = kept.state == .live
        fields["mayEdit"] = kept.state != .stopped
        fields["version"] = texts.say("journey.version", ["n": wording.number(Int64(kept.version))])
        fields["trouble"] = funnel.view.trouble
        let steps = JourneyStep.allCases.filter { $0.isPossible(from: kept.state) }
        fields["hasSteps"] = !steps.isEmpty
        fields["steps"] = steps.map { step in
            [
                "do": step.rawValue, "text": texts.say("journey.do.\(step.rawValue)"),
                "look": step == .stop ? "btn-bad" : step == .pause ? "btn-quiet" : "btn-main",
            ] as Fields
        }
        let outline = JourneyOutline((try? DocumentEdit(funnel.view.version.document))?.tree ?? .map([]))
        let told = self.words(of: outline, funnel.view.journey, visit)
        var drawing = drawing(outline, funnel.view.journey, name: fields["name"] as? String ?? "", told, [], visit)
        for step in funnel.steps where funnel.began > 0 {
            drawing.counts[step.key.text] = texts.say(
                "journey.counted",
                ["came": wording.number(Int64(step.came)), "stand": wording.number(Int64(step.stand))]
            )
        }
        fields.merge(drawing.fields) { one, _ in one }
        if let journey = funnel.view.journey {
            let words = Dictionary(
                journey.steps.map { ($0.key, inWords($0, visit)) },
                uniquingKeysWith: { one, _ in one }
            )
            fields["funnel"] = funnelFields(funnel, journey, words, visit)
        }
        return page(
            "journey",
            visit,
            title: shown(funnel.view.journey?.name ?? kept.key.text, upTo: 60),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func funnel(_ visit: Visit) async throws -> JourneyFunnel {
        do {
            return try await service.journeyFunnel(Key(visit.parameter("journey")))
        } catch is JourneyRefusal {
            throw WebFailure.notFound
        }
    }

    private func funnelFields(
        _ funnel: JourneyFunnel,
        _ journey: Journey,
        _ words: [Key: String],
        _ visit: Visit
    ) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        var endings = [(texts.say("journey.underWay"), funnel.underWay)]
        endings += JourneyEnrolment.Ending.allCases.filter { funnel.endings[$0] != nil }.map {
            (texts.say("journey.ending.\($0.rawValue)"), funnel.endings[$0] ?? 0)
        }
        return [
            "began": texts.say(
                "journey.began",
                [
                    "count": wording.number(Int64(funnel.began)),
                    "goal": wording.number(Int64(funnel.reachedGoal)),
                ]
            ),
            "endings": endings.map { ["what": capitalised($0.0), "count": wording.number(Int64($0.1))] as Fields },
            "rows": funnel.steps.map { step in
                var then = step.outcomes.sorted { $0.key < $1.key }.map { outcome, count in
                    "\(inWords(outcome, texts)) \(wording.number(Int64(count)))"
                }
                if funnel.messages[step.key] != nil {
                    let messages = funnel.messages(at: step.key)
                    then += [
                        texts.say("journey.sent", ["count": wording.number(messages.sent)]),
                        texts.say("journey.waiting", ["count": wording.number(messages.waiting)]),
                        texts.say("journey.notSent", ["count": wording.number(messages.notSent)]),
                    ]
                }
                return [
                    "step": step.key.text, "does": words[step.key] ?? "",
                    "came": wording.number(Int64(step.came)), "stand": wording.number(Int64(step.stand)),
                    "then": then.joined(separator: " · "),
                ] as Fields
            },
        ]
    }

    private func changeJourney(_ visit: Visit) async throws -> Response {
        guard let step = JourneyStep(rawValue: visit.form["do"]) else { throw WebFailure.notFound }
        let key = try await funnel(visit).view.kept.key
        do {
            _ = try await service.change(key, step, by: try visit.staff().actor)
            return redirect("/console/journeys/\(key)?done=journeyChanged")
        } catch let refusal as JourneyRefusal {
            let message = words(for: refusal, visit.texts)
            return try await journeyPage(visit, problems: [FormProblem(field: "do", message: message)])
        } catch let refusal as StaffRefusal {
            return try await journeyPage(visit, problems: problems(refusal, visit))
        }
    }

    // MARK: - What would happen

    private func simulatePage(_ visit: Visit) async throws -> Response {
        let (view, texts) = (try await funnel(visit).view, visit.texts)
        let typed = visit.query["member"]
        let days = Int(visit.query["days"]) ?? 60
        let happens = visit.query["happens"]
        var (problems, fields): ([FormProblem], Fields) = ([], [:])
        if !typed.isEmpty {
            if let member = try await member(typed) {
                do {
                    let simulation = try await service.simulateJourney(
                        view.kept.key,
                        member: member,
                        days: days,
                        happens: happens.isEmpty ? [] : [Key(happens)]
                    )
                    fields["simulation"] = simulationFields(simulation, visit)
                } catch let refusal as JourneyRefusal {
                    problems = [FormProblem(field: "member", message: words(for: refusal, texts))]
                } catch is MalformedJourney {
                    problems = [FormProblem(field: "member", message: texts.say("journey.troubled"))]
                }
            } else {
                problems = [FormProblem(field: "member", message: texts.say("journey.refused.member"))]
            }
        }
        fields.merge(problemFields(problems)) { _, new in new }
        fields["name"] = view.journey?.name ?? view.kept.key.text
        fields["path"] = "/console/journeys/\(view.kept.key)"
        fields["member"] = typed
        fields["days"] = String(min(max(days, 1), SetiaService.mostSimulatedDays))
        let waiting = (view.journey?.steps ?? []).filter { if case .waitFor = $0.kind { true } else { false } }
        fields["hasWaiting"] = !waiting.isEmpty
        fields["waiting"] =
            [option("", texts.say("journey.nothingHappens"), happens)]
            + waiting.map { option($0.key.text, texts.say("journey.happensAt", ["step": $0.key.text]), happens) }
        return page(
            "journey-simulate",
            visit,
            title: texts.say("journey.simulate"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// Who is meant by an id, an address or the number of a card.
    private func member(_ typed: String) async throws -> MemberID? {
        if let id = MemberID(text: typed) { return id }
        for kind in [IdentityKind.email, .card] {
            if let identity = try? Identity(kind: kind, text: typed),
                let found = try await service.member(with: identity)
            {
                return found
            }
        }
        return nil
    }

    private func simulationFields(_ simulation: JourneySimulation, _ visit: Visit) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        return [
            "rows": simulation.lines.map { line in
                var then = line.outcome.text.isEmpty ? "" : inWords(line.outcome, texts)
                if let decision = line.decision {
                    then = "\(texts.say("contact.verdict.\(decision.verdict.name)")): "
                    then += texts.say("contact.reason.\(decision.reason.rawValue)")
                    if case .deferred(let until) = decision.verdict {
                        then += " (\(wording.moment(until, in: simulation.zone)))"
                    }
                }
                return [
                    "day": texts.say("journey.day", ["n": wording.number(Int64(line.day))]),
                    "when": wording.moment(line.at, in: simulation.zone), "step": line.step.key.text,
                    "does": inWords(line.step, visit), "then": capitalised(then),
                    "isMessage": line.decision != nil, "isSent": line.decision?.verdict == .sent,
                ] as Fields
            },
            "end": simulation.ending.map {
                texts.say("journey.ends", ["how": texts.say("journey.ending.\($0.rawValue)")])
            } ?? texts.say("journey.notOver"),
        ]
    }
}
