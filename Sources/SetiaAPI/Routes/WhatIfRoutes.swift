internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension API {
    /// What would have happened under another programme: asked, watched, taken away, stopped.
    ///
    /// The answer is kept for an hour in the memory of the server that was asked, for the key that asked.
    var whatIfEndpoints: [Endpoint] {
        [
            Endpoint(.post, "/v1/programme/what-if", needs: .eventsRead, answer: startWhatIf),
            Endpoint(.get, "/v1/programme/what-if", needs: .eventsRead, answer: getWhatIf),
            Endpoint(.delete, "/v1/programme/what-if", needs: .eventsRead, answer: stopWhatIf),
            Endpoint(.get, "/v1/programme/what-if/report", needs: .eventsRead, answer: getReport),
        ]
    }

    private func startWhatIf(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let document = try await request.document()
        let programme = try service.validate(document)
        guard try await service.book() != nil else { throw Unready.noProgramme }
        let question = WhatIfQuestion(
            document: document,
            from: try request.day("from"),
            through: try request.day("through"),
            values: try request.pointValues(programme),
            most: try request.most()
        )
        let asker = try await asker(request)
        try await service.beginWhatIf(question, by: asker)
        return answer(stand(service.whatIfStand(of: asker).stand), status: .accepted)
    }

    private func getWhatIf(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let asker = try await asker(request)
        var looksLeft = try request.secondsToWait() * 20
        while case .running = service.whatIfStand(of: asker).stand, looksLeft > 0 {
            looksLeft -= 1
            try await Task.sleep(for: .milliseconds(50))
        }
        let stand = service.whatIfStand(of: asker).stand
        if case .none = stand { throw Problem.notFound("what-if") }
        return answer(self.stand(stand))
    }

    private func stopWhatIf(_ request: Request, _ context: SetiaContext) async throws -> Response {
        service.stopWhatIf(of: try await asker(request))
        return Response(status: .noContent)
    }

    private func getReport(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let format = request.parameter("format") ?? "json"
        guard ["json", "csv"].contains(format) else {
            throw Malformed(field: "format", reason: "must be json or csv")
        }
        guard case .done(let report) = service.whatIfStand(of: try await asker(request)).stand else {
            throw Problem.notFound("report")
        }
        guard format == "csv" else { return answer(report.json) }
        return response(Array(report.rows.map(csvRow).joined().utf8), type: "text/csv; charset=utf-8")
    }

    /// The key that asks.
    private func asker(_ request: Request) async throws -> Key {
        guard case .apiKey(let id, _) = try await caller(request) else { throw Unauthorised.unknownKey }
        return Key("key \(id)")
    }

    private func stand(_ stand: WhatIfStand) -> JSON {
        switch stand {
        case .none: .object(["state": .string("stopped")])
        case .running(let progress):
            .object([
                "events": .integer(Int64(progress.events)), "members": .integer(Int64(progress.members)),
                "ofMembers": .integer(Int64(progress.ofMembers)), "state": .string("running"),
            ])
        case .done(let report): .object(["report": report.json, "state": .string("done")])
        case .failed: .object(["state": .string("failed")])
        }
    }

    private func answer(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response {
        SetiaAPI.response(Array(json.text.utf8), type: "application/json", status: status)
    }
}

extension Request {
    /// A day that a parameter names.
    fileprivate func day(_ name: String) throws -> Day? {
        guard let text = parameter(name) else { return nil }
        guard let day = Day(iso: text) else { throw Malformed(field: name, reason: "must be a day such as 2026-03-01") }
        return day
    }

    /// What points cost, such as `0.01 MYR`, or `points=0.01 MYR,miles=0.02 MYR`.
    fileprivate func pointValues(_ programme: Programme) throws -> [PointValue] {
        guard let text = parameter("pointValue") else { return [] }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            do {
                return try PointValue(String(part), in: programme)
            } catch let malformed as MalformedPointValue {
                throw Malformed(field: "pointValue", reason: malformed.description)
            }
        }
    }

    /// How many winners and losers are named: 0 to 100, 10 where nothing is said.
    fileprivate func most() throws -> Int {
        guard let text = parameter("most") else { return 10 }
        guard let most = Int(text), (0...100).contains(most) else {
            throw Malformed(field: "most", reason: "must be 0 to 100")
        }
        return most
    }

    /// How many seconds the answer may wait for the end: 0 to 30.
    fileprivate func secondsToWait() throws -> Int {
        guard let text = parameter("wait") else { return 0 }
        guard let seconds = Int(text), (0...30).contains(seconds) else {
            throw Malformed(field: "wait", reason: "must be 0 to 30 seconds")
        }
        return seconds
    }
}
