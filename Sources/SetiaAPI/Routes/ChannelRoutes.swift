internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Where networks of others tell what members write; they sign in their own ways and show no key.
    var channelEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/channels/{channel}/hook", needs: nil, answer: hearChannel),
            Endpoint(.post, "/v1/channels/{channel}/hook", needs: nil, answer: hearChannel),
        ]
    }

    /// The most bytes that a network tells at once.
    private static let channelBody = 1 << 20

    private func hearChannel(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let address = client(request, context)
        let now = service.surroundings.now()
        // Whoever is not believed so often is not listened to for a while; who is believed has no limit here.
        guard chatGate.isBelow(.forge, address, at: now) else { throw Problem.tooManyForged }
        // What is signed is signed as it is: nothing is unpacked.
        let packed = request.headers[.contentEncoding].map { !["", "identity"].contains($0.lowercased()) } ?? false
        guard !packed else { throw Problem.packed }
        let body = try await request.bytes(upTo: Self.channelBody)
        let heard = ChannelRequest(
            isAsking: request.method == .get,
            query: request.uri.queryParameters.map { (name: String($0.key), value: String($0.value)) },
            headers: request.headers.map { (name: $0.name.canonicalName, value: $0.value) },
            body: body
        )
        do {
            let answer = try await service.hear(context.parameters.get("channel") ?? "", heard)
            var response = response(Array(answer.utf8), type: "text/plain; charset=utf-8")
            response.headers[.xContentTypeOptions] = "nosniff"
            return response
        } catch let refusal as ChannelRefusal {
            if refusal == .notSigned || refusal == .unknownChannel { _ = chatGate.mayPass(.forge, address, at: now) }
            throw refusal
        }
    }
}

extension Problem {
    /// One network address sent too much that nobody believes.
    fileprivate static var tooManyForged: Problem {
        Problem(
            "too-many-unsigned",
            title: "Too much that is not signed",
            status: 429,
            detail: "so much of one place was not signed as it must be that nothing is taken for now; try again later"
        )
    }

    /// The body is packed.
    fileprivate static var packed: Problem {
        Problem(
            "packed-body",
            title: "Packed",
            status: 415,
            detail: "send the body as it is, without Content-Encoding"
        )
    }

    /// Why what a network tells has no effect.
    static func refused(_ refusal: ChannelRefusal) -> Problem {
        switch refusal {
        case .unknownChannel: .notFound("channel")
        case .notSigned:
            Problem(
                "not-signed",
                title: "Not signed",
                status: 401,
                detail: "the request is not signed as this channel's requests are, or too long ago"
            )
        case .unreadable(let field, let reason):
            .invalidBody(MalformedBody(problems: [Malformed(field: field.isEmpty ? "body" : field, reason: reason)]))
        case .conflict(let id):
            Problem(
                "conflicting-duplicate",
                title: "Recorded before with other content",
                status: 409,
                detail: "another message was told by the id \(String(id.prefix(100)))"
            )
        }
    }
}
