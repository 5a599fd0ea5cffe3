internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What waits for a second person.
    var requestPages: [Page] {
        [
            Page(.get, "/console/requests", .may(.adjustPoints)) { try await requestsPage($0) },
            Page(.post, "/console/requests/{request}", .may(.adjustPoints), answer: decideRequest),
        ]
    }

    private func requestsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let brand = try await brand()
        let waiting = try await service.requests(.waiting, limit: 100)
        let closed = try await service.requests(nil, limit: 30).filter { $0.state != .waiting }
        var fields = problemFields(problems)
        var rows: [Fields] = []
        for request in waiting + closed.prefix(20) { rows.append(try await row(request, visit, brand)) }
        fields["rows"] = rows
        return page(
            "requests",
            visit,
            title: visit.texts.say("requests.title"),
            fields,
            status: problems.isEmpty ? .ok : .conflict
        )
    }

    private func row(_ request: ApprovalRequest, _ visit: Visit, _ brand: BrandView) async throws -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        let session = try visit.staff()
        switch request.kind {
        case .adjustment(let member, let wallet, let points):
            let view = try await service.member(member)
            let amount =
                "\(points > .zero ? "+" : "")\(wording.number(points.units)) \(brand.wallet(wallet, visit.language))"
            let isOwn = request.requestedBy == session.staff.id
            var fields: Fields = [
                "id": request.id.text, "memberPath": "/console/members/\(member.text)",
                "member": view.map { shown(name($0, visit)) } ?? member.text, "points": amount,
                "reason": request.reason ?? "", "state": texts.say("request.\(request.state.rawValue)"),
                "kind": request.state == .waiting ? "warn" : request.state == .approved ? "good" : "",
                "by": texts.say(
                    "requests.by",
                    ["name": request.requesterName, "when": wording.moment(request.requestedAt, in: brand.zone)]
                ),
                "mayDecide": request.state == .waiting && !isOwn && session.may(.decideRequests),
                "isOwn": request.state == .waiting && isOwn,
                "approveLabel": texts.say("requests.approve", ["points": amount]),
            ]
            if let decider = request.deciderName, let at = request.decidedAt {
                let line = texts.say("requests.decided", ["name": decider, "when": wording.moment(at, in: brand.zone)])
                fields["decided"] = [line, request.note ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
            }
            return fields
        }
    }

    private func decideRequest(_ visit: Visit) async throws -> Response {
        guard let id = Identifier(text: visit.parameter("request")) else { throw WebFailure.notFound }
        let session = try visit.staff()
        do {
            switch visit.form["do"] {
            case "withdraw":
                _ = try await service.withdrawRequest(id, by: session)
                return redirect("/console/requests?done=withdrawn")
            case "approve", "decline":
                let isApproved = visit.form["do"] == "approve"
                guard session.may(.decideRequests) else { throw WebFailure.forbidden(.decideRequests) }
                _ = try await service.decideRequest(id, approve: isApproved, note: visit.form["note"], by: session)
                return redirect("/console/requests?done=\(isApproved ? "approved" : "declined")")
            default: throw WebFailure.notFound
            }
        } catch let refusal as StaffRefusal {
            return try await requestsPage(visit, problems: problems(refusal, visit))
        } catch let refusal as Refusal {
            return try await requestsPage(visit, problems: problems(refusal, visit, brand: try await brand()))
        }
    }
}
