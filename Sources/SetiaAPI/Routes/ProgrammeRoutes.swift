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
            Endpoint(.post, "/v1/programme/versions/{version}/cancel", needs: .programmeWrite, answer: cancel),
            Endpoint(.post, "/v1/programme/validate", needs: .programmeRead, answer: validate),
            Endpoint(.get, "/v1/programme/budgets", needs: .programmeRead, answer: getBudgets),
            Endpoint(.get, "/v1/programme/diff", needs: .programmeRead, answer: diff),
            Endpoint(.post, "/v1/programme/publish", needs: .programmeWrite, answer: publish),
            Endpoint(.post, "/v1/programme/rollback", needs: .programmeWrite, answer: rollBack),
        ] + draftEndpoints + templateEndpoints + whatIfEndpoints
    }

    /// The document that holds now, to the byte.
    private func getProgramme(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let versions = try await service.programmes()
        guard let current = versions.current(at: service.surroundings.now()) else { throw Unready.noProgramme }
        return document(current)
    }

    private func getVersions(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let versions = try await service.programmes()
        let now = service.surroundings.now()
        let items = versions.reversed().map { ProgrammeVersionBody($0, versions.state(of: $0, at: now), isNew: nil) }
        return response(PageBody(items: items, next: nil))
    }

    private func getVersion(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let number = try context.version()
        guard let version = try await service.programmes().first(where: { $0.number == number }) else {
            throw Problem.notFound("version")
        }
        return document(version)
    }

    private func document(_ version: PublishedProgramme) -> Response {
        var answer = response(Array(version.document.utf8), type: "application/yaml")
        if let name = HTTPField.Name("Setia-Programme-Version") { answer.headers[name] = String(version.number) }
        return answer
    }

    /// What is given out of each budget of the programme that holds now.
    private func getBudgets(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let points = try await service.budgets().map { BudgetBody($0) }
        let discounts = try await service.discountBudgets().map { DiscountBudgetBody($0) }
        return response(BudgetsBody(points: points, discounts: discounts))
    }

    private func cancel(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let version = try await service.cancelProgramme(try context.version(), by: try await caller(request))
        return response(ProgrammeVersionBody(version, .cancelled, isNew: nil))
    }

    private func validate(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let programme = try service.validate(try await request.document())
        return response(ProgrammeSummaryBody(programme: programme))
    }

    private func diff(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let comparison = try await service.compareProgrammes(
            from: try request.reference("from") ?? .current,
            to: try request.reference("to") ?? .current,
            language: try language(request) ?? .en
        )
        let changes = comparison.changes.map {
            ComparisonBody.Change(change: $0.change, before: $0.before, after: $0.after, text: $0.text)
        }
        return response(
            ComparisonBody(
                from: comparison.from.reference.text,
                to: comparison.to.reference.text,
                changes: changes,
                lines: lineChanges(from: comparison.from.document, to: comparison.to.document)
            )
        )
    }

    private func publish(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let document = try await request.document()
        return try await published(
            service.publishProgramme(
                document,
                validFrom: try beginning(request, of: document),
                reason: request.parameter("reason"),
                by: try await caller(request)
            )
        )
    }

    private func rollBack(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let (version, reason) = try parseRollback(try await request.json())
        return try await published(
            service.rollBackProgramme(to: version, reason: reason, by: try await caller(request))
        )
    }

    /// The answer to publishing in any of its ways.
    func published(_ published: (programme: PublishedProgramme, isNew: Bool)) async throws -> Response {
        let (programme, isNew) = published
        let state = try await service.programmes().state(of: programme, at: service.surroundings.now())
        return response(ProgrammeVersionBody(programme, state, isNew: isNew), status: isNew ? .created : .ok)
    }

    /// From when a document shall hold, where the address says it: a moment, or the first instant of a day in the
    /// document's own zone.
    func beginning(_ request: Request, of document: String) throws -> Instant? {
        guard let text = request.parameter("validFrom") else { return nil }
        if let instant = Instant(rfc3339: text) { return instant }
        if let day = Day(iso: text), let zone = service.zone(try service.validate(document).timeZone) {
            return zone.start(of: day)
        }
        throw Malformed(
            field: "validFrom",
            reason: "must be a day such as 2026-03-01, or a time such as 2026-03-01T00:00:00+08:00"
        )
    }

    /// The key that calls, as the log names it.
    func caller(_ request: Request) async throws -> AuditActor {
        let secret = String((request.headers[.authorization] ?? "").dropFirst(7))
        guard let key = try await service.apiKey(secret: secret) else { throw Unauthorised.unknownKey }
        return .apiKey(key.id, name: key.name)
    }
}

extension SetiaContext {
    /// The number of the version that the address names; one that is no number names none.
    fileprivate func version() throws -> Int {
        guard let number = Int(parameters.get("version") ?? "") else { throw Problem.notFound("version") }
        return number
    }
}

extension Request {
    /// The body as a document.
    func document() async throws -> String {
        guard let text = String(validating: try await bytes(), as: UTF8.self) else {
            throw Malformed(field: "body", reason: "must be UTF-8")
        }
        return text
    }

    /// The document of the programme that a parameter names.
    fileprivate func reference(_ name: String) throws -> ProgrammeReference? {
        guard let text = parameter(name) else { return nil }
        guard let reference = ProgrammeReference(text: text) else {
            throw Malformed(field: name, reason: "must be a version's number, current, or draft: and a draft's name")
        }
        return reference
    }
}

extension ProgrammeVersionBody {
    fileprivate init(_ programme: PublishedProgramme, _ state: ProgrammeState, isNew: Bool?) {
        self.init(
            version: programme.number,
            validFrom: programme.validFrom,
            publishedAt: programme.publishedAt,
            state: state.rawValue,
            restores: programme.restores,
            reason: programme.reason,
            cancelledAt: programme.cancelledAt,
            isNew: isNew
        )
    }
}
