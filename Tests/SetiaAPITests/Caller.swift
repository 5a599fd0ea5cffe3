import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSONText
import Logging
import NIOCore
import SetiaAPI
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// Someone who calls a brand's API, with the example programme in force and one store, on the morning of 2 March 2026.
///
/// Whatever is answered is held against the API's own description on the way.
struct Caller: Sendable {
    let brand: TestBrand
    let measurements: Measurements
    let log: TestLog
    /// The secret of a key that may do everything.
    let secret: String
    private let application: Application<RouterResponder<SetiaContext>>

    /// Half past nine in Kuala Lumpur.
    static let morning = instant("2026-03-02T09:30:00+08:00")

    init(
        isReady: Bool = true,
        programme: String? = Caller.kopiSetia,
        shops: [Shop] = [Fixture.shops[2]],
        chat: ChatSettings = ChatSettings(),
        channels: ChannelPorts = .none
    ) async throws {
        brand = TestBrand(channels: channels)
        measurements = Measurements()
        log = TestLog()
        if let programme { _ = try await brand.service.publishProgramme(programme) }
        secret = try await brand.service.createAPIKey(
            name: "all",
            scopes: Set(APIScope.allCases),
            rate: RateLimit.possible.upperBound
        ).secret
        brand.clock.now = Caller.morning
        for shop in shops { _ = try await brand.service.putShop(shop) }
        let api = API(
            service: brand.service,
            queue: IntakeQueue(service: brand.service, measurements: measurements),
            measurements: measurements,
            chat: chat,
            logger: log.logger,
            isReady: { isReady }
        )
        application = Application(
            router: api.router(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    /// What a call shows to be let through.
    enum Showing {
        case keyOfAllScopes
        case header(String)
        case nothing
    }

    /// Sends a request and gives the answer.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        type: String? = "application/json",
        headers: [String: String] = [:],
        showing: Showing = .keyOfAllScopes,
        bytes: [UInt8]? = nil,
        location: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        if body != nil || bytes != nil, let type { fields[.contentType] = type }
        switch showing {
        case .keyOfAllScopes: fields[.authorization] = "Bearer \(secret)"
        case .header(let text): fields[.authorization] = text
        case .nothing: break
        }
        let sent = fields
        let response = try await application.test(.router) { client in
            try await client.execute(
                uri: path,
                method: method,
                headers: sent,
                body: bytes.map { ByteBuffer(bytes: $0) } ?? body.map { ByteBuffer(string: $0) }
            )
        }
        let answer = Answer(
            status: response.status.code,
            headers: response.headers,
            bytes: withoutRequestID(response)
        )
        let complaints = APIDescription.ours.complaints(about: answer, to: method.rawValue, path)
        #expect(complaints.isEmpty, sourceLocation: location)
        return answer
    }

    /// Asks as a browser does before it lets a page of another origin send something.
    func preflight(_ path: String, origin: String) async throws -> Answer {
        let sent: HTTPFields = [.origin: origin, .accessControlRequestMethod: "POST"]
        let response = try await application.test(.router) { client in
            try await client.execute(uri: path, method: .options, headers: sent)
        }
        return Answer(status: response.status.code, headers: response.headers, bytes: [])
    }

    /// The body, from which the id of the request is taken where it is a problem: it is another each time.
    private func withoutRequestID(_ response: TestResponse) -> [UInt8] {
        let bytes = Array(response.body.readableBytesView)
        guard response.headers[.contentType] == "application/problem+json",
            let name = HTTPField.Name("X-Request-ID"), let id = response.headers[name]
        else { return bytes }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\"requestId\":"), "a problem without the id of its request: \(text)")
        return Array(text.replacing("\"requestId\":\"\(id)\",", with: "").utf8)
    }

    /// Sends one event in structured mode.
    func record(_ event: JSON, location: SourceLocation = #_sourceLocation) async throws -> Answer {
        try await send(
            .post,
            "/v1/events",
            event.text,
            type: "application/cloudevents+json",
            location: location
        )
    }

    /// Enrols Ana, who has an address of e-mail and speaks Malay, and says her id.
    func enrolAna() async throws -> String {
        let ana = """
            {"identities": [{"kind": "email", "value": "ana@example.com"}], "country": "MY", "language": "ms",
             "name": "Ana binti Yusof"}
            """
        let answer = try await send(.post, "/v1/members", ana)
        return try #require(answer.json["id"]?.string)
    }

    /// The example programme of this repository, as it stands in `examples/`.
    static let kopiSetia = text(of: "examples/kopi-setia.yaml")

    /// A file of this repository.
    static func text(of path: String) -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else {
            fatalError("no file at \(path)")
        }
        return text
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as JSON; `null` where it is none.
    var json: JSON { (try? JSON.parse(bytes)) ?? .null }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// The moment that a text names.
func instant(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text) else { fatalError("\(text) is no moment") }
    return instant
}

/// A text of JSON as a value; what is none is a fault of the test.
func json(_ text: String) -> JSON {
    do { return try JSON.parse(text) } catch { fatalError("\(error)") }
}
