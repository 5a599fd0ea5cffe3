internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// The door: who shows her card is let in, once.
    var doorPages: [Page] {
        [
            Page(.get, "/till/door", .may(.useTill), answer: doorsPage),
            Page(.get, "/till/door/{gathering}", .may(.useTill)) { try await doorPage($0) },
            Page(.post, "/till/door/{gathering}", .may(.useTill), answer: letIn),
        ]
    }

    private func doorsPage(_ visit: Visit) async throws -> Response {
        let words = GatheringWords(visit, try await brand())
        // What has just ended still has its doors open.
        let all = try await service.gatherings(.coming, limit: 100) + service.gatherings(.past, limit: 20)
        let open = all.filter { $0.gathering.cancelledAt == nil && visit.now < $0.gathering.endsAt.adding(days: 1) }
        let fields: Fields = [
            "rows": open.map { one in
                [
                    "path": "/till/door/\(one.gathering.key)", "title": words.title(one.gathering),
                    "when": words.when(one.gathering), "count": count(one, visit),
                    "isOpen": one.gathering.hasDoorsOpen(at: visit.now),
                ] as Fields
            }, "hasRows": !open.isEmpty,
        ]
        return page("doors", visit, title: visit.texts.say("door.title"), fields, frame: .till)
    }

    private func doorPage(_ visit: Visit, told: Fields? = nil, problems: [FormProblem] = []) async throws -> Response {
        let words = GatheringWords(visit, try await brand())
        let found: CountedGathering
        do { found = try await service.gathering(Key(visit.parameter("gathering"))) } catch is GatheringRefusal {
            throw WebFailure.notFound
        }
        var fields = problemFields(problems)
        fields["path"] = "/till/door/\(found.gathering.key)"
        fields["title"] = words.title(found.gathering)
        fields["when"] = words.when(found.gathering)
        fields["count"] = count(found, visit)
        if let told { fields["told"] = told }
        return page(
            "door",
            visit,
            title: words.title(found.gathering),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            frame: .till
        )
    }

    private func count(_ one: CountedGathering, _ visit: Visit) -> String {
        visit.texts.say(
            "door.count",
            ["n": visit.wording.number(one.tally.checkedIn), "of": visit.wording.number(one.tally.confirmed)]
        )
    }

    private func letIn(_ visit: Visit) async throws -> Response {
        let words = GatheringWords(visit, try await brand())
        let code = visit.form["card"]
        do {
            let member = code.isEmpty ? nil : try await member(byCard: code, visit, nil)?.state.member
            let entry = try await service.checkIn(
                at: Key(visit.parameter("gathering")),
                member,
                by: try visit.staff().actor
            )
            let told: Fields = [
                "name": shown(entry.name ?? visit.texts.say("members.nameless"), upTo: 60), "wasIn": entry.wasIn,
                "text": visit.texts.say(
                    entry.wasIn ? "door.again" : "door.welcome",
                    ["when": words.moment(entry.place.checkedInAt ?? visit.now)]
                ),
            ]
            return try await doorPage(visit, told: told)
        } catch let refusal as GatheringRefusal {
            return try await doorPage(
                visit,
                problems: [FormProblem(field: "card", message: try words.refusal(refusal))]
            )
        } catch let refusal as StaffRefusal {
            return try await doorPage(visit, problems: self.problems(refusal, visit))
        }
    }
}
