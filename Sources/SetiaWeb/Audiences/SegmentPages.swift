internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Segments with how many belong to them, who, and lists to write on.
    var segmentPages: [Page] {
        [
            Page(.get, "/console/segments", .may(.findMembers), answer: segmentsPage),
            Page(.get, "/console/segments/{segment}", .may(.seeMember)) { try await segmentPage($0) },
            Page(.post, "/console/segments/{segment}", .may(.editMember), answer: changeSegment),
            Page(.post, "/console/segments/{segment}/draw", .may(.publishProgramme), answer: drawSegment),
        ]
    }

    /// How many members stand on a page.
    static let membersAPage = 20

    private func segmentsPage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        guard brand.version != nil else {
            return page("segments", visit, title: visit.texts.say("segments.title"), ["hasRows": false])
        }
        let counts = try await service.segmentCounts()
        var fields = try await tried(visit)
        let list: Fields = [
            "rows": counts.segments.map { segment, count in
                var row = fact(of: segment, visit)
                row["path"] = "/console/segments/\(urlEncoded(segment.key.text))"
                row["count"] = visit.wording.number(Int64(count))
                row["value"] = count
                row["max"] = max(1, counts.ofMembers)
                return row
            }, "hasRows": !counts.segments.isEmpty, "asOf": asOf(counts, visit, brand),
        ]
        fields.merge(list) { $1 }
        return page("segments", visit, title: visit.texts.say("segments.title"), fields)
    }

    /// Who would belong to a segment with the condition in the address.
    private func tried(_ visit: Visit) async throws -> Fields {
        let when = visit.query["when"]
        guard !when.isEmpty else { return ["when": ""] }
        do {
            let found = try await service.previewSegment(when, naming: 10)
            var first: [Fields] = []
            for member in found.members {
                let view = try await service.member(member)
                first.append([
                    "path": "/console/members/\(member.text)",
                    "name": view.map { shown(name($0, visit)) } ?? member.text,
                ])
            }
            let counts = [
                "n": visit.wording.number(Int64(found.count)), "m": visit.wording.number(Int64(found.ofMembers)),
            ]
            let answer: Fields = [
                "text": visit.texts.say("segments.tryCount", counts), "first": first, "hasFirst": !first.isEmpty,
            ]
            return ["when": when, "tried": answer]
        } catch let malformed as MalformedCondition {
            let message = visit.texts.say("segments.tryWrong", ["reason": malformed.description])
            return problemFields([FormProblem(field: "when", message: message)])
                .merging(["when": when]) { $1 }
        }
    }

    private func fact(of segment: MemberSegment, _ visit: Visit) -> Fields {
        var fields: Fields = [
            "name": shown(segment.name.text(in: visit.language.key) ?? segment.key.text), "isList": segment.isList,
        ]
        switch segment.kind {
        case .condition(let condition): fields["who"] = condition.text
        case .measured(let cells): fields["who"] = "RFM: \(cells.map(\.text).joined(separator: ", "))"
        case .list: break
        }
        return fields
    }

    private func asOf(_ counts: SegmentCounts, _ visit: Visit, _ brand: BrandView) -> String {
        visit.texts.say(
            "segments.asOf",
            [
                "n": visit.wording.number(Int64(counts.ofMembers)),
                "when": visit.wording.moment(counts.at, in: brand.zone),
            ]
        )
    }

    func segmentPage(_ visit: Visit, problems: [FormProblem] = [], draws: Bool = false) async throws -> Response {
        let key = Key(visit.parameter("segment"))
        let brand = try await brand()
        guard let segment = brand.programme?.segment(key) else { throw WebFailure.notFound }
        let counts = try await service.segmentCounts()
        var after = MemberID(text: visit.query["after"])
        var (members, looked) = ([MemberID](), 0)
        repeat {
            let limit = Web.membersAPage - members.count
            let portion = try await service.members(of: key, after: after, limit: limit)
            members += portion.members
            after = portion.next
            looked += 1
        } while after != nil && members.count < Web.membersAPage && looked < 5
        let path = "/console/segments/\(urlEncoded(key.text))"
        let mayEdit = segment.isList ? try visit.staff().may(.editMember) : false
        var rows: [Fields] = []
        for member in members {
            let view = try await service.member(member)
            rows.append([
                "id": member.text, "path": "/console/members/\(member.text)",
                "name": view.map { shown(name($0, visit)) } ?? member.text, "mayChange": mayEdit, "action": path,
            ])
        }
        var fields = problemFields(problems).merging(fact(of: segment, visit)) { one, _ in one }
        try await fillDraws(&fields, key, visit, brand, isSent: draws)
        fields["lists"] = !draws
        fields["members"] = rows
        fields["hasMembers"] = !rows.isEmpty
        if let after { fields["nextPath"] = "\(path)?after=\(after.text)" }
        let count = counts.segments.first { $0.segment.key == key }?.count ?? 0
        fields["count"] = visit.wording.number(Int64(count))
        fields["asOf"] = asOf(counts, visit, brand)
        fields["mayAdd"] = mayEdit
        fields["action"] = path
        fields["typed"] = problems.isEmpty ? "" : visit.form["member"]
        return page(
            "segment",
            visit,
            title: shown(segment.name.text(in: visit.language.key) ?? key.text),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func changeSegment(_ visit: Visit) async throws -> Response {
        let key = Key(visit.parameter("segment"))
        let typed = visit.form["member"].filter { !$0.isWhitespace }
        let isIn: Bool
        switch visit.form["do"] {
        case "add": isIn = true
        case "remove": isIn = false
        default: throw WebFailure.notFound
        }
        guard let member = try await listed(typed) else {
            return try await segmentPage(visit, problems: [unknown(visit)])
        }
        do {
            let done = try await service.list([member], on: key, isIn: isIn, by: try visit.staff().actor)
            guard done.unknown.isEmpty else { return try await segmentPage(visit, problems: [unknown(visit)]) }
        } catch is SegmentRefusal {
            throw WebFailure.notFound
        }
        let path = "/console/segments/\(urlEncoded(key.text))"
        return redirect("\(path)?done=\(isIn ? "listed" : "unlisted")")
    }

    private func unknown(_ visit: Visit) -> FormProblem {
        FormProblem(field: "member", message: visit.texts.say("segments.unknown"))
    }

    /// Whom somebody means who types an id, a card, an e-mail or a phone.
    private func listed(_ typed: String) async throws -> MemberID? {
        if let id = MemberID(text: typed) { return id }
        for kind in [IdentityKind.card, .email, .phone] {
            guard let identity = try? Identity(kind: kind, text: typed) else { continue }
            if let member = try await service.member(with: identity) { return member }
        }
        return nil
    }
}
