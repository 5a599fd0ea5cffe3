internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// All that the model keeps of conversations.
struct KeptConversations: Sendable {
    var conversations: [ConversationID: Conversation] = [:]
    var messages: [MessagePlace: StoredMessage] = [:]
    /// By message and then by place.
    var files: [MessagePlace: [Int: [UInt8]]] = [:]
    /// What is to be fetched, by message and then by place.
    var fetches: [MessagePlace: [Int: FileFetch]] = [:]
    var keys: [MessageKey: MessagePlace] = [:]
    var waitings: [MessagePlace: KeptWaiting] = [:]
    /// By name and then by language.
    var canned: [String: [Language: CannedAnswer]] = [:]

    /// What an erased member leaves.
    mutating func erase(_ member: MemberID) {
        keys = keys.filter { $0.value.conversation.member != member }
        files = files.filter { $0.key.conversation.member != member }
        fetches = fetches.filter { $0.key.conversation.member != member }
        for (place, stored) in messages where place.conversation.member == member {
            var message = stored.message
            message.nextTry = nil
            messages[place] = StoredMessage(message: message, sealed: nil)
        }
        for (id, conversation) in conversations where id.member == member && conversation.isOpen {
            var conversation = conversation
            conversation.endWithMember()
            conversations[id] = conversation
        }
    }
}

extension ModelLedger {
    func conversation(_ id: ConversationID) -> Conversation? { kept.talk.conversations[id] }

    func conversations(of member: MemberID, limit: Int) -> [Conversation] {
        let own = kept.talk.conversations.values.filter { $0.id.member == member }
        return Array(own.sorted { $0.id.identifier > $1.id.identifier }.prefix(limit))
    }

    func inbox(
        _ filter: InboxFilter,
        _ wish: InboxWish,
        of staff: StaffID?,
        at now: Instant,
        after: InboxCursor?,
        limit: Int
    ) -> [Conversation] {
        let wanted = kept.talk.conversations.values.filter { conversation in
            guard wish.fits(conversation) else { return false }
            let isAwake = conversation.isOpen && !conversation.isSnoozed(at: now)
            return switch filter {
            case .open: isAwake
            case .mine: isAwake && conversation.assignee != nil && conversation.assignee == staff
            case .unassigned: isAwake && conversation.assignee == nil
            case .waiting: isAwake && conversation.waiting != nil
            case .snoozed: conversation.isOpen && conversation.isSnoozed(at: now)
            case .closed: !conversation.isOpen
            }
        }
        let sorted = wanted.sorted { ($0.rank, $0.id.identifier) < ($1.rank, $1.id.identifier) }
        let rest = sorted.filter { conversation in
            after.map { ($0.rank, $0.identifier) < (conversation.rank, conversation.id.identifier) } ?? true
        }
        return Array(rest.prefix(limit))
    }

    func promises(notOf version: Int, dueAfter now: Instant, limit: Int) -> [Conversation] {
        let stale = kept.talk.conversations.values.filter { conversation in
            guard let waiting = conversation.waiting, let due = waiting.dueAt else { return false }
            return conversation.isOpen && due > now && waiting.version != version
        }
        func place(_ conversation: Conversation) -> (Int64, Identifier) {
            (conversation.waiting?.dueAt?.milliseconds ?? 0, conversation.id.identifier)
        }
        return Array(stale.sorted { place($0) < place($1) }.prefix(limit))
    }

    func messages(of member: MemberID, before: Identifier?, limit: Int) -> [StoredMessage] {
        let own = kept.talk.messages.values.filter { stored in
            stored.message.conversation.member == member && before.map { stored.message.id < $0 } ?? true
        }
        return Array(own.sorted { $0.message.id > $1.message.id }.prefix(limit))
    }

    func messages(in conversation: ConversationID, limit: Int) -> [StoredMessage] {
        let own = kept.talk.messages.values.filter { $0.message.conversation == conversation }
        return Array(own.sorted { $0.message.number > $1.message.number }.prefix(limit))
    }

    func message(_ number: Int64, of conversation: ConversationID) -> StoredMessage? {
        kept.talk.messages[MessagePlace(conversation, number)]
    }

    func messagesDue(by now: Instant, limit: Int) -> [StoredMessage] {
        let due = kept.talk.messages.values.filter { $0.message.nextTry.map { $0 <= now } ?? false }
        func place(_ stored: StoredMessage) -> (Int64, Identifier) {
            (stored.message.nextTry?.milliseconds ?? 0, stored.message.id)
        }
        return Array(due.sorted { place($0) < place($1) }.prefix(limit))
    }

    func keyed(_ key: MessageKey) -> MessagePlace? { kept.talk.keys[key] }

