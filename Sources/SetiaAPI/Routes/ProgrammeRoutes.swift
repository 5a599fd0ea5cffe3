internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// The programme: what holds, what held, and what shall hold.
    var programmeEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/programme", needs: .programmeRead, answer: getProgramme),
            Endpoint(.get, "/v1/programme/versions", needs: .programmeRead, answer: getVersions),
            Endpoint(.get, "/v1/programme/versions/{version}", needs: .programmeRead, answer: getVersion),
            Endpoint(.post, "/v1/programme/validate", needs: .programmeRead, answer: validate),
            Endpoint(.post, "/v1/programme/publish", needs: .programmeWrite, answer: publish),
        ]
    }

    /// The document that holds now, to the byte.
    private func getProgramme(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let now = service.surroundings.now()
        let versions = try await service.programmes()
        guard let current = versions.last(where: { $0.validFrom <= now }) ?? versions.first else {
            throw Unready.noProgramme
        }
        return document(current)
    }

    private func getVersions(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let versions = try await service.programmes()
        return response(PageBody(items: versions.reversed().map { ProgrammeVersionBody($0, isNew: nil) }, next: nil))
    }

    private func getVersion(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let number = Int(context.parameters.get("version") ?? ""),
            let version = try await service.programmes().first(where: { $0.number == number })
        else { throw Problem.notFound("version") }
        return document(version)
    }

    private func document(_ version: PublishedProgramme) -> Response {
        var answer = response(Array(version.document.utf8), type: "application/yaml")
        if let name = HTTPField.Name("Setia-Programme-Version") { answer.headers[name] = String(version.number) }
        return answer
    }

    private func validate(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let programme = try service.validate(try await text(request))
        return response(ProgrammeSummaryBody(programme: programme))
    }

    private func publish(_ request: Request, _ context: SetiaContext) async throws -> Response {
        var validFrom: Instant?
        if let text = request.parameter("validFrom") {
            guard let instant = Instant(rfc3339: text) else {
                throw Malformed(field: "validFrom", reason: "must be a time such as 2026-03-01T00:00:00+08:00")
            }
            validFrom = instant
        }
        let (programme, isNew) = try await service.publishProgramme(try await text(request), validFrom: validFrom)
        return response(ProgrammeVersionBody(programme, isNew: isNew), status: isNew ? .created : .ok)
    }

    private func text(_ request: Request) async throws -> String {
        guard let text = String(validating: try await request.bytes(), as: UTF8.self) else {
            throw Malformed(field: "body", reason: "must be UTF-8")
        }
        return text
    }
}

extension ProgrammeVersionBody {
    fileprivate init(_ programme: PublishedProgramme, isNew: Bool?) {
        self.init(
            version: programme.number,
            validFrom: programme.validFrom,
            publishedAt: programme.publishedAt,
            isNew: isNew
        )
    }
}
