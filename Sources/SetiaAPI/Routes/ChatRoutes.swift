internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import ServiceLifecycle
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// What browsers of visitors use to chat: a session of their own, no key.
    var chatEndpoints: [Endpoint] {
        [
            Endpoint(.post, "/chat/sessions", needs: nil, answer: startChat),
            Endpoint(.post, "/chat/end", needs: nil, answer: endChat),
            Endpoint(.get, "/chat/messages", needs: nil, answer: readChat),
            Endpoint(.post, "/chat/messages", needs: nil, answer: sayInChat),
            Endpoint(.post, "/chat/files", needs: nil, answer: sendInChat),
            Endpoint(.post, "/chat/seen", needs: nil, answer: seeChat),
            Endpoint(.get, "/chat/events", needs: nil, answer: followChat),
        ]
    }

    /// The most bytes that a visitor's browser sends at once.
    private static let chatBody = 32_768
    /// The most bytes that come with a file: in base 64, with its name.
    private static let chatFileBody = SetiaService.largestFile / 3 * 4 + chatBody

    private func startChat(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try admit(.begin, request, context)
        let parsed = try parseChatStart(try await request.json(upTo: Self.chatBody))
        var proof = parsed.token.map { ChatProof.token($0) }
        // Her session in the portal counts for the portal's own pages alone.
        if proof == nil, request.isOfOurPages, let secret = request.memberSession { proof = .portal(secret) }
        let start = try await service.startChat(
            proof,
            replacing: parsed.session,
            language: parsed.language.flatMap { Language(rawValue: String($0.prefix(2)).lowercased()) }
        )
        var body = ChatBody(start.view)
        body.session = start.session
        return unkept(response(body, status: .created))
    }

    private func endChat(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try await service.endChat(try request.chat())
        return unkept(Response(status: .noContent))
    }

    private func readChat(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try admit(.say, request, context)
        return unkept(response(ChatBody(try await service.chat(try request.chat()))))
    }

    private func sayInChat(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try admit(.say, request, context)
        let secret = try request.chat()
        let parsed = try parseChatMessage(try await request.json(upTo: Self.chatBody))
        var words = ChatWords(text: parsed.text, key: parsed.id)
        words.email = try parsed.email.map { try emailAddress($0) }
        words.name = parsed.name
        return unkept(response(ChatMessageBody(try await service.say(words, in: secret)), status: .created))
    }

    private func sendInChat(_ request: Request, _ context: SetiaContext) async throws -> Response {
        try admit(.send, request, context)
        let secret = try request.chat()
        // Nobody sends megabytes into a chat that is not there.
        _ = try await service.chat(secret)
        let parsed = try parseChatFile(try await request.json(upTo: Self.chatFileBody))
        guard let bytes = Base64.bytes(of: parsed.data) else {
            throw MalformedBody(problems: [Malformed(field: "data", reason: "must be base 64")])
        }
        let upload: ChatUpload
        do {
            upload = try ChatUpload(name: parsed.name, bytes: bytes)
        } catch {
            let reason =
                switch error {
                case .empty: "must not be empty"
                case .tooLarge: "must have at most \(SetiaService.largestFile >> 20) MiB"
                case .otherType: "must be a picture (PNG, JPEG, GIF, WebP, HEIC) or a PDF"
                }
            throw MalformedBody(problems: [Malformed(field: "data", reason: reason)])
        }
        var words = ChatWords(file: upload, key: parsed.id)
        words.email = try parsed.email.map { try emailAddress($0) }
        return unkept(response(ChatMessageBody(try await service.say(words, in: secret)), status: .created))
    }

    private func emailAddress(_ text: String) throws(MalformedBody) -> Identity {
        guard let identity = try? Identity(kind: .email, text: text) else {
            throw MalformedBody(problems: [Malformed(field: "email", reason: "must be an address of e-mail")])
        }
        return identity
    }

    private func seeChat(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let secret = try request.chat()
        let identifier = try parseChatSeen(try await request.json(upTo: Self.chatBody))
        try await service.noteSeen(upTo: identifier, in: secret)
        return unkept(Response(status: .noContent))
    }

    // MARK: - As it happens

    /// How often another server's messages are looked for.
    private static let looks = Duration.seconds(2)
    /// After so many looks without news something is sent, so that neither end takes the other for gone.
    private static let looksAHeartbeat = 6

    private func followChat(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let secret = try request.chat()
        let address = client(request, context)
        let last = request.headers[.lastEventID].flatMap { Identifier(text: $0) }
        guard chatGate.enter(address) else { throw Problem.tooManyChats }
        var stream = ChatStream(service, secret, after: last)
        let first: [ChatStream.Event]
        do {
            first = try await stream.look()
        } catch {
            chatGate.leave(address)
            throw error
        }
        let opened = stream
        let (gate, changes) = (chatGate, service.changes())
        let body = ResponseBody { writer in
            defer { gate.leave(address) }
            let (bells, bell) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(1))
            var stream = opened
            let watched = stream
            let hearing = Task {
                for await change in changes.cancelOnGracefulShutdown() where watched.mayConcern(change) {
                    bell.yield(true)
                }
                bell.finish()
            }
            let ticking = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: Self.looks)
                    bell.yield(false)
                }
            }
            defer {
                hearing.cancel()
                ticking.cancel()
            }
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n" + first.map(\.frame).joined()))
            var quiet = 0
            for await _ in bells {
                do {
                    let events = try await stream.look()
                    quiet = events.isEmpty ? quiet + 1 : 0
                    if !events.isEmpty {
                        try await writer.write(ByteBuffer(string: events.map(\.frame).joined()))
                    } else if quiet >= Self.looksAHeartbeat {
                        quiet = 0
                        try await writer.write(ByteBuffer(string: ": still here\n\n"))
                    }
                } catch is ChatRefusal {
                    try await writer.write(ByteBuffer(string: "event: end\ndata: {}\n\n"))
                    break
                } catch is StoreFailure {
                    // The browser comes again, with what it has.
                    break
                }
            }
            try await writer.finish(nil)
        }
        var answer = Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
        if let name = HTTPField.Name("X-Accel-Buffering") { answer.headers[name] = "no" }
        return unkept(answer)
    }

    // MARK: - Who asks

    private func admit(_ act: ChatGate.Act, _ request: Request, _ context: SetiaContext) throws {
        guard chatGate.mayPass(act, client(request, context), at: service.surroundings.now()) else {
            throw Problem.tooManyChats
        }
    }

    /// Where a request comes from: its connection, or whom a trusted proxy says it speaks for.
    func client(_ request: Request, _ context: SetiaContext) -> String {
        let connection = context.remoteAddress?.ipAddress ?? ""
        guard chat.isBehindProxy, let header = HTTPField.Name("X-Forwarded-For"),
            let said = request.headers[values: header].last?.split(separator: ",").last
        else { return connection }
        return String(said.drop { $0 == " " })
    }

    /// The same, kept by nobody on its way.
    private func unkept(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}

