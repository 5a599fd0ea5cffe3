internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// API keys.
    var keyPages: [Page] {
        [
            Page(.get, "/console/keys", .may(.manageKeys)) { try await keysPage($0) },
            Page(.post, "/console/keys", .may(.manageKeys), answer: makeKey),
            Page(.post, "/console/keys/{key}/end", .may(.manageKeys), answer: endKey),
        ]
    }

    private func keysPage(
        _ visit: Visit,
        secret: String? = nil,
        problems: [FormProblem] = []
    ) async throws -> Response {
        let brand = try await brand()
        let keys = try await service.apiKeys()
        var fields = problemFields(problems)
        fields["hasRows"] = !keys.isEmpty
        fields["rows"] = keys.reversed().map { key in
            var row: Fields = [
                "id": key.id, "name": shown(key.name),
                "scopes": key.scopes.map(\.rawValue).sorted().joined(separator: ", "),
                "since": visit.wording.day(brand.zone.day(of: key.createdAt)),
            ]
            if let at = key.revokedAt {
                row["ended"] = visit.texts.say("keys.ended", ["day": visit.wording.day(brand.zone.day(of: at))])
            }
            return row
        }
        fields["secret"] = secret
        if secret == nil { fields.removeValue(forKey: "secret") }
        fields["name"] = secret == nil ? visit.form["name"] : ""
        let chosen = Set(visit.form.all("scope"))
        fields["scopeChoices"] = APIScope.allCases.map { scope in
            [
                "value": scope.rawValue, "text": visit.texts.say("scope.\(scope.rawValue)"),
                "isChosen": secret == nil && chosen.contains(scope.rawValue),
            ] as Fields
        }
        return page(
            "keys",
            visit,
            title: visit.texts.say("keys.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func makeKey(_ visit: Visit) async throws -> Response {
        let name = visit.form["name"]
        let scopes = Set(visit.form.all("scope").compactMap { APIScope(rawValue: $0) })
        var problems: [FormProblem] = []
        if name.isEmpty || name.count > 100 {
            problems.append(FormProblem(field: "name", message: visit.texts.say("keys.nameWrong")))
        }
        if scopes.isEmpty {
            problems.append(FormProblem(field: "scopes", message: visit.texts.say("keys.scopesWrong")))
        }
        guard problems.isEmpty else { return try await keysPage(visit, problems: problems) }
        let (_, secret) = try await service.createAPIKey(name: name, scopes: scopes, by: try visit.staff())
        return try await keysPage(visit, secret: secret)
    }

    private func endKey(_ visit: Visit) async throws -> Response {
        let id = visit.parameter("key")
        guard try await service.revokeAPIKey(id, by: try visit.staff()) else { throw WebFailure.notFound }
        return redirect("/console/keys?done=keyEnded")
    }
}
