internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Members who came by another one's code, those that somebody must look at first.
    var referralPages: [Page] {
        [
            Page(.get, "/console/referrals", .may(.decideReviews)) { try await referralsPage($0) },
            Page(.post, "/console/referrals/{member}", .may(.decideReviews), answer: decideReferral),
            Page(.get, "/card/share", .member, answer: sharePage),
        ]
    }

    private func referralsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let brand = try await brand()
        let held = try await service.referrals(heldOnly: true, limit: 50)
        let others = try await service.referrals(heldOnly: false, limit: 50).filter { item in
            !held.contains { $0.friend == item.friend }
        }
        var fields = problemFields(problems)
        var rows: [Fields] = []
        for item in held + others.prefix(20) { rows.append(try await row(item, visit, brand)) }
        fields["rows"] = rows
        return page(
            "referrals",
            visit,
            title: visit.texts.say("referrals.title"),
            fields,
            status: problems.isEmpty ? .ok : .conflict
        )
    }

    private func row(_ item: ReferralItem, _ visit: Visit, _ brand: BrandView) async throws -> Fields {
        let texts = visit.texts
        let state = item.state(at: visit.now)
        let (friend, referrer) = (try await service.member(item.friend), try await service.member(item.referrer))
        var fields: Fields = [
            "id": item.friend.text, "state": texts.say("referral.\(state)"),
            "kind": state == "review" ? "warn" : state == "paid" ? "good" : "",
            "friend": friend.map { shown(name($0, visit)) } ?? item.friend.text,
            "friendPath": "/console/members/\(item.friend.text)",
            "referrer": referrer.map { shown(name($0, visit)) } ?? item.referrer.text,
            "referrerPath": "/console/members/\(item.referrer.text)",
            "when": texts.say("referrals.when", ["when": visit.wording.moment(item.at, in: brand.zone)]),
            "signs": (item.referral?.signs ?? []).map { texts.say("referrals.sign.\($0.rawValue)") },
            "mayDecide": state == "review",
        ]
        if let due = item.referral?.order?.due, state == "waiting" || state == "review" {
            fields["due"] = texts.say("referrals.due", ["when": visit.wording.moment(due, in: brand.zone)])
        }
        if let actor = item.decidedBy, let at = item.decidedAt {
            let line = texts.say(
                "requests.decided",
                ["name": who(actor, visit), "when": visit.wording.moment(at, in: brand.zone)]
            )
            fields["decided"] = [line, item.note ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
        }
        return fields
    }

    private func decideReferral(_ visit: Visit) async throws -> Response {
        guard let friend = MemberID(text: visit.parameter("member")) else { throw WebFailure.notFound }
        let isAccepted: Bool
        switch visit.form["do"] {
        case "accept": isAccepted = true
        case "refuse": isAccepted = false
        default: throw WebFailure.notFound
        }
        do {
            _ = try await service.decideReferral(
                of: friend,
                isAccepted: isAccepted,
                reason: visit.form["reason"],
                by: try visit.staff().actor
            )
            return redirect("/console/referrals?done=\(isAccepted ? "referralAccepted" : "referralRefused")")
        } catch let refusal as ReferralRefusal {
            let key =
                switch refusal {
                case .unknownCode, .unknownReferral: throw WebFailure.notFound
                case .decided: "refusal.reviewDecided"
                case .noReason: "refusal.referralNoReason"
                }
            return try await referralsPage(
                visit,
                problems: [FormProblem(field: "reason-\(friend.text)", message: visit.texts.say(key))]
            )
        } catch let refusal as StaffRefusal {
            return try await referralsPage(visit, problems: problems(refusal, visit))
        }
    }

    /// A member's own code and link, what both get, and what became of her friends.
    private func sharePage(_ visit: Visit) async throws -> Response {
        let id = try visit.owner().id
        guard let own = try await service.ownReferrals(of: id) else { throw WebFailure.memberSignedOut }
        let (texts, brand) = (visit.texts, try await brand())
        var fields: Fields = [
            "friends": own.friends.map { friend, initial in
                let isGiven = friend.state == .paid && friend.paidOn != nil
                let isCapped = friend.state == .paid && !isGiven && own.policy?.promise.referrer != nil
                let state = isCapped ? "capped" : friend.state.rawValue
                return [
                    "initial": initial ?? "·",
                    "state": texts.say("share.state.\(state)"),
                    "kind": isGiven ? "good" : "",
                    "when": visit.wording.day(brand.zone.day(of: friend.since)),
                ] as Fields
            },
            "hasFriends": !own.friends.isEmpty,
        ]
        if let code = own.code, let promise = own.policy?.promise {
            let link = address("/join?code=\(code.text)")
            fields["code"] = code.shown
            fields["link"] = link
            fields["qr"] = qrCode(link, label: texts.say("share.qr")) ?? ""
            let (hers, theirs) = (
                gift(promise.referrer, visit, brand), gift(promise.friend, visit, brand)
            )
            let key = hers == nil ? "share.textFriend" : theirs == nil ? "share.textReferrer" : "share.text"
            fields["text"] = texts.say(
                key,
                ["points": hers ?? "", "friendPoints": theirs ?? "", "days": "\(promise.wait)"]
            )
            let message = texts.say(
                theirs == nil ? "share.message" : "share.messageGift",
                ["brand": visit.brandName, "gift": theirs ?? "", "link": link]
            )
            fields["message"] = message
            fields["mail"] =
                "mailto:?subject=\(percentEncoded(visit.brandName))&body=\(percentEncoded(message))"
            fields["whatsApp"] = "https://wa.me/?text=\(percentEncoded(message))"
            fields["line"] = "https://line.me/R/share?text=\(percentEncoded(message))"
        }
        return page("portal-share", visit, title: texts.say("share.title"), fields, frame: .portal)
    }

    private func gift(_ gift: Present?, _ visit: Visit, _ brand: BrandView) -> String? {
        switch gift {
        case .points(let wallet, let points)?:
            "\(visit.wording.number(points.units)) \(brand.wallet(wallet, visit.language))"
        case .reward(let reward)?:
            RewardWords(visit: visit, brand: brand).name(reward)
        case nil: nil
        }
    }

    /// A text as it may stand in the query of an address.
    private func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._~".utf8.contains(byte)
            if isPlain {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return encoded
    }
}
