internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Who did what.
    var logPages: [Page] {
        [Page(.get, "/console/log", .may(.seeLog), answer: logPage)]
    }

    private func logPage(_ visit: Visit) async throws -> Response {
        let (texts, query) = (visit.texts, visit.query)
        let brand = try await brand()
        let filter = AuditFilter(
            member: MemberID(text: query["member"]),
            staff: StaffID(text: query["staff"]),
            action: AuditAction(rawValue: query["action"])
        )
        let size = 50
        let entries = try await service.auditLog(filter, before: AuditCursor(text: query["before"]), limit: size + 1)
        let staff = try await service.staff()
        var fields: Fields = [
            "hasRows": !entries.isEmpty,
            "rows": entries.prefix(size).map { entry in
                var row: Fields = [
                    "text": texts.say("action.\(entry.action.rawValue)"), "who": who(entry.actor, visit),
                    "when": visit.wording.moment(entry.at, in: brand.zone),
                ]
                let details = entry.details.sorted { $0.key < $1.key }.map(\.value)
                let about = ([entry.subject].compactMap { $0 } + details).joined(separator: " · ")
                if !about.isEmpty { row["details"] = shown(about) }
                if let member = entry.member { row["memberPath"] = "/console/members/\(member.text)" }
                return row
            },
            "choices": [
                [
                    "name": "action", "label": texts.say("log.what"),
                    "options": AuditAction.allCases.map {
                        option($0.rawValue, texts.say("action.\($0.rawValue)"), query["action"])
                    },
                ] as Fields,
                [
                    "name": "staff", "label": texts.say("log.who"),
                    "options": staff.map { option($0.id.text, shown($0.name, upTo: 40), query["staff"]) },
                ] as Fields,
            ],
        ]
        if entries.count > size, let last = entries.prefix(size).last {
            let kept = ["action", "staff", "member"].filter { !query[$0].isEmpty }
                .map { "\($0)=\(urlEncoded(query[$0]))&" }.joined()
            fields["nextPath"] = "/console/log?\(kept)before=\(urlEncoded(last.cursor.text))"
        }
        return page("log", visit, title: texts.say("log.title"), fields)
    }

    /// Who did something, as people say it.
    func who(_ actor: AuditActor, _ visit: Visit) -> String {
        switch actor {
        case .staff(_, let name): shown(name, upTo: 60)
        case .apiKey(_, let name): visit.texts.say("actor.key", ["name": name])
        case .operator: visit.texts.say("actor.operator")
        case .member: visit.texts.say("actor.member")
        case .nobody: visit.texts.say("actor.nobody")
        case .server: visit.texts.say("actor.server")
        }
    }
}
