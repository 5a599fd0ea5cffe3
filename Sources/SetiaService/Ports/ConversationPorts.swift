package import SetiaCare
package import SetiaCore

/// What is kept of conversations, to be read; a part of `Archive`.
package protocol ConversationArchive: AnyObject {
    /// One conversation, or none.
    func conversation(_ id: ConversationID) throws -> Conversation?
    /// A member's conversations, the newest first, at most `limit`.
    func conversations(of member: MemberID, limit: Int) throws -> [Conversation]
    /// A page of the inbox, by rank and then by id.
    ///
    /// - Parameters:
    ///   - filter: Which part.
    ///   - wish: Which of that part; level and words are not looked at.
    ///   - staff: Who asks; of `mine` only.
    ///   - now: Until when something is snoozed.
    ///   - after: Where the page before ended.
    ///   - limit: At most so many.
    /// - Returns: those of the page.
    /// - Throws: the store's failure.
    func inbox(
        _ filter: InboxFilter,
        _ wish: InboxWish,
        of staff: StaffID?,
        at now: Instant,
        after: InboxCursor?,
        limit: Int
    ) throws -> [Conversation]
    /// Open conversations that wait, were promised something by another version than `version`, and are not due by `now`.
    func promises(notOf version: Int, dueAfter now: Instant, limit: Int) throws -> [Conversation]
    /// Open conversations whose closing was promised by another version than `version`, and is not due by `now`.
    func resolutions(notOf version: Int, dueAfter now: Instant, limit: Int) throws -> [Conversation]
    /// A member's messages over all conversations that came before `before`, the newest first, at most `limit`.
    func messages(of member: MemberID, before: Identifier?, limit: Int) throws -> [StoredMessage]
    /// The messages of one conversation, the newest first, at most `limit`.
    func messages(in conversation: ConversationID, limit: Int) throws -> [StoredMessage]
    /// One message, or none.
    func message(_ number: Int64, of conversation: ConversationID) throws -> StoredMessage?
    /// Messages that are to be handed over by `now`, the longest due first, at most `limit`.
    func messagesDue(by now: Instant, limit: Int) throws -> [StoredMessage]
    /// What a key was claimed for, or none.
    func keyed(_ key: MessageKey) throws -> MessagePlace?
    /// What is sealed of a file that came with a message, counted from 0; none where it is not kept.
    func file(_ place: Int, of number: Int64, in conversation: ConversationID) throws -> [UInt8]?
    /// Files that are to be fetched by `now`, the longest due first, at most `limit`.
    func fetchesDue(by now: Instant, limit: Int) throws -> [FileFetch]
    /// A file that is to be fetched, counted from 0; none where it is not, or not any more.
    func fetch(_ file: Int, of place: MessagePlace) throws -> FileFetch?
    /// All waitings that began from `from` on and before `until`, in any order.
    func waitings(from: Instant, until: Instant, _ each: (KeptWaiting) throws -> Void) throws
    /// Conversations that were closed from `from` on and before `until`, in any order.
    func closings(from: Instant, until: Instant, _ each: (Conversation) throws -> Void) throws
    /// Open conversations that were to be closed from `from` on and before `until`, in any order.
    func unresolved(from: Instant, until: Instant, _ each: (Conversation) throws -> Void) throws
    /// All texts that stand ready, by name and language.
    func cannedAnswers() throws -> [CannedAnswer]
}

/// What is kept of conversations, to be written; a part of `Ledger`.
package protocol ConversationLedger: ConversationArchive {
    /// Adds a conversation, or what became of it.
    func save(_ conversation: Conversation) throws
    /// Adds a message, with what is sealed of its files, by their places.
    func add(_ message: StoredMessage, files: [(place: Int, sealed: [UInt8])]) throws
    /// Adds a file that is to be fetched, or when it is tried next.
    func save(_ fetch: FileFetch) throws
    /// Ends that a file is to be fetched.
    ///
    /// - Parameters:
    ///   - fetch: Which.
    ///   - content: What its message says now, sealed.
    ///   - bytes: What is in the file, sealed; none where it could not be had.
    /// - Throws: the store's failure.
    func end(_ fetch: FileFetch, content: [UInt8], bytes: [UInt8]?) throws
    /// Changes what became of a message on its way.
    func saveDelivery(of message: Message) throws
    /// Claims a key; whether nobody had it.
    func claim(_ key: MessageKey, for place: MessagePlace) throws -> Bool
    /// Adds a waiting, or how it ended.
    func save(_ waiting: KeptWaiting) throws
    /// Adds a text that stands ready, or changes it; an empty one goes.
    func save(_ answer: CannedAnswer) throws
}

