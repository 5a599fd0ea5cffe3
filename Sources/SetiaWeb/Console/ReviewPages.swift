internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Events that came too late, and returns whose order never came.
    var reviewPages: [Page] {
        [
            Page(.get, "/console/reviews", .may(.decideReviews)) { try await reviewsPage($0) },
            Page(.post, "/console/reviews/{review}", .may(.decideReviews), answer: decideReview),
        ]
    }

    private func reviewsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let brand = try await brand()
        let open = try await service.reviews(.open, limit: 50)
        let waiting = try await service.reviews(.waiting, limit: 20)
        let decided = try await service.reviews(nil, limit: 50).filter { $0.state != .open }.prefix(10)
        var fields = problemFields(problems)
        var rows: [Fields] = []
        for item in open + waiting + decided { rows.append(try await row(item, visit, brand)) }
        fields["rows"] = rows
        let count = try await service.openReviews()
        fields["more"] =
            count > open.count
            ? visit.texts.say("reviews.more", ["shown": String(open.count), "n": visit.wording.number(Int64(count))])
            : false
        return page(
            "reviews",
            visit,
            title: visit.texts.say("reviews.title"),
            fields,
            status: problems.isEmpty ? .ok : .conflict
        )
    }

    private func row(_ item: ReviewItem, _ visit: Visit, _ brand: BrandView) async throws -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        let isWaiting = item.isWaiting(at: visit.now)
        let isOpen = item.state == .open
        let type = item.event.type.rawValue
        var fields: Fields = [
            "id": item.id.text, "what": texts.raw("event.\(type)") ?? type,
            "state": texts.say("review.\(isWaiting ? "waiting" : item.state.rawValue)"),
            "kind": isWaiting ? "" : isOpen ? "warn" : item.state == .applied ? "good" : "",
            "happened": texts.say(
                "reviews.happened",
                [
                    "when": wording.moment(item.event.occurredAt, in: brand.zone),
                    "received": wording.moment(item.receivedAt, in: brand.zone),
                ]
            ),
            "why": isWaiting
                ? texts.say("reviews.waits", ["when": wording.moment(item.listedAt, in: brand.zone)])
                : texts.say("reviews.reason.\(item.reason.rawValue)"),
            "told": told(item.event, visit, brand), "name": "\(item.event.source)/\(item.event.id)",
            "mayDecide": isOpen, "mayApply": isOpen && !isWaiting,
        ]
        if let member = item.applied?.member ?? item.member {
            fields["memberPath"] = "/console/members/\(member.text)"
            let view = try await service.member(member)
            fields["member"] = view.map { shown(name($0, visit)) } ?? member.text
        }
        if let actor = item.decidedBy, let at = item.decidedAt {
            let line = texts.say(
                "requests.decided",
                ["name": who(actor, visit), "when": wording.moment(at, in: brand.zone)]
            )
            fields["decided"] = [line, item.note ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
        }
        return fields
    }

    /// What the event says, in a line.
    private func told(_ event: Event, _ visit: Visit, _ brand: BrandView) -> String {
        var parts: [String] = []
        switch event.matter {
        case .orderPaid(let order):
            parts.append(visit.texts.say("reviews.order", ["order": shown(order.id.text, upTo: 100)]))
            if let total = try? Money(minorUnits: order.total, currency: order.currency) {
                parts.append(brand.money(total, visit.wording))
            }
        case .orderReturned(let orderReturn):
            parts.append(visit.texts.say("reviews.order", ["order": shown(orderReturn.order.text, upTo: 100)]))
        default: break
        }
        if let store = brand.name(of: event.store) { parts.append(store) }
        return parts.joined(separator: " · ")
    }

    private func decideReview(_ visit: Visit) async throws -> Response {
        guard let id = Identifier(text: visit.parameter("review")) else { throw WebFailure.notFound }
        let actor = try visit.staff().actor
        do {
            switch visit.form["do"] {
            case "apply":
                _ = try await service.applyReview(id, by: actor)
                return redirect("/console/reviews?done=reviewApplied")
            case "dismiss":
                _ = try await service.dismissReview(id, reason: visit.form["reason"], by: actor)
                return redirect("/console/reviews?done=reviewDismissed")
            default: throw WebFailure.notFound
            }
        } catch let refusal as ReviewRefusal {
            let key =
                switch refusal {
                case .unknownReview: throw WebFailure.notFound
                case .decided: "refusal.reviewDecided"
                case .noReason: "refusal.reviewNoReason"
                }
            return try await reviewsPage(
                visit,
                problems: [FormProblem(field: "reason-\(id.text)", message: visit.texts.say(key))]
            )
        } catch let refusal as StaffRefusal {
            return try await reviewsPage(visit, problems: problems(refusal, visit))
        } catch let refusal as Refusal {
            return try await reviewsPage(visit, problems: problems(refusal, visit, brand: try await brand()))
        }
    }
}
