internal import JSONText
package import SetiaCare
package import SetiaCore

/// One thing that was said in a conversation.
package struct Message: Sendable, Hashable {
    /// Of which conversation.
    package let conversation: ConversationID
    /// Its place in it, from 1.
    package let number: Int64
    /// Its own.
    package let id: Identifier
    /// What it is.
    package let kind: Kind
    /// How it travels.
    package let channel: MessageChannel
    /// Who said it.
    package let author: Author
    /// When it came, or was written.
    package let at: Instant
    /// What became of it on its way; of ours only.
    package var delivery: DeliveryRecord
    /// How often it was handed over so far.
    package var tries: Int
    /// When it is handed over next; none is never again.
    package var nextTry: Instant?

    /// What a message is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The member wrote.
        case inbound
        /// Somebody of ours answered.
        case answer
        /// A program of hers answered: stops and starts nothing.
        case automatic
        /// A program of ours answered: stops nothing.
        case program
        /// A note among ourselves; the member never sees it.
        case note
        /// A telephone call, logged by hand.
        case call

        /// Whether the member sees it in her own pages.
        package var isForMember: Bool { self != .note && self != .automatic }
    }

    /// Who said something.
    package enum Author: Sendable, Hashable {
        /// The member.
        case member
        /// Somebody on the staff.
        case staff(StaffID, name: String)
        /// Somebody whom another system names.
        case person(name: String)
        /// A program.
        case program(name: String)
        /// Whoever runs the server.
        case `operator`

        /// Who is credited with an answer; none is nobody of ours.
        package var replier: Key? {
            switch self {
            case .member, .program: nil
            case .staff(let id, _): Key(id.text)
            case .person(let name): Key("name:\(name)")
            case .operator: "operator"
            }
        }
    }

    /// A message.
    package init(
        conversation: ConversationID,
        number: Int64,
        id: Identifier,
        kind: Kind,
        channel: MessageChannel,
        author: Author,
        at: Instant,
        delivery: DeliveryRecord = DeliveryRecord(),
        tries: Int = 0,
        nextTry: Instant? = nil
    ) {
        self.conversation = conversation
        self.number = number
        self.id = id
        self.kind = kind
        self.channel = channel
        self.author = author
        self.at = at
        self.delivery = delivery
        self.tries = tries
        self.nextTry = nextTry
    }
}

/// What a message says: personal, and sealed with the member's key.
package struct MessageContent: Sendable, Hashable {
    /// What it is about; of mail.
    package var subject: String?
    /// What it says.
    package var text: String
    /// What it quotes of messages before it.
    package var quoted: String?
    /// The address that it came from or goes to; of mail.
    package var address: String?
    /// How whoever wrote calls herself there.
    package var name: String?
    /// Its `Message-ID`, of mail; what a network calls it, of others.
    package var messageID: String?
    /// The brand's channel that it came or goes by; of networks.
    package var line: String?
    /// By what one answer to it is free of charge; of networks.
    package var token: String?
    /// Where everybody reads it, such as below a post; none is between us.
    package var place: String?
    /// The approved template that it goes by; of networks.
    package var template: String?
    /// Whether it was longer than is kept.
    package var wasCut = false
    /// What came with it.
    package var files: [File] = []

    /// A file that came with a message.
    package struct File: Sendable, Hashable {
        /// Its name; no path.
        package let name: String
        /// What it is: as its sender says, or by its bytes where it was fetched.
        package let type: String
        /// How many bytes it has; 0 while nobody has said so.
        package let size: Int
        /// Whether what is in it is here.
        package let arrival: Arrival

        /// Whether what is in a file is here.
        package enum Arrival: Sendable, Hashable {
            /// It is.
            case kept
            /// It is fetched a moment later.
            case coming
            /// It is not, and why.
            case failed(FileTrouble)
        }

        /// Whether what is in it is kept.
        package var isKept: Bool { arrival == .kept }

        /// A file.
        package init(name: String, type: String, size: Int, arrival: Arrival) {
            self.name = name
            self.type = type
            self.size = size
            self.arrival = arrival
        }
    }

    /// A message that says `text`.
    package init(_ text: String, subject: String? = nil) {
        self.text = text
        self.subject = subject
    }
}

extension MessageContent {
    /// As it is sealed.
    var document: [UInt8] {
        var object: JSONObject = ["text": .string(text)]
        for (key, value) in [
            ("subject", subject), ("quoted", quoted), ("address", address), ("name", name), ("messageId", messageID),
            ("line", line), ("token", token), ("place", place), ("template", template),
        ] {
            if let value { object.set(key, .string(value)) }
        }
        if wasCut { object.set("cut", .bool(true)) }
        if !files.isEmpty {
            object.set(
                "files",
                .array(
                    files.map { file in
                        var fields: JSONObject = [
                            "name": .string(file.name), "type": .string(file.type), "size": .integer(Int64(file.size)),
                            "kept": .bool(file.isKept),
                        ]
                        switch file.arrival {
                        case .kept, .failed(.tooLarge): break
                        case .coming: fields.set("way", .string("coming"))
                        case .failed(let trouble): fields.set("way", .string(trouble.rawValue))
                        }
                        return .object(fields)
                    }
                )
            )
        }
        return JSON.object(object).canonical
    }

    /// What a sealed document said.
    init(document: [UInt8]) throws {
        let json = try JSON.parse(document)
        self.init(json["text"]?.string ?? "", subject: json["subject"]?.string)
        quoted = json["quoted"]?.string
        address = json["address"]?.string
        name = json["name"]?.string
        messageID = json["messageId"]?.string
        line = json["line"]?.string
        token = json["token"]?.string
        place = json["place"]?.string
        template = json["template"]?.string
        wasCut = json["cut"]?.bool ?? false
        files = (json["files"]?.array ?? []).map { file in
            File(
                name: file["name"]?.string ?? "",
                type: file["type"]?.string ?? "",
                size: Int(file["size"]?.int64 ?? 0),
                arrival: File.Arrival(isKept: file["kept"]?.bool ?? false, way: file["way"]?.string)
            )
        }
    }
}

extension MessageContent.File.Arrival {
    /// As a sealed document has it: what is not kept, without a word, was too large.
    fileprivate init(isKept: Bool, way: String?) {
        if isKept {
            self = .kept
        } else if way == "coming" {
            self = .coming
        } else {
            self = .failed(way.flatMap { FileTrouble(rawValue: $0) } ?? .tooLarge)
        }
    }
}

/// A message with what it says; nothing where the member was erased.
package struct OpenedMessage: Sendable, Hashable {
    /// The message.
    package let message: Message
    /// What it says.
    package let content: MessageContent?

    /// A message with what it says.
    package init(message: Message, content: MessageContent?) {
        self.message = message
        self.content = content
    }
}
