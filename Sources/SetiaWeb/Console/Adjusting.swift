internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// The form by which staff give or take points, where who looks may.
    func fillAdjusting(_ fields: inout Fields, _ view: MemberView, _ visit: Visit, _ brand: BrandView) {
        guard let session = visit.session, session.may(.adjustPoints), let programme = brand.programme,
            view.state.status != .erased, view.state.status != .closed
        else { return }
        let limit = session.staff.role.adjustmentLimit
        let isRetry = visit.form.has("form")
        var form: Fields = [
            "path": "/console/members/\(view.state.member.text)/adjust",
            "form": isRetry ? visit.form["form"] : service.surroundings.newIdentifier().text,
            "points": visit.form["points"], "reason": visit.form["reason"],
            "pointsHelp": visit.texts.say("adjust.pointsHelp", ["limit": visit.wording.number(limit.units)]),
        ]
        form["manyWallets"] = programme.wallets.count > 1
        form["walletChoices"] = programme.wallets.map {
            option($0.key.text, $0.name.text(in: visit.language.key) ?? $0.key.text, visit.form["wallet"])
        }
        fields["adjusting"] = form
    }

    /// Gives or takes points; beyond the limit of the role, asks for a second person.
    func adjust(_ visit: Visit) async throws -> Response {
        let id = try await memberOfAddress(visit)
        let brand = try await brand()
        guard let wallet = visit.form.has("wallet") ? Key(visit.form["wallet"]) : brand.programme?.wallets.first?.key,
            let formID = Identifier(text: visit.form["form"])
        else { throw WebFailure.notFound }
        guard let points = wholeNumber(visit.form["points"]) else {
            let problem = FormProblem(field: "points", message: visit.texts.say("adjust.notANumber"))
            return try await memberPage(visit, problems: [problem])
        }
        do {
            let outcome = try await service.adjustPoints(
                of: id,
                wallet: wallet,
                points: Points(points),
                reason: visit.form["reason"],
                formID: formID,
                by: try visit.staff()
            )
            let done =
                switch outcome {
                case .done: "adjusted"
                case .queued: "queued"
                }
            return redirect("/console/members/\(id.text)?done=\(done)")
        } catch let refusal as StaffRefusal {
            return try await memberPage(visit, problems: problems(refusal, visit))
        } catch let refusal as Refusal {
            return try await memberPage(visit, problems: problems(refusal, visit, brand: brand))
        }
    }

    /// A whole number as people type it: with a sign, and with what separates thousands.
    func wholeNumber(_ text: String) -> Int64? {
        var digits = ""
        for character in text {
            switch character {
            case "0"..."9": digits.append(character)
            case "-", "−": digits.append("-")
            case "+": continue
            case " ", ",", ".", "\u{a0}", "\u{202f}": continue
            default: return nil
            }
        }
        return Int64(digits)
    }
}

extension Web {
    /// What erasing means, and what must be typed to do it.
    func erasePage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let id = try await memberOfAddress(visit)
        guard let view = try await service.member(id), view.state.status != .erased else { throw WebFailure.notFound }
        let word = visit.texts.say("erase.word")
        let points = view.balances.first?.available.units ?? 0
        var fields = problemFields(problems)
        fields["name"] = shown(name(view, visit))
        fields["extent"] = visit.texts.say(
            "erase.extent",
            ["points": visit.wording.number(points), "orders": visit.wording.number(view.state.orders)]
        )
        fields["ask"] = visit.texts.say("erase.ask", ["word": word])
        fields["path"] = "/console/members/\(id.text)/erase"
        fields["back"] = "/console/members/\(id.text)"
        return page(
            "erase",
            visit,
            title: visit.texts.say("erase.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// Erases a member once the word was typed.
    func erase(_ visit: Visit) async throws -> Response {
        let id = try await memberOfAddress(visit)
        guard visit.form["confirm"].lowercased() == visit.texts.say("erase.word").lowercased() else {
            let problem = FormProblem(field: "confirm", message: visit.texts.say("erase.wrongWord"))
            return try await erasePage(visit, problems: [problem])
        }
        guard try await service.eraseMember(id, by: try visit.staff()) else { throw WebFailure.notFound }
        return redirect("/console/members/\(id.text)?done=erased")
    }
}
