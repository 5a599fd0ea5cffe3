internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

// How bodies come in and go out: the one place that knows the web server's types for both.

/// An answer with a body of JSON.
func response(_ body: some WireBody, status: HTTPResponse.Status = .ok) -> Response {
    response(body.bytes, type: "application/json", status: status)
}

/// An answer that says no.
func response(_ problem: Problem) -> Response {
    var problem = problem
    problem.requestID = RequestScope.id
    var answer = response(problem.bytes, type: Problem.mediaType, status: HTTPResponse.Status(code: problem.status))
    if problem.status == 401 { answer.headers[.wwwAuthenticate] = "Bearer" }
    if problem.asksToComeAgain { answer.headers[.retryAfter] = "1" }
    return answer
}

extension Problem {
    /// Whether the same request may do well in a moment.
    fileprivate var asksToComeAgain: Bool { status == 503 || status == 429 || name == "request-in-progress" }
}

/// An answer of bytes.
func response(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
        status: status,
        headers: [.contentType: type, .contentLength: String(bytes.count)],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    )
}

extension Request {
    /// The whole body.
    ///
    /// - Throws: `TooLarge` beyond `limit` bytes, of which no more is read.
    func bytes(upTo limit: Int = BodyLimit.event) async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw TooLarge(limit: limit) }
        var bytes: [UInt8] = []
        for try await buffer in body {
            guard bytes.count + buffer.readableBytes <= limit else { throw TooLarge(limit: limit) }
            bytes += buffer.readableBytesView
        }
        return bytes
    }

    /// How large its body may be: a batch is larger than anything else, and a picture than a text.
    var bodyLimit: Int {
        if mediaType == "application/cloudevents-batch+json" { return BodyLimit.batch }
        return mediaType.hasPrefix("image/") ? BodyLimit.photo : BodyLimit.event
    }

    /// What its body is, in small letters and without parameters; empty where it does not say.
    var mediaType: String { (headers[.contentType] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased() }

    /// The body as JSON.
    func json(upTo limit: Int = BodyLimit.event) async throws -> JSON {
        try JSON.parse(try await bytes(upTo: limit))
    }

    /// A parameter of the address, where it is given.
    func parameter(_ name: String) -> String? {
        uri.queryParameters[Substring(name)].map { String($0) }
    }

    /// How many items a page shall have: 1 to 200, 50 where nothing is said.
    func limit() throws -> Int {
        guard let text = parameter("limit") else { return 50 }
        guard let limit = Int(text), (1...200).contains(limit) else {
            throw Malformed(field: "limit", reason: "must be 1 to 200")
        }
        return limit
    }

    /// The place where a page of this list shall begin: a number, where one is given.
    func cursor(_ kind: String) throws -> Int64? {
        guard let text = parameter("cursor") else { return nil }
        guard let number = Int64(try Cursor(text: text, kind: kind).position) else {
            throw Malformed(field: "cursor", reason: "must be one that this list gave")
        }
        return number
    }
}

extension SetiaContext {
    /// The member whom the address names.
    func member() throws -> MemberID {
        let text = parameters.get("member") ?? ""
        guard let member = MemberID(text: text) else { throw Problem.unknownMember(text) }
        return member
    }
}

/// A body is larger than its route takes.
struct TooLarge: Error, Sendable {
    let limit: Int
}
