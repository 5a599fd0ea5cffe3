internal import CCurl
internal import Foundation

/// Fetches mail from a mailbox, by libcurl: what was not taken yet, each marked or moved when it was.
///
/// What was taken stands in the mailbox itself, as a mark (`$SetiaKept`) or by the folder: nothing has to be remembered here, and
/// whoever dies between taking a mail and marking it is handed it again. `\Seen` says nothing: people read with other programs.
package final class IMAPMailbox: Sendable {
    private let place: IMAPPlace
    private let authority: String?
    private let seconds: Int
    private let queue = OperationQueue()

    /// The mark of what was taken.
    static let mark = "$SetiaKept"
    /// The most bytes that are read of a mail.
    package static let mostBytes = 25 << 20

    /// A mailbox.
    ///
    /// - Parameters:
    ///   - place: Which.
    ///   - authority: The path of a file of certificates that are believed; none believes those of the system.
    ///   - seconds: How long one step may take.
    package init(_ place: IMAPPlace, authority: String? = nil, seconds: Int = 60) {
        self.place = place
        self.authority = authority
        self.seconds = seconds
        queue.maxConcurrentOperationCount = 1
        queue.name = "imap"
        _ = IMAPMailbox.isReady
    }

    private static let isReady = setia_curl_global_init() == CURLE_OK

    /// Hands over what was not taken yet, the oldest first.
    ///
    /// - Parameters:
    ///   - limit: At most so many.
    ///   - take: Takes one; what throws is left for the next time, and the others go on.
    /// - Returns: how many were taken, and how many were left.
    /// - Throws: `IMAPFailure` where the server is away or says no.
    package func collect(
        limit: Int = 100,
        _ take: @Sendable ([UInt8]) async throws -> Void
    ) async throws -> (taken: Int, left: Int) {
        let connection = try IMAPConnection(place, authority, seconds)
        if let done = place.done { try await run { try connection.make(done) } }
        let validity = try await run { try connection.validity() }
        let numbers = try await run { try connection.waiting() }
        var counts = (taken: 0, left: 0)
        for number in numbers.prefix(limit) {
            // Somebody may have taken it away meanwhile.
            guard let bytes = try await run({ try connection.fetch(number, validity) }) else { continue }
            do {
                try await take(bytes)
            } catch {
                counts.left += 1
                continue
            }
            try await run { try connection.settle(number) }
            counts.taken += 1
        }
        return counts
    }

    /// libcurl blocks, so each step runs on a thread of its own.
    private func run<Value: Sendable>(_ step: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation {
                continuation.resume(with: Result { try step() })
            }
        }
    }
}

/// Why no mail can be fetched.
package struct IMAPFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the server or the network said; without any password in it.
    package let reason: String

    /// What a person reads.
    package var description: String { reason }
}

