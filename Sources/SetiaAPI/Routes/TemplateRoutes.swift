internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Programmes to begin with.
    var templateEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/programme/templates", needs: .programmeRead, answer: getTemplates),
            Endpoint(.get, "/v1/programme/templates/{template}", needs: .programmeRead, answer: getTemplate),
        ]
    }

    private func getTemplates(_ request: Request, _ context: SetiaContext) async throws -> Response {
        response(PageBody(items: ProgrammeTemplate.allCases.map { TemplateBody(template: $0) }, next: nil))
    }

    private func getTemplate(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let template = ProgrammeTemplate(rawValue: context.parameters.get("template") ?? "") else {
            throw Problem.notFound("template")
        }
        let currencies = try (request.parameter("currencies") ?? "").split(separator: ",").map { code in
            guard let currency = try? Currency(String(code)) else {
                throw Malformed(field: "currencies", reason: "must be ISO 4217 codes joined by commas, such as MYR,THB")
            }
            return currency
        }
        guard Set(currencies).count == currencies.count else {
            throw Malformed(field: "currencies", reason: "must name each currency once")
        }
        let document = template.document(
            name: request.parameter("name"),
            currencies: currencies,
            timeZone: request.parameter("timeZone") ?? "Asia/Kuala_Lumpur"
        )
        do {
            _ = try service.validate(document)
        } catch let malformed as MalformedProgramme {
            // What is wrong came with the address.
            let field = malformed.problems.contains { $0.path == "timeZone" } ? "timeZone" : "name"
            throw Malformed(field: field, reason: malformed.problems[0].reason)
        }
        return response(Array(document.utf8), type: "application/yaml")
    }
}