/// A message as it is kept.
package struct StoredMessage: Sendable, Hashable {
    /// The message.
    package var message: Message
    /// What it says, sealed with the member's key; none once she is erased.
    package let sealed: [UInt8]?

    /// A message as it is kept.
    package init(message: Message, sealed: [UInt8]?) {
        self.message = message
        self.sealed = sealed
    }
}

/// By what a message is found again from outside; nobody can tell what it stands for.
package struct MessageKey: Sendable, Hashable {
    /// What kind.
    package let kind: Kind
    /// 32 bytes of a keyed hash.
    package let hash: [UInt8]

    /// What kinds there are.
    package enum Kind: String, Sendable, Hashable {
        /// The `Message-ID` of a mail, or what stands for one that has none.
        case mail
        /// What stands in the address to which answers go.
        case token
        /// What another program calls it.
        case api
        /// What the browser of somebody who chats calls it.
        case chat
        /// What a network calls it, or the message of ours.
        case channel
    }

    /// A key.
    package init(kind: Kind, hash: [UInt8]) {
        self.kind = kind
        self.hash = hash
    }
}

/// Which message of which conversation.
package struct MessagePlace: Sendable, Hashable {
    /// Of which conversation.
    package let conversation: ConversationID
    /// Which, from 1; 0 is the conversation as a whole.
    package let number: Int64

    /// A place.
    package init(_ conversation: ConversationID, _ number: Int64) {
        self.conversation = conversation
        self.number = number
    }
}

/// A file that is to be fetched.
package struct FileFetch: Sendable, Hashable {
    /// Of which message.
    package let message: MessagePlace
    /// Its place among the message's files, from 0.
    package let file: Int
    /// Where it lies, sealed with the member's key.
    package let sealed: [UInt8]
    /// How often it was tried so far.
    package var tries: Int
    /// When it is tried next.
    package var nextTry: Instant

    /// A file that is to be fetched.
    package init(message: MessagePlace, file: Int, sealed: [UInt8], tries: Int = 0, nextTry: Instant) {
        self.message = message
        self.file = file
        self.sealed = sealed
        self.tries = tries
        self.nextTry = nextTry
    }
}

/// A waiting as it is kept: when it was due stands in it, so that looking later changes nothing.
package struct KeptWaiting: Sendable, Hashable {
    /// Of which conversation.
    package let conversation: ConversationID
    /// Its place in it, from 1.
    package let number: Int64
    /// Whether it waits for the first answer of the conversation.
    package let isFirst: Bool
    /// By which channel she wrote.
    package let channel: MessageChannel
    /// Whose work it was when it began or ended.
    package var team: Key?
    /// The waiting.
    package var episode: WaitingEpisode
    /// How much business time it took; none while it runs.
    package var businessTime: Int64?
    /// What whoever answered is called; of staff.
    package var replierName: String?

    /// A waiting.
    package init(
        conversation: ConversationID,
        number: Int64,
        isFirst: Bool,
        channel: MessageChannel,
        team: Key?,
        episode: WaitingEpisode,
        businessTime: Int64? = nil,
        replierName: String? = nil
    ) {
        self.conversation = conversation
        self.number = number
        self.isFirst = isFirst
        self.channel = channel
        self.team = team
        self.episode = episode
        self.businessTime = businessTime
        self.replierName = replierName
    }
}

/// A text that stands ready for answers, in one language.
package struct CannedAnswer: Sendable, Hashable {
    /// What staff call it; the same in all languages.
    package let name: String
    /// In which language it is.
    package let language: Language
    /// What it says, with places such as `{name}`.
    package let text: String

    /// A text that stands ready.
    package init(name: String, language: Language, text: String) {
        self.name = name
        self.language = language
        self.text = text
    }
}
