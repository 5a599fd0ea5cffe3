package import SetiaCare
package import SetiaCore

/// One kind of network: how its requests are believed and read, and how a text is written for it.
///
/// All of it is pure. A further network is one file that keeps to this; `SetiaChannels` has those there are.
package protocol ChannelAdapter: Sendable {
    /// Which kind.
    var kind: MessageChannel { get }
    /// What has to be set before it is used.
    var fields: [ChannelField] { get }
    /// For so many minutes after she wrote free words may go; none is always.
    var windowMinutes: Int? { get }
    /// Whether the same text may be handed over again where nobody knows if it was taken: its receiver knows it again.
    var mayRepeat: Bool { get }

    /// Believes a request and reads it; what is not believed has no effect.
    ///
    /// - Parameters:
    ///   - request: As it came, to the byte.
    ///   - channel: With its secrets.
    /// - Returns: the answer, and all that is told, each to be kept by itself.
    /// - Throws: why it is not believed or cannot be read.
    func read(_ request: ChannelRequest, _ channel: OpenChannel) throws(ChannelRefusal) -> ChannelReading
    /// Why a text cannot go; none where it can.
    func problem(with text: String, _ channel: Channel) -> ChannelTextProblem?
    /// A text as the network takes it.
    func write(_ text: ChannelText, _ channel: OpenChannel) -> ChannelPost
    /// What the network's answer says.
    func outcome(of answer: ChannelAnswer) -> ChannelOutcome
    /// What is to be done to have a file that came with a message.
    ///
    /// - Parameters:
    ///   - file: As it was named.
    ///   - told: What the network answered that was asked where it lies; none before that.
    ///   - channel: With its secrets.
    /// - Returns: the next request; none where the answer cannot be read.
    func step(to file: ChannelFile, told: [UInt8]?, _ channel: OpenChannel) -> ChannelFileStep?
}

/// Something that has to be set of a channel.
package struct ChannelField: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// What it is.
    package let form: Form
    /// Whether it must be said; else there is something that stands for it.
    package let isNeeded: Bool

    /// What a field is.
    package enum Form: Sendable, Hashable {
        /// Words.
        case text
        /// An address to which messages are posted.
        case address
        /// A whole number from 1 to this.
        case number(atMost: Int)
        /// A secret that the network gives.
        case secret
        /// A secret that is made here where none is said, and shown once.
        case made
        /// One of Standard Webhooks (`whsec_…`), made here where none is said.
        case signing
    }

    /// A field.
    package init(_ name: String, _ form: Form, isNeeded: Bool = true) {
        self.name = name
        self.form = form
        self.isNeeded = isNeeded
    }

    /// Whether it is kept sealed.
    package var isSecret: Bool { [.secret, .made, .signing].contains(form) }
}

