internal import HTTPTypes
internal import Hummingbird
internal import Mustache
internal import NIOCore
internal import SetiaCore
internal import SetiaService

/// What a template is filled with.
typealias Fields = [String: Any]

extension Web {
    /// A page: a template filled, within the frame that all pages share.
    func page(
        _ template: String,
        _ visit: Visit,
        title: String,
        _ fields: Fields,
        status: HTTPResponse.Status = .ok,
        cookies: [NewCookie] = [],
        frame: Frame = .console,
        pictures: [Reward] = []
    ) -> Response {
        var all = fields
        all["frame"] = frameFields(visit, title: title, frame)
        all["t"] = TextTree(texts: visit.texts)
        let html = library.render(all, withTemplate: template) ?? ""
        var response = html_(html, status: status, cookies: cookies)
        let hosts = Web.hosts(ofPictures: pictures)
        if !hosts.isEmpty {
            response.headers[.contentSecurityPolicy] = Web.contentSecurityPolicy
                .split(separator: ";", omittingEmptySubsequences: false)
                .map { $0.hasPrefix(" img-src ") ? "\($0) \(hosts.joined(separator: " "))" : String($0) }
                .joined(separator: ";")
        }
        return response
    }

    /// Where pictures of rewards come from, each once: `https://` and a host, nothing else.
    static func hosts(ofPictures rewards: [Reward]) -> [String] {
        var hosts: [String] = []
        for reward in rewards {
            guard let address = reward.picture?.text, let host = host(ofPicture: address) else { continue }
            if !hosts.contains(host) { hosts.append(host) }
        }
        return hosts
    }

    /// The beginning of a picture's address up to its path; none where it is not a plain host.
    static func host(ofPicture address: String) -> String? {
        let scheme = "https://"
        guard address.hasPrefix(scheme) else { return nil }
        let host = address.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        let isPlain = host.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
        }
        return host.isEmpty || !isPlain ? nil : scheme + host
    }

    /// Off to another page, as after everything that was done with a form.
    func redirect(_ path: String, cookies: [NewCookie] = []) -> Response {
        var response = Response(status: .seeOther, headers: [.location: path])
        guardAnswer(&response, cookies)
        return response
    }

    /// JSON for our own scripts.
    func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        var response = Response(
            status: status,
            headers: [.contentType: "application/json", .contentLength: String(bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
        guardAnswer(&response, [])
        return response
    }

    private func html_(_ html: String, status: HTTPResponse.Status, cookies: [NewCookie]) -> Response {
        let plain = Array(html.utf8)
        var response = Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .contentLength: String(plain.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: plain))
        )
        guardAnswer(&response, cookies)
        return response
    }

    /// What keeps a page from running or loading anything but ours, and from being kept by others.
    func guardAnswer(_ response: inout Response, _ cookies: [NewCookie]) {
        response.headers[.contentSecurityPolicy] = Web.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.cacheControl] = "no-store"
        set(&response, "Referrer-Policy", "same-origin")
        set(&response, "Cross-Origin-Opener-Policy", "same-origin")
        set(&response, "Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        if settings.isSecure { set(&response, "Strict-Transport-Security", "max-age=31536000") }
        for cookie in cookies {
            response.headers.append(HTTPField(name: .setCookie, value: cookie.header(isSecure: settings.isSecure)))
        }
    }

    private func set(_ response: inout Response, _ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { response.headers[name] = value }
    }

    /// Scripts, styles, pictures and connections of our own, and nothing else.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        + "base-uri 'none'"
}

/// Which frame stands around a page.
enum Frame: Sendable {
    /// Navigation at the side, for staff.
    case console
    /// A card in the middle: signing in, joining.
    case simple
    /// A member's own pages, with the way from one to the other.
    case portal
    /// The whole width of a phone: the till.
    case till
}

/// A text as templates ask for it: an empty one is none.
func shownText(_ text: String) -> Any { text.isEmpty ? false : text }

/// What is wrong with a field of a form.
struct FormProblem: Sendable {
    let field: String
    let message: String
}

/// Problems as templates see them: at the top of the form, and beside each field.
func problemFields(_ problems: [FormProblem]) -> Fields {
    var fields: Fields = ["hasProblems": !problems.isEmpty]
    fields["problems"] = problems.map { ["field": $0.field, "message": $0.message] as Fields }
    fields["wrong"] = Dictionary(
        problems.map { ($0.field, $0.message as Any) },
        uniquingKeysWith: { first, _ in first }
    )
    return fields
}