extension Request {
    /// The secret of the chat that the browser shows.
    fileprivate func chat() throws -> String {
        guard let header = headers[.authorization], header.prefix(7).lowercased() == "bearer ",
            header.utf8.count <= 200
        else { throw ChatRefusal.unknownSession }
        return String(header.dropFirst(7))
    }

    /// Whether a page of ours asks, as browsers say of each request.
    fileprivate var isOfOurPages: Bool {
        HTTPField.Name("Sec-Fetch-Site").flatMap { headers[$0] } == "same-origin"
    }

    /// The secret of her session in the portal.
    fileprivate var memberSession: String? {
        let pairs = (headers[.cookie] ?? "").split(separator: ";").map { $0.drop { $0 == " " } }
        return pairs.first { $0.hasPrefix("setia-member=") }.map { String($0.dropFirst(13)) }
            .flatMap { $0.utf8.count <= 200 ? $0 : nil }
    }
}

extension HTTPField.Name {
    /// The last event that the browser has, as `EventSource` sends it.
    fileprivate static var lastEventID: Self { Self("Last-Event-ID") ?? .range }
}

extension ChatBody {
    fileprivate init(_ view: ChatView) {
        self.init(
            isKnown: view.isKnown,
            expiresAt: view.expiresAt,
            service: ChatServiceBody(view.service),
            messages: view.messages.map { ChatMessageBody($0) }
        )
    }
}

extension ChatServiceBody {
    fileprivate init(_ service: ChatService) { self.init(isThere: service.isThere, answerBy: service.answerBy) }
}

extension ChatMessageBody {
    fileprivate init(_ opened: OpenedMessage) {
        let name: String? =
            switch opened.message.author {
            case .staff(_, let name), .person(let name): name
            case .member, .program, .operator: nil
            }
        self.init(
            id: opened.message.id.text,
            at: opened.message.at,
            isHers: opened.message.author == .member,
            author: name,
            words: opened.content?.text ?? "",
            files: opened.content?.files.map(\.name) ?? []
        )
    }
}

extension ChatStream.Event {
    /// As server-sent events have it: JSON has no line ends of its own.
    fileprivate var frame: String {
        switch self {
        case .message(let opened):
            let data = String(decoding: ChatMessageBody(opened).bytes, as: UTF8.self)
            return "id: \(opened.message.id.text)\nevent: message\ndata: \(data)\n\n"
        case .service(let service):
            return "event: service\ndata: \(String(decoding: ChatServiceBody(service).bytes, as: UTF8.self))\n\n"
        }
    }
}

extension Problem {
    /// One network address asks for more than it may, or the server keeps as many chats as it can.
    fileprivate static var tooManyChats: Problem {
        Problem(
            "too-many-chats",
            title: "Too many chats",
            status: 429,
            detail: "so many chats from one place are enough for now; try again later"
        )
    }

    /// Why somebody cannot chat.
    static func refused(_ refusal: ChatRefusal) -> Problem {
        switch refusal {
        case .unknownSession:
            Problem(
                "unknown-chat",
                title: "No such chat",
                status: 401,
                detail: "the chat has ended, or never was; begin another"
            )
        case .token:
            Problem(
                "token-refused",
                title: "The token is not taken",
                status: 401,
                detail: "the token signs nobody in; the server's log says why"
            )
        }
    }
}