/// A request of a network, as it came.
package struct ChannelRequest: Sendable {
    /// Whether it asks (GET) rather than tells (POST).
    package let isAsking: Bool
    /// What stands behind the question mark of its address.
    package let query: [(name: String, value: String)]
    /// Its headers, their names in small letters.
    package let headers: [(name: String, value: String)]
    /// Its body, to the byte.
    package let body: [UInt8]

    /// A request.
    package init(
        isAsking: Bool = false,
        query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)],
        body: [UInt8]
    ) {
        self.isAsking = isAsking
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// A header, or none.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// A part of the address, or none.
    package func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// What a network told.
package struct ChannelReading: Sendable, Hashable {
    /// What it told, in its order.
    package var news: [ChannelNews]
    /// What it is answered, as text.
    package var answer: String

    /// A reading.
    package init(_ news: [ChannelNews] = [], answer: String = "") {
        self.news = news
        self.answer = answer
    }
}

/// One thing that a network told.
package enum ChannelNews: Sendable, Hashable {
    /// Somebody wrote.
    case message(ChannelMessage)
    /// Somebody showed what she thinks of a message or a post: with a sign, and no words.
    case reaction(ChannelReaction)
    /// What became of a message of ours, by our id or the network's.
    case delivery(ours: String?, theirs: String?, DeliveryRecord)
    /// All that went to somebody until a moment was delivered or read.
    case deliveredUpTo(Instant, DeliveryRecord.State, contact: String)
    /// Somebody took back what she wrote: its content goes.
    case withdrawn(String)
    /// Somebody wants no more by this way, or blocked us.
    case stopped(contact: String)
    /// She is there again.
    case resumed(contact: String)
    /// She wants no offers any more by this way; answers she still gets.
    case unwanted(contact: String)
}

/// What somebody wrote by a channel.
package struct ChannelMessage: Sendable, Hashable {
    /// What the network calls it; the same again is the same message.
    package let id: String
    /// Where an answer goes: a number, or what the network calls her.
    package let contact: String
    /// What else the network calls her, where it says two things.
    package var alias: String?
    /// Her telephone number, where the network says it.
    package var phone: String?
    /// Whether the network vouches for who wrote; a number that a text names may be anybody's.
    package var isVouched: Bool
    /// How she calls herself there.
    package var name: String?
    /// What she wrote; what is no text in brackets, such as `[image]`.
    package var text: String
    /// Which message it answers, as the network calls it.
    package var answers: String?
    /// By what one answer is free of charge, for a little while.
    package var token: String?
    /// Where everybody reads it, such as below a post; none is between us.
    package var place: String?
    /// What came with it.
    package var files: [ChannelFile]

    /// What somebody wrote.
    package init(
        id: String,
        contact: String,
        alias: String? = nil,
        phone: String? = nil,
        isVouched: Bool = true,
        name: String? = nil,
        text: String,
        answers: String? = nil,
        token: String? = nil,
        place: String? = nil,
        files: [ChannelFile] = []
    ) {
        self.id = id
        self.contact = contact
        self.alias = alias
        self.phone = phone
        self.isVouched = isVouched
        self.name = name
        self.text = text
        self.answers = answers
        self.token = token
        self.place = place
        self.files = files
    }
}

/// A sign that somebody put below a message or a post; taken back it is none.
package struct ChannelReaction: Sendable, Hashable {
    /// Below what, as the network calls it: another sign below the same is the same reaction.
    package let below: String
    /// What the network calls her.
    package let contact: String
    /// When; none is not said.
    package let at: Instant?

    /// A sign.
    package init(below: String, contact: String, at: Instant? = nil) {
        self.below = below
        self.contact = contact
        self.at = at
    }
}

/// A text that is to go.
package struct ChannelText: Sendable, Hashable {
    /// Our own id of it: the same at each attempt.
    package let id: Identifier
    /// To whom.
    package let contact: String
    /// What it says.
    package let text: String
    /// The newest message of hers, as the network calls it.
    package var answers: String?
    /// By what it is free of charge, where it still is.
    package var token: String?
    /// Where everybody reads what it answers.
    package var place: String?
    /// The approved template that it goes by; none is free words.
    package var template: String?
    /// What the template's places are filled with, in its order.
    package var parameters: [String] = []

    /// A text.
    package init(id: Identifier, contact: String, text: String) {
        self.id = id
        self.contact = contact
        self.text = text
    }
}

/// A request to a network.
package struct ChannelPost: Sendable, Hashable {
    /// Where it goes.
    package let url: String
    /// Its headers.
    package let headers: [Channel.Setting]
    /// JSON.
    package let body: [UInt8]

    /// A request.
    package init(url: String, headers: [(String, String)], body: [UInt8]) {
        self.url = url
        self.headers = headers.map { Channel.Setting(name: $0.0, value: $0.1) }
        self.body = body
    }
}

/// What came back.
package enum ChannelAnswer: Sendable, Hashable {
    /// The network answered, with a status and a body of at most 64 KiB.
    case answered(status: Int, body: [UInt8])
    /// Nobody was reached: nothing was handed over.
    case notReached(reason: String)
    /// All may have been handed over, and no answer came.
    case unknown(reason: String)
}

/// What an answer says.
package enum ChannelOutcome: Sendable, Hashable {
    /// It was taken, and the network calls it so.
    case sent(String?)
    /// It was not; whether the same may do later, and why in a word.
    case refused(isTemporary: Bool, reason: Key)
    /// She wants no more, or has blocked us.
    case stopped
    /// Nobody knows.
    case unknown
}

/// Why a text cannot go by a channel.
package enum ChannelTextProblem: Error, Sendable, Hashable {
    /// It is longer than the network takes: its characters, and how many there may be.
    case characters(Int, most: Int)
    /// It takes more texts of a telephone than are allowed: how many, and how many there may be.
    case parts(Int, most: Int)
}

/// Why a request of a network has no effect.
package enum ChannelRefusal: Error, Sendable, Hashable {
    /// There is no such channel, or it is switched off.
    case unknownChannel
    /// It is not signed as the channel's own requests are, or too long ago.
    case notSigned
    /// It is signed, and cannot be read: where, and why.
    case unreadable(field: String, reason: String)
    /// Another message was told by this id.
    case conflict(id: String)
}
