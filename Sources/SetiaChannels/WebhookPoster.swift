internal import CCurl
internal import Foundation
package import SetiaService

/// Posts messages to webhooks, by libcurl.
///
/// It connects to addresses of the public network only: the address is looked at when the connection is opened, after the
/// name was resolved. It goes through no proxy and follows nobody elsewhere, since either would connect for us. libcurl
/// blocks, so it runs on threads of its own, and gives up in time.
package final class WebhookPoster: WebhookSender {
    private let allowsPrivate: Bool
    private let seconds: Int
    private let queue = OperationQueue()

    /// A poster.
    ///
    /// - Parameters:
    ///   - allowsPrivate: Whether any address and plain HTTP will do: for development and tests.
    ///   - seconds: How long one message may take; a third of it for the connection.
    package init(allowsPrivate: Bool = false, seconds: Int = 15) {
        self.allowsPrivate = allowsPrivate
        self.seconds = seconds
        queue.maxConcurrentOperationCount = 64
        queue.name = "webhooks"
        _ = WebhookPoster.isReady
    }

    private static let isReady = setia_curl_global_init() == CURLE_OK

    package func post(_ message: SignedMessage, to url: String) async -> WebhookAnswer {
        switch await exchange(message.headers, message.body, with: url, atMost: WebhookAnswer.most) {
        case .answered(let status, let body): .answered(status: status, beginning: WebhookAnswer.shown(body))
        case .failed(let reason, _): .unreachable(reason: reason)
        case .forbidden(let whom): .unreachable(reason: WebhookPoster.forbidden(whom))
        }
    }

    /// That an address leads to where nothing is sent, in words.
    static func forbidden(_ whom: String) -> String { "the address leads to \(whom), where nothing is sent" }

    /// What came of a request.
    enum Outcome: Sendable {
        /// It was answered; the body as far as it was read.
        case answered(status: Int, body: [UInt8])
        /// It was not, in English why; and whether all of it may have been handed over.
        case failed(reason: String, mayHaveLeft: Bool)
        /// The address leads to where nothing is sent: to whom.
        case forbidden(String)
    }

    /// What came of asking for something.
    struct Answer: Sendable {
        /// What came back.
        let outcome: Outcome
        /// Whether the body is all of it.
        let isWhole: Bool
        /// Where it leads, where it leads elsewhere.
        let leadsTo: String?
    }

    /// Posts a request and says what came back.
    func exchange(
        _ headers: [(name: String, value: String)],
        _ body: [UInt8],
        with url: String,
        atMost most: Int
    ) async -> Outcome {
        let posting = Posting(
            headers: headers.map { "\($0.name): \($0.value)" },
            body: body,
            url: url,
            allowsPrivate: allowsPrivate,
            seconds: seconds,
            most: most
        )
        return await run(posting).outcome
    }

    /// Asks for what lies at an address and says what came back.
    func ask(_ headers: [(name: String, value: String)], at url: String, atMost most: Int) async -> Answer {
        await run(
            Posting(
                headers: headers.map { "\($0.name): \($0.value)" },
                body: nil,
                url: url,
                allowsPrivate: allowsPrivate,
                seconds: seconds,
                most: most
            )
        )
    }

    private func run(_ posting: Posting) async -> Answer {
        await withCheckedContinuation { continuation in
            queue.addOperation { continuation.resume(returning: posting.run()) }
        }
    }
}

/// One message on its way.
private struct Posting: Sendable {
    let headers: [String]
    /// None asks.
    let body: [UInt8]?
    let url: String
    let allowsPrivate: Bool
    let seconds: Int
    let most: Int

    /// What libcurl's callbacks see and leave.
    private final class Exchange {
        let allowsPrivate: Bool
        let most: Int
        var refused: String?
        var answer: [UInt8] = []
        var isCut = false

        init(allowsPrivate: Bool, most: Int) {
            self.allowsPrivate = allowsPrivate
            self.most = most
        }
    }

    func run() -> WebhookPoster.Answer {
        guard let handle = curl_easy_init() else {
            let outcome = WebhookPoster.Outcome.failed(
                reason: "there is no memory for a connection",
                mayHaveLeft: false
            )
            return WebhookPoster.Answer(outcome: outcome, isWhole: false, leadsTo: nil)
        }
        defer { curl_easy_cleanup(handle) }
        let exchange = Exchange(allowsPrivate: allowsPrivate, most: most)
        let outcome = run(handle, exchange)
        return WebhookPoster.Answer(
            outcome: outcome,
            isWhole: !exchange.isCut,
            leadsTo: setia_curl_redirect(handle).map { String(cString: $0) }
        )
    }

