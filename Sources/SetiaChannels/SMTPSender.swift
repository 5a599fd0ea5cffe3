internal import CCurl
internal import Foundation
package import SetiaService

/// Hands mail to a submission server, by libcurl.
///
/// One connection a mail: ours are few. libcurl blocks, so it runs on a thread of its own, and gives up in time.
package final class SMTPSender: MailSender {
    private let server: MailServer
    private let from: Mailbox
    private let seconds: Int
    private let authority: String?
    private let queue = OperationQueue()

    /// A sender.
    ///
    /// - Parameters:
    ///   - server: Where mail is handed over.
    ///   - from: In whose name.
    ///   - seconds: How long one mail may take; a third of it for the connection.
    ///   - authority: The path of a file of certificates that are believed; none believes those of the system.
    package init(server: MailServer, from: Mailbox, seconds: Int = 30, authority: String? = nil) {
        self.server = server
        self.from = from
        self.seconds = seconds
        self.authority = authority
        queue.maxConcurrentOperationCount = 4
        queue.name = "mail"
        _ = SMTPSender.isReady
    }

    private static let isReady = setia_curl_global_init() == CURLE_OK

    package func send(_ mail: Mail) async throws {
        let form = try MailForm(mail, from: from)
        let submission = Submission(
            server: server,
            // What does not arrive comes back to where answers go, and so finds its message.
            from: mail.thread?.replyTo ?? mail.list?.bouncesTo ?? from.address,
            to: mail.to.address,
            bytes: form.bytes,
            seconds: seconds,
            authority: authority
        )
        let failure = await withCheckedContinuation { continuation in
            queue.addOperation { continuation.resume(returning: submission.run()) }
        }
        if let failure { throw failure }
    }
}

/// One mail on its way to the server.
private struct Submission: Sendable {
    let server: MailServer
    let from: String
    let to: String
    let bytes: [UInt8]
    let seconds: Int
    let authority: String?

    /// What is left to be read.
    private final class Remaining {
        var bytes: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { self.bytes = bytes[...] }
    }

    /// Hands it over; why not, where it was not taken.
    func run() -> MailFailure? {
        guard let handle = curl_easy_init() else {
            return MailFailure(isTemporary: true, reason: "no memory for a connection")
        }
        defer { curl_easy_cleanup(handle) }
        var recipients: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(recipients) }
        recipients = curl_slist_append(nil, "<\(to)>")
        let remaining = Remaining(bytes)
        let code = withExtendedLifetime(remaining) {
            configure(handle, recipients, Unmanaged.passUnretained(remaining).toOpaque())
            return curl_easy_perform(handle)
        }
        guard code != CURLE_OK else { return nil }
        var answer = 0
        _ = setia_curl_response_code(handle, &answer)
        // 5xx is for good; no answer, or 4xx, may pass. A refused password is ours to mend, and stays refused.
        let isForGood =
            (500..<600).contains(answer) || code == CURLE_LOGIN_DENIED || code == CURLE_PEER_FAILED_VERIFICATION
        let words = String(cString: curl_easy_strerror(code))
        let status = answer > 0 ? ", the server said \(answer)" : ""
        // Whoever got all of it and said neither yes nor no may have taken it.
        let mayHaveLeft = remaining.bytes.isEmpty && !(400..<600).contains(answer)
        return MailFailure(
            isTemporary: !isForGood,
            mayHaveLeft: mayHaveLeft,
            reason: "\(server): \(words)\(status)"
        )
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer,
        _ recipients: UnsafeMutablePointer<curl_slist>?,
        _ context: UnsafeMutableRawPointer
    ) {
        _ = setia_curl_set_text(handle, CURLOPT_URL, "\(server.scheme)://\(server.host):\(server.port)/setia")
        _ = setia_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        _ = setia_curl_set_text(handle, CURLOPT_PROXY, "")
        _ = setia_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(from)>")
        _ = setia_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
        _ = setia_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = setia_curl_set_long(handle, CURLOPT_TIMEOUT, seconds)
        _ = setia_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, max(1, seconds / 3))
        // On this machine TLS is taken where it is offered, elsewhere asked for; never with a password in clear.
        let isOptional = server.isHere && server.password == nil
        let demand = isOptional ? CURLUSESSL_TRY : CURLUSESSL_ALL
        _ = setia_curl_set_long(handle, CURLOPT_USE_SSL, Int(demand.rawValue))
        if isOptional {
            _ = setia_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 0)
            _ = setia_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 0)
        }
        if let authority { _ = setia_curl_set_text(handle, CURLOPT_CAINFO, authority) }
        if let user = server.user, let password = server.password {
            _ = setia_curl_set_text(handle, CURLOPT_USERNAME, user)
            _ = setia_curl_set_text(handle, CURLOPT_PASSWORD, password)
        }
        _ = setia_curl_set_long(handle, CURLOPT_UPLOAD, 1)
        _ = setia_curl_set_pointer(handle, CURLOPT_READDATA, context)
        _ = setia_curl_set_reader(handle) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let remaining = Unmanaged<Remaining>.fromOpaque(context).takeUnretainedValue()
            let piece = remaining.bytes.prefix(size * count)
            remaining.bytes = remaining.bytes.dropFirst(piece.count)
            UnsafeMutableRawPointer(buffer).copyMemory(from: Array(piece), byteCount: piece.count)
            return piece.count
        }
        _ = setia_curl_set_writer(handle) { _, size, count, _ in size * count }
    }
}
