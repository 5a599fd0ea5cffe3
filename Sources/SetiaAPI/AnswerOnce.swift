internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

// Requests with an `Idempotency-Key` are carried out once; the same again gets the first answer.

extension API {
    /// Answers a request, and one with an `Idempotency-Key` once.
    ///
    /// Kept is every answer but those that ask to come again: 429 and what begins with 5. A body that is too large is
    /// not read to its end, so its 413 is not kept either.
    func answerOnce(
        _ request: Request,
        _ context: SetiaContext,
        _ endpoint: Endpoint,
        _ key: APIKey
    ) async throws -> Response {
        guard endpoint.method == .post, let text = request.headers[.idempotencyKey] else {
            return try await endpoint.answer(request, context)
        }
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw Malformed(field: "Idempotency-Key", reason: "must be 1 to 255 visible characters of ASCII")
        }
        let body = try await request.bytes(upTo: request.bodyLimit)
        let claim = service.claim(
            idempotencyKey: text,
            apiKey: key.id,
            path: request.uri.path,
            content: request.content(with: body)
        )
        let request = Request(head: request.head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        guard !endpoint.keepsItsAnswer else {
            var context = context
            context.claim = claim
            return try await endpoint.answer(request, context)
        }
        let turn = try await service.beginRequest(claim)
        guard turn == .carryOut else { return try earlier(turn) }
        return await carryOut(request, context, endpoint, claim)
    }

    /// The answer to a request that came before.
    func earlier(_ turn: RequestTurn) throws -> Response {
        switch turn {
        case .carryOut: preconditionFailure("a request that is to be carried out has no answer yet")
        case .earlier(let kept):
            var answer = response(kept)
            answer.headers[.idempotencyReplayed] = "true"
            return answer
        case .otherContent:
            throw Problem(
                "idempotency-key-reused",
                title: "The key was used for something else",
                status: 422,
                detail: "this Idempotency-Key came before with another body; take a new one for another request",
                errors: [Problem.FieldError(field: "Idempotency-Key", reason: "came before with another body")]
            )
        case .running:
            throw Problem(
                "request-in-progress",
                title: "The same request is under way",
                status: 409,
                detail: "the first request with this Idempotency-Key is not answered yet; try again in a moment",
                errors: [Problem.FieldError(field: "Idempotency-Key", reason: "is that of a request under way")]
            )
        }
    }

    /// Carries out a request that is claimed, and keeps its answer or lets the claim go.
    private func carryOut(
        _ request: Request,
        _ context: SetiaContext,
        _ endpoint: Endpoint,
        _ claim: RequestClaim
    ) async -> Response {
        var kept: KeptAnswer?
        var refusal: Problem?
        do {
            kept = try await endpoint.answer(request, context).kept(owner: context.notes.owner)
        } catch {
            let problem = problem(for: error, context)
            // Without a programme nothing was looked at: the same request may do well once there is one.
            if problem.mayBeKept, !(error is Unready) { kept = KeptAnswer(problem) }
            refusal = problem
        }
        do {
            try await service.endRequest(claim, with: kept)
        } catch {
            // What was done stays done; who sends the same again within a minute is told that it is under way.
            context.logger.error("an answer could not be kept", metadata: ["reason": "\(error)"])
        }
        if let refusal { return refused(refusal) }
        guard let kept else { preconditionFailure("what is not refused has an answer") }
        return response(kept)
    }
}

extension Problem {
    /// Whether the same request is answered so again.
    var mayBeKept: Bool { status < 500 && status != 429 }
}

extension KeptAnswer {
    /// A no, as it is kept.
    init(_ problem: Problem) {
        var problem = problem
        problem.requestID = RequestScope.id
        self.init(status: problem.status, type: Problem.mediaType, body: problem.bytes)
    }
}

extension Response {
    /// The answer as it is kept.
    fileprivate func kept(owner: MemberID?) async throws -> KeptAnswer {
        let collected = Collected()
        try await body.write(Collecting(into: collected))
        return KeptAnswer(
            status: Int(status.code),
            type: headers[.contentType] ?? "",
            location: headers[.location],
            body: collected.bytes,
            owner: owner
        )
    }
}

/// What a body wrote.
private final class Collected {
    var bytes: [UInt8] = []
}

private struct Collecting: ResponseBodyWriter {
    let collected: Collected

    init(into collected: Collected) {
        self.collected = collected
    }

    mutating func write(_ buffer: ByteBuffer) async throws { collected.bytes += buffer.readableBytesView }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// An answer that was kept.
func response(_ kept: KeptAnswer) -> Response {
    var answer = response(kept.body, type: kept.type, status: HTTPResponse.Status(code: kept.status))
    if let location = kept.location { answer.headers[.location] = location }
    return answer
}

extension Request {
    /// All that makes a difference: what the body is, what stands in the address, CloudEvents attributes, and the body.
    fileprivate func content(with body: [UInt8]) -> [UInt8] {
        var content = Array("\(headers[.contentType] ?? "")\n\(uri.query ?? "")\n".utf8)
        for header in headers.filter({ $0.name.canonicalName.hasPrefix("ce-") })
            .sorted(by: { $0.name.canonicalName < $1.name.canonicalName })
        {
            content += Array("\(header.name.canonicalName):\(header.value)\n".utf8)
        }
        content.append(0)
        return content + body
    }
}
