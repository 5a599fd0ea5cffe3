import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

/// Somebody with a browser: keeps cookies, posts forms with the token of the page they stand on.
final class Visitor {
    let brand: TestBrand
    private let application: Application<RouterResponder<TestContext>>
    /// What the browser keeps.
    var cookies: [String: String] = [:]
    /// What she fills into forms by herself.
    private(set) var token = ""

    /// Long enough, and nobody's name.
    static let password = "warung di tepi sawah"

    init(_ brand: TestBrand? = nil) async throws {
        if let brand { self.brand = brand } else { self.brand = try await Visitor.cafe() }
        let web = try Web(
            service: self.brand.service,
            settings: WebSettings(
                assetsFolder: Visitor.assets,
                address: "https://kopi.example.com",
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        let router = Router(context: TestContext.self)
        web.add(to: router)
        application = Application(
            router: router,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    /// Bootstrap as Debian has it.
    private static var assets: String {
        ProcessInfo.processInfo.environment["SETIA_ASSETS"] ?? "/usr/share/javascript"
    }

    /// A brand with the example programme and three stores, on the morning of 2 March 2026.
    static func cafe(channels: ChannelPorts = .none) async throws -> TestBrand {
        let brand = TestBrand(channels: channels)
        let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "examples/kopi-setia.yaml")
        _ = try await brand.service.publishProgramme(try String(contentsOf: example, encoding: .utf8))
        brand.clock.now = try #require(Instant(rfc3339: "2026-03-02T09:30:00+08:00"))
        for shop in Fixture.shops { _ = try await brand.service.putShop(shop) }
        return brand
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let text: String
        /// As it came, where it is no text.
        var bytes: [UInt8] = []
    }

    /// Joins the staff and is signed in.
    @discardableResult
    func join(_ name: String, _ role: Role, stores: StoreScope = .all) async throws -> StaffMember {
        let invitation = try await brand.service.inviteStaff(
            NewStaff(name: name, email: "\(name.lowercased())@example.com", role: role, stores: stores),
            by: .operator
        )
        let answer = try await post("/console/invitation", ["link": invitation.token, "password": Visitor.password])
        #expect(answer.status == 303)
        return invitation.staff
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send(.get, path, nil, headers)
    }

    func post(
        _ path: String,
        _ form: KeyValuePairs<String, String>,
        headers: [String: String] = [:],
        withToken: Bool = true
    ) async throws -> Answer {
        var pairs = form.map { "\(urlEncoded($0.key))=\(urlEncoded($0.value))" }
        if withToken { pairs.append("token=\(urlEncoded(token))") }
        return try await send(.post, path, pairs.joined(separator: "&"), headers)
    }

    /// The same with a form that a test has put together.
    func post(_ path: String, filled form: [String: String]) async throws -> Answer {
        let pairs = form.sorted { $0.key < $1.key }.map { "\(urlEncoded($0.key))=\(urlEncoded($0.value))" }
        return try await send(.post, path, (pairs + ["token=\(urlEncoded(token))"]).joined(separator: "&"), [:])
    }

    /// Posts a form with files, as browsers do.
    func post(
        _ path: String,
        _ form: KeyValuePairs<String, String>,
        files: [(String, [UInt8])],
        field: String = "photos"
    ) async throws -> Answer {
        let boundary = "----WebKitFormBoundary7MA4YWxk"
        var body: [UInt8] = []
        for (name, value) in form.map({ ($0.key, $0.value) }) + [("token", token)] {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for (name, bytes) in files {
            let head = "Content-Disposition: form-data; name=\"\(field)\"; filename=\"\(name)\""
            body += Array("--\(boundary)\r\n\(head)\r\nContent-Type: image/gif\r\n\r\n".utf8) + bytes
            body += Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return try await send(
            .post,
            path,
            ByteBuffer(bytes: body),
            type: "multipart/form-data; boundary=\(boundary)",
            [:]
        )
    }

    /// Fetches pages over a socket, as programs do that open links of mails before people: one after the other, and nothing
    /// but their paths.
    ///
    /// - Returns: what each was answered.
    func fetch(_ paths: [String], as member: String? = nil) async throws -> [Int] {
        try await application.test(.live) { client in
            var headers = HTTPFields()
            if let member { headers[.cookie] = "setia-member=\(member)" }
            var statuses: [Int] = []
            for path in paths {
                statuses.append(
                    try await client.execute(uri: path, method: .get, headers: headers) { $0.status.code }
                )
            }
            return statuses
        }
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String?,
        _ headers: [String: String]
    ) async throws -> Answer {
        let type = "application/x-www-form-urlencoded"
        return try await send(method, path, body.map { ByteBuffer(string: $0) }, type: type, headers)
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: ByteBuffer?,
        type: String,
        _ headers: [String: String]
    ) async throws -> Answer {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        if !cookies.isEmpty {
            fields[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        if body != nil { fields[.contentType] = type }
        let sent = fields
        let answer = try await application.test(.router) { client in
            try await client.execute(
                uri: path,
                method: method,
                headers: sent,
                body: body
            ) { response in
                Answer(
                    status: response.status.code,
                    headers: response.headers,
                    text: String(buffer: response.body),
                    bytes: Array(response.body.readableBytesView)
                )
            }
        }
        for header in answer.headers[values: .setCookie] {
            let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies[String(pair[0])] = header.contains("Max-Age=0") ? nil : String(pair[1])
        }
        if let found = answer.text.firstMatch(of: #/name="token" value="([^"]+)"/#) { token = String(found.output.1) }
        return answer
    }
}

/// What travels with a request of a test.
struct TestContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = nil
    }
}