/// One connection: a handle of libcurl, which keeps it open from step to step.
///
/// It is used by one step at a time.
private final class IMAPConnection: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer
    private let place: IMAPPlace
    private let authority: String?
    private let seconds: Int

    /// What comes.
    private final class Received {
        var bytes: [UInt8] = []
    }

    init(_ place: IMAPPlace, _ authority: String?, _ seconds: Int) throws(IMAPFailure) {
        guard let handle = curl_easy_init() else { throw IMAPFailure(reason: "no memory for a connection") }
        self.handle = handle
        self.place = place
        self.authority = authority
        self.seconds = seconds
    }

    deinit { curl_easy_cleanup(handle) }

    /// Makes a folder, if it is not there.
    func make(_ folder: String) throws(IMAPFailure) {
        let (code, _) = perform("", command: "CREATE \"\(folder)\"")
        // It says no where the folder is there.
        guard code == CURLE_OK || code == CURLE_QUOTE_ERROR else { throw failure(code) }
    }

    /// What the numbers of mails belong to.
    func validity() throws(IMAPFailure) -> Int {
        let answer = try command("", "STATUS \"\(place.folder)\" (UIDVALIDITY)")
        guard let found = answer.firstMatch(of: #/UIDVALIDITY ([0-9]+)/#), let number = Int(found.output.1) else {
            throw IMAPFailure(reason: "\(place): the server does not say UIDVALIDITY")
        }
        return number
    }

    /// The numbers of what was not taken yet, the oldest first.
    func waiting() throws(IMAPFailure) -> [Int] {
        let wanted = place.done == nil ? "UNKEYWORD \(IMAPMailbox.mark) UNDELETED" : "UNDELETED"
        let answer = try command(folderPath, "UID SEARCH \(wanted)")
        let lines = answer.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("* SEARCH") }
        return lines.flatMap { $0.dropFirst(8).split(separator: " ").compactMap { Int($0) } }.sorted()
    }

    /// A mail; none where it is not there any more, or its number is another's now.
    func fetch(_ number: Int, _ validity: Int) throws(IMAPFailure) -> [UInt8]? {
        let (code, bytes) = perform("\(folderPath);UIDVALIDITY=\(validity);UID=\(number)", command: nil)
        if code == CURLE_REMOTE_FILE_NOT_FOUND { return nil }
        guard code == CURLE_OK else { throw failure(code) }
        return bytes.isEmpty ? nil : bytes
    }

    /// Marks a mail as taken, or puts it where those go.
    func settle(_ number: Int) throws(IMAPFailure) {
        guard let done = place.done else {
            _ = try command(folderPath, "UID STORE \(number) +FLAGS.SILENT (\(IMAPMailbox.mark) \\Seen)")
            return
        }
        let (code, _) = perform(folderPath, command: "UID MOVE \(number) \"\(done)\"")
        if code == CURLE_OK { return }
        guard code == CURLE_QUOTE_ERROR else { throw failure(code) }
        // An older server: copied first and taken away then, so that it is never nowhere.
        _ = try command(folderPath, "UID COPY \(number) \"\(done)\"")
        _ = try command(folderPath, "UID STORE \(number) +FLAGS.SILENT (\\Deleted)")
    }

    // MARK: - libcurl

    private var folderPath: String {
        place.folder.replacing(" ", with: "%20")
    }

    private func command(_ path: String, _ text: String) throws(IMAPFailure) -> String {
        let (code, bytes) = perform(path, command: text)
        guard code == CURLE_OK else { throw failure(code) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func failure(_ code: CURLcode) -> IMAPFailure {
        IMAPFailure(reason: "\(place): \(String(cString: curl_easy_strerror(code)))")
    }

    private func perform(_ path: String, command: String?) -> (CURLcode, [UInt8]) {
        let received = Received()
        let code = withExtendedLifetime(received) {
            configure(path, command, Unmanaged.passUnretained(received).toOpaque())
            return curl_easy_perform(handle)
        }
        return (code, received.bytes)
    }

    private func configure(_ path: String, _ command: String?, _ context: UnsafeMutableRawPointer) {
        let server = place.server
        // Options go, the connection stays.
        curl_easy_reset(handle)
        _ = setia_curl_set_text(handle, CURLOPT_URL, "\(server.scheme)://\(server.host):\(server.port)/\(path)")
        _ = setia_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "imap,imaps")
        _ = setia_curl_set_text(handle, CURLOPT_PROXY, "")
        _ = setia_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, command)
        _ = setia_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = setia_curl_set_long(handle, CURLOPT_TIMEOUT, seconds)
        _ = setia_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, max(1, seconds / 3))
        // A password is never said in clear, but to this machine itself, which may offer no TLS.
        let demand = server.isHere ? CURLUSESSL_TRY : CURLUSESSL_ALL
        _ = setia_curl_set_long(handle, CURLOPT_USE_SSL, Int(demand.rawValue))
        if server.isHere, authority == nil {
            _ = setia_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 0)
            _ = setia_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 0)
        }
        if let authority { _ = setia_curl_set_text(handle, CURLOPT_CAINFO, authority) }
        if let user = server.user, let password = server.password {
            _ = setia_curl_set_text(handle, CURLOPT_USERNAME, user)
            _ = setia_curl_set_text(handle, CURLOPT_PASSWORD, password)
        }
        _ = setia_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        _ = setia_curl_set_writer(handle) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let received = Unmanaged<Received>.fromOpaque(context).takeUnretainedValue()
            // What is beyond is read and let go.
            let room = max(0, IMAPMailbox.mostBytes - received.bytes.count)
            let bytes = UnsafeRawBufferPointer(start: buffer, count: min(room, size * count))
            received.bytes.append(contentsOf: bytes)
            return size * count
        }
    }
}