    private func run(_ handle: UnsafeMutableRawPointer, _ exchange: Exchange) -> WebhookPoster.Outcome {
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        // An empty Expect keeps libcurl from asking first whether it may send.
        for line in self.headers + ["User-Agent: Setia", "Expect:"] {
            headers = curl_slist_append(headers, line)
        }
        let code = withExtendedLifetime(exchange) {
            (body ?? []).withUnsafeBytes { bytes in
                configure(handle, headers, bytes, Unmanaged.passUnretained(exchange).toOpaque())
                return curl_easy_perform(handle)
            }
        }
        var status = 0
        _ = setia_curl_response_code(handle, &status)
        if code == CURLE_OK || (code == CURLE_WRITE_ERROR && exchange.isCut), status > 0 {
            return .answered(status: status, body: exchange.answer)
        }
        if let refused = exchange.refused { return .forbidden(refused) }
        if code == CURLE_OPERATION_TIMEDOUT {
            return .failed(reason: "it did not answer within \(seconds) seconds", mayHaveLeft: true)
        }
        let isBefore = [
            CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL,
            CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
        ].contains(code)
        return .failed(reason: String(cString: curl_easy_strerror(code)), mayHaveLeft: !isBefore)
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer,
        _ headers: UnsafeMutablePointer<curl_slist>?,
        _ body: UnsafeRawBufferPointer,
        _ context: UnsafeMutableRawPointer
    ) {
        _ = setia_curl_set_text(handle, CURLOPT_URL, url)
        _ = setia_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, allowsPrivate ? "https,http" : "https")
        _ = setia_curl_set_text(handle, CURLOPT_PROXY, "")
        _ = setia_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        _ = setia_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = setia_curl_set_long(handle, CURLOPT_TIMEOUT, seconds)
        _ = setia_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, max(1, seconds / 3))
        if self.body == nil {
            _ = setia_curl_set_long(handle, CURLOPT_HTTPGET, 1)
        } else {
            _ = setia_curl_set_long(handle, CURLOPT_POST, 1)
            _ = setia_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, body.count)
            _ = setia_curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
        }
        _ = setia_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
        _ = setia_curl_set_opener(handle, open, context)
        _ = setia_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        _ = setia_curl_set_writer(handle) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            let room = exchange.most - exchange.answer.count
            let piece = UnsafeRawBufferPointer(start: buffer, count: size * count)
            exchange.answer += piece.prefix(room)
            guard piece.count <= room else {
                // Enough is known; the rest is not waited for.
                exchange.isCut = true
                return 0
            }
            return piece.count
        }
    }

    /// Opens a socket to an address of the public network.
    private let open: setia_curl_opener = { context, _, address in
        guard let context, let address else { return CURL_SOCKET_BAD }
        let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        if !exchange.allowsPrivate, let problem = problem(with: address) {
            exchange.refused = problem
            return CURL_SOCKET_BAD
        }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }

    init(headers: [String], body: [UInt8]?, url: String, allowsPrivate: Bool, seconds: Int, most: Int) {
        self.headers = headers
        self.body = body
        self.url = url
        self.allowsPrivate = allowsPrivate
        self.seconds = seconds
        self.most = most
    }
}

/// Why nothing is sent to an address that libcurl is about to connect to.
private func problem(with address: UnsafeMutablePointer<curl_sockaddr>) -> String? {
    guard let start = MemoryLayout<curl_sockaddr>.offset(of: \curl_sockaddr.addr) else { return "no address" }
    let bytes = UnsafeRawBufferPointer(
        start: UnsafeRawPointer(address) + start,
        count: Int(address.pointee.addrlen)
    )
    // sockaddr_in: family, port, 4 bytes; sockaddr_in6: family, port, flow, 16 bytes.
    switch address.pointee.family {
    case AF_INET where bytes.count >= 8: return PublicAddress.problem(v4: Array(bytes[4..<8]))
    case AF_INET6 where bytes.count >= 24: return PublicAddress.problem(v6: Array(bytes[8..<24]))
    default: return "something that is no internet address"
    }
}
