internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// The list of members, one member, and what staff do for her.
    var memberPages: [Page] {
        [
            Page(.get, "/console/members", .may(.findMembers), answer: membersPage),
            Page(.get, "/console/members.csv", .may(.exportMembers), answer: membersFile),
            Page(.get, "/console/find", .may(.findMembers), answer: foundMembers),
            Page(.get, "/console/members/{member}", .may(.seeMember)) { try await memberPage($0) },
            Page(.post, "/console/members/{member}/adjust", .may(.adjustPoints), answer: adjust),
            Page(.post, "/console/members/{member}/birthday", .may(.editMember), answer: changeBirthday),
            Page(.get, "/console/members/{member}/erase", .may(.eraseMember)) { try await erasePage($0) },
            Page(.post, "/console/members/{member}/erase", .may(.eraseMember), answer: erase),
        ]
    }

    /// The member whom the address names, where she is within the stores of who asks.
    func memberOfAddress(_ visit: Visit) async throws -> MemberID {
        guard let id = MemberID(text: visit.parameter("member")) else { throw WebFailure.notFound }
        guard try await service.isWithin(try visit.staff().staff.stores, id) else {
            throw WebFailure.forbidden(.seeMember)
        }
        return id
    }

    private func membersPage(_ visit: Visit) async throws -> Response {
        let texts = visit.texts
        let brand = try await brand()
        let query = try memberQuery(visit)
        let cursor = visit.query["after"].isEmpty ? nil : MemberCursor(text: visit.query["after"])
        let list: MemberList
        do {
            list = try await service.findMembers(query, after: cursor, limit: 50)
        } catch FindingRefusal.malformedCursor {
            return redirect("/console/members")
        }
        let problems =
            list.wasTooShort ? [FormProblem(field: "q", message: texts.say("members.tooShort"))] : []
        var fields = problemFields(problems)
        fields["q"] = visit.query["q"]
        fields["choices"] = memberChoices(visit, brand)
        fields["rows"] = list.rows.map { memberRow($0, visit, brand) }
        fields["hasRows"] = !list.rows.isEmpty
        fields["caption"] = texts.say(query.text.isEmpty ? "members.byActivity" : "members.found")
        fields["isFiltered"] = query != MemberQuery() || cursor != nil
        fields["mayExport"] = try visit.staff().may(.exportMembers)
        fields["exportPath"] = "/console/members.csv?\(filterQuery(visit))"
        if list.wasCut {
            fields["wasCut"] = true
            let passed = visit.wording.number(Int64(SetiaService.mostPassed))
            fields["cutText"] =
                query.text.isEmpty ? texts.say("members.cut", ["n": passed]) : texts.say("members.cutText")
        }
        if cursor != nil {
            fields["isLater"] = true
            fields["firstPath"] = "/console/members?\(filterQuery(visit))"
        }
        if let next = list.next {
            fields["nextPath"] = "/console/members?\(filterQuery(visit))&after=\(urlEncoded(next.text))"
        }
        return page("members", visit, title: texts.say("members.title"), fields)
    }

    /// What the address asks for, within the stores of who asks.
    private func memberQuery(_ visit: Visit) throws -> MemberQuery {
        let query = visit.query
        func key(_ name: String) -> Key? { query[name].isEmpty ? nil : Key(query[name]) }
        return MemberQuery(
            text: String(query["q"].prefix(200)),
            status: MemberStatus(rawValue: query["status"]),
            tier: key("tier"),
            country: key("country"),
            language: key("language"),
            stores: try visit.staff().staff.stores.stores
        )
    }

    private func filterQuery(_ visit: Visit) -> String {
        ["q", "status", "tier", "country", "language"].filter { !visit.query[$0].isEmpty }
            .map { "\($0)=\(urlEncoded(visit.query[$0]))" }.joined(separator: "&")
    }

    private func memberChoices(_ visit: Visit, _ brand: BrandView) -> [Fields] {
        let (texts, query) = (visit.texts, visit.query)
        func choice(_ name: String, _ label: String, _ options: [Fields]) -> Fields {
            ["name": name, "label": texts.say(label), "options": options]
        }
        var choices: [Fields] = []
        let levels = levels(brand, visit)
        if !levels.isEmpty {
            choices.append(
                choice("tier", "members.tier", levels.map { option($0.key.text, $0.name, query["tier"]) })
            )
        }
        choices.append(
            choice(
                "status",
                "members.status",
                MemberStatus.allCases.map { option($0.rawValue, texts.say("status.\($0.rawValue)"), query["status"]) }
            )
        )
        let countries = Set(brand.shops.map(\.country.text)).sorted()
        if countries.count > 1 {
            choices.append(
                choice(
                    "country",
                    "members.country",
                    countries.map { option($0, visit.wording.country(Key($0)), query["country"]) }
                )
            )
        }
        return choices
    }

    /// The levels of all ladders by name, each key once.
    private func levels(_ brand: BrandView, _ visit: Visit) -> [(key: Key, name: String)] {
        var found: [(key: Key, name: String)] = []
        for level in brand.programme?.tierSets.flatMap(\.levels) ?? []
        where !found.contains(where: { $0.key == level.key }) {
            found.append((level.key, level.name.text(in: visit.language.key) ?? level.key.text))
        }
        return found
    }

    private func memberRow(_ row: MemberRow, _ visit: Visit, _ brand: BrandView) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        var fields: Fields = [
            "id": row.id.text,
            "name": shown(row.name ?? texts.say(row.status == .erased ? "members.erased" : "members.nameless")),
            "hint": row.card ?? row.email ?? row.phone ?? "",
            "points": row.balance.map { wording.number($0.available.units) } ?? "",
            "active": row.lastActiveAt.map { wording.day(brand.zone.day(of: $0)) } ?? "",
            "joined": row.joinedAt.map { wording.day(brand.zone.day(of: $0)) } ?? "",
        ]
        if row.status != .active { fields["status"] = texts.say("status.\(row.status.rawValue)") }
        if let tier = row.tier { fields["tier"] = levels(brand, visit).first { $0.key == tier }?.name ?? tier.text }
        return fields
    }

    /// For the command palette.
    private func foundMembers(_ visit: Visit) async throws -> Response {
        let query = MemberQuery(
            text: String(visit.query["q"].prefix(200)),
            stores: try visit.staff().staff.stores.stores
        )
        let list = try await service.findMembers(query, limit: 8)
        let found = list.rows.map { row in
            JSON.object([
                "about": .string(row.card ?? row.email ?? row.phone ?? ""),
                "name": .string(shown(row.name ?? row.card ?? row.id.text)),
                "path": .string("/console/members/\(row.id.text)"),
            ])
        }
        return json(JSON.array(found).canonical)
    }

    private func membersFile(_ visit: Visit) async throws -> Response {
        let query = try memberQuery(visit)
        try await note(.memberListExported, visit)
        let service = service
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"members.csv\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "\u{feff}" + csvRow(MemberRow.columns)))
                var place: MemberID?
                repeat {
                    let portion = try await service.memberPortion(query, after: place)
                    try await writer.write(ByteBuffer(string: portion.rows.map { csvRow($0.cells) }.joined()))
                    place = portion.next
                } while place != nil
                try await writer.finish(nil)
            }
        )
        guardAnswer(&response, [])
        return response
    }
}