    func file(_ place: Int, of number: Int64, in conversation: ConversationID) -> [UInt8]? {
        kept.talk.files[MessagePlace(conversation, number)]?[place]
    }

    func fetchesDue(by now: Instant, limit: Int) -> [FileFetch] {
        let due = kept.talk.fetches.values.flatMap(\.values).filter { $0.nextTry <= now }
        func place(_ fetch: FileFetch) -> (Instant, MemberID, Int64, Int) {
            (fetch.nextTry, fetch.message.conversation.member, fetch.message.number, fetch.file)
        }
        return Array(due.sorted { place($0) < place($1) }.prefix(limit))
    }

    func fetch(_ file: Int, of place: MessagePlace) -> FileFetch? { kept.talk.fetches[place]?[file] }

    func save(_ fetch: FileFetch) { kept.talk.fetches[fetch.message, default: [:]][fetch.file] = fetch }

    func end(_ fetch: FileFetch, content: [UInt8], bytes: [UInt8]?) {
        guard let stored = kept.talk.messages[fetch.message] else { return }
        kept.talk.messages[fetch.message] = StoredMessage(message: stored.message, sealed: content)
        kept.talk.fetches[fetch.message]?[fetch.file] = nil
        if let bytes { kept.talk.files[fetch.message, default: [:]][fetch.file] = bytes }
    }

    func waitings(from: Instant, until: Instant, _ each: (KeptWaiting) throws -> Void) throws {
        for waiting in kept.talk.waitings.values
        where waiting.episode.openedAt >= from && waiting.episode.openedAt < until {
            try each(waiting)
        }
    }

    func closings(from: Instant, until: Instant, _ each: (Conversation) throws -> Void) throws {
        for conversation in kept.talk.conversations.values {
            guard let closed = conversation.closedAt, closed >= from, closed < until else { continue }
            try each(conversation)
        }
    }

    func unresolved(from: Instant, until: Instant, _ each: (Conversation) throws -> Void) throws {
        for conversation in kept.talk.conversations.values where conversation.isOpen {
            guard let due = conversation.resolution?.dueAt, due >= from, due < until else { continue }
            try each(conversation)
        }
    }

    func resolutions(notOf version: Int, dueAfter now: Instant, limit: Int) -> [Conversation] {
        func due(_ conversation: Conversation) -> Instant { conversation.resolution?.dueAt ?? now }
        let stale = kept.talk.conversations.values.filter { conversation in
            conversation.isOpen && due(conversation) > now && conversation.resolution?.version != version
        }
        let sorted = stale.sorted { (due($0), $0.id.identifier) < (due($1), $1.id.identifier) }
        return Array(sorted.prefix(limit))
    }

    func cannedAnswers() -> [CannedAnswer] {
        kept.talk.canned.values.flatMap(\.values).sorted {
            (Key($0.name), $0.language.rawValue) < (Key($1.name), $1.language.rawValue)
        }
    }

    func save(_ conversation: Conversation) {
        kept.talk.conversations[conversation.id] = conversation
    }

    func add(_ stored: StoredMessage, files: [(place: Int, sealed: [UInt8])]) throws {
        let place = MessagePlace(stored.message.conversation, stored.message.number)
        guard kept.talk.messages[place] == nil else { throw StoreFailure.broken("a message is added once") }
        kept.talk.messages[place] = stored
        for file in files { kept.talk.files[place, default: [:]][file.place] = file.sealed }
    }

    func saveDelivery(of message: Message) {
        let place = MessagePlace(message.conversation, message.number)
        guard var stored = kept.talk.messages[place] else { return }
        stored.message.delivery = message.delivery
        stored.message.tries = message.tries
        stored.message.nextTry = message.nextTry
        kept.talk.messages[place] = stored
    }

    func claim(_ key: MessageKey, for place: MessagePlace) -> Bool {
        guard kept.talk.keys[key] == nil else { return false }
        kept.talk.keys[key] = place
        return true
    }

    func save(_ waiting: KeptWaiting) {
        let place = MessagePlace(waiting.conversation, waiting.number)
        let known = kept.talk.waitings[place]
        kept.talk.waitings[place] = KeptWaiting(
            conversation: waiting.conversation,
            number: waiting.number,
            isFirst: known?.isFirst ?? waiting.isFirst,
            channel: known?.channel ?? waiting.channel,
            team: waiting.team,
            episode: waiting.episode,
            businessTime: waiting.businessTime,
            replierName: waiting.replierName
        )
    }

    func save(_ answer: CannedAnswer) {
        kept.talk.canned[answer.name, default: [:]][answer.language] = answer.text.isEmpty ? nil : answer
    }
}
