internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// The form by which staff set when a member was born, where who looks may.
    func fillBirthday(_ fields: inout Fields, _ view: MemberView, _ visit: Visit) {
        guard let session = visit.session, session.may(.editMember), view.state.status != .erased else { return }
        let kept = BirthDate(of: view.person)?.text ?? ""
        fields["birthday"] =
            [
                "path": "/console/members/\(view.state.member.text)/birthday",
                "value": visit.form.has("birthDate") ? visit.form["birthDate"] : kept,
            ] as Fields
    }

    /// Sets when a member was born; empty takes it away.
    func changeBirthday(_ visit: Visit) async throws -> Response {
        let id = try await memberOfAddress(visit)
        let text = visit.form["birthDate"].filter { $0 != " " }
        let birthDate = BirthDate(text: text)
        guard birthDate != nil || text.isEmpty else {
            let problem = FormProblem(field: "birthDate", message: visit.texts.say("birthday.wrong"))
            return try await memberPage(visit, problems: [problem])
        }
        do {
            guard try await service.setBirthDate(birthDate, of: id, by: try visit.staff()) else {
                throw WebFailure.notFound
            }
        } catch MemberRefusal.bornInTheFuture {
            let problem = FormProblem(field: "birthDate", message: visit.texts.say("birthday.future"))
            return try await memberPage(visit, problems: [problem])
        } catch Refusal.memberErased {
            throw WebFailure.notFound
        }
        return redirect("/console/members/\(id.text)?done=birthDateSaved")
    }
}
