internal import JSONText
internal import SetiaCare
internal import SetiaCore

/// A line of the inbox.
package struct InboxRow: Sendable {
    /// The conversation.
    package let conversation: Conversation
    /// What she is called; none where nothing is known.
    package let name: String?
    /// The beginning of what was said last, notes left out; none where she was erased.
    package let last: OpenedMessage?
    /// What it is about, as the first mail says.
    package let subject: String?
}

/// A page of the inbox.
package struct InboxPage: Sendable {
    /// The lines.
    package let rows: [InboxRow]
    /// Where the next page begins; none is the last.
    package let next: InboxCursor?
    /// How many conversations were looked into; 0 where none had to be.
    package let looked: Int
}

extension SetiaService {
    /// So many conversations are looked into at once.
    private static let lookedAtOnce = 100
    /// So many conversations are looked into at most for one page.
    private static let lookedAtMost = 500
    /// So many messages of a conversation are looked into, the newest, and the first.
    private static let messagesLookedAt = 50

    /// A page of the inbox (rules N-14 and N-16).
    ///
    /// Channel, team, person, proof, trouble and marks are found by indexes. A level and words are not: what is said is
    /// sealed, so that conversations are opened one after the other, in the order of the queue; after 500 it says where to
    /// go on. Whoever is called as the words say has her conversations on top of the first page, whatever their part.
    ///
    /// - Parameters:
    ///   - filter: Which part.
    ///   - wish: Which of that part.
    ///   - staff: Who asks, for what is hers.
    ///   - after: Where the page before ended.
    ///   - limit: At most so many.
    /// - Returns: the page, and where the next one begins.
    /// - Throws: the world's trouble.
    package func inbox(
        _ filter: InboxFilter,
        _ wish: InboxWish = InboxWish(),
        of staff: StaffID? = nil,
        after: InboxCursor? = nil,
        limit: Int
    ) async throws -> InboxPage {
        let now = surroundings.now()
        guard wish.looksInside else {
            return try await store.reading { archive in
                let found = try archive.inbox(filter, wish, of: staff, at: now, after: after, limit: limit + 1)
                let rows = try found.prefix(limit).map { try self.row($0, archive) }
                let next = found.count > limit ? rows.last.map { InboxCursor($0.conversation) } : nil
                return InboxPage(rows: rows, next: next, looked: 0)
            }
        }
        let named = wish.words.isEmpty || after != nil ? [] : try await inbox(finding: wish.words, limit: limit)
        return try await store.reading { archive in
            var rows = try named.filter { row in
                try wish.fits(row.conversation) && self.isOnLevel(wish.level, row.conversation, now, archive)
            }
            let known = Set(rows.map(\.conversation.id))
            let words = String(wish.words.prefix(200)).lowercased()
            var (looked, last, isEnd) = (0, after, false)
            while !isEnd, rows.count < limit, looked < SetiaService.lookedAtMost {
                let found = try archive.inbox(
                    filter,
                    wish,
                    of: staff,
                    at: now,
                    after: last,
                    limit: SetiaService.lookedAtOnce
                )
                isEnd = found.count < SetiaService.lookedAtOnce
                for conversation in found {
                    guard rows.count < limit else {
                        isEnd = false
                        break
                    }
                    looked += 1
                    last = InboxCursor(conversation)
                    guard !known.contains(conversation.id),
                        try self.isOnLevel(wish.level, conversation, now, archive),
                        try words.isEmpty || self.says(words, conversation, archive)
                    else { continue }
                    rows.append(try self.row(conversation, archive))
                }
            }
            return InboxPage(rows: rows, next: isEnd ? nil : last, looked: looked)
        }
    }

    /// Whether a member is on a level now; on any where none is asked for.
    private func isOnLevel(
        _ level: Key?,
        _ conversation: Conversation,
        _ now: Instant,
        _ archive: any Archive
    ) throws -> Bool {
        guard let level else { return true }
        let state = try archive.states([StateRequest(member: conversation.id.member)])[0]
        return state?.standings.contains { $0.level == level && ($0.until.map { $0 > now } ?? true) } ?? false
    }

    /// Whether words, in small letters, stand in a subject or a message of a conversation; notes among them.
    private func says(_ words: String, _ conversation: Conversation, _ archive: any Archive) throws -> Bool {
        let key = try archive.keys(of: [conversation.id.member])[0]
        guard key != nil else { return false }
        var stored = try archive.messages(in: conversation.id, limit: SetiaService.messagesLookedAt)
        if conversation.lastMessage > Int64(SetiaService.messagesLookedAt) {
            stored += [try archive.message(1, of: conversation.id)].compactMap { $0 }
        }
        return try stored.contains { message in
            guard let content = try self.opened(message, key).content else { return false }
            return content.text.lowercased().contains(words)
                || content.subject?.lowercased().contains(words) ?? false
        }
    }

    /// The conversations of members whom a text finds, the newest first.
    package func inbox(finding text: String, limit: Int) async throws -> [InboxRow] {
        let found = try await findMembers(MemberQuery(text: String(text.prefix(200))), limit: 20)
        return try await store.reading { archive in
            var rows: [InboxRow] = []
            for member in found.rows where rows.count < limit {
                for conversation in try archive.conversations(of: member.id, limit: 5) {
                    rows.append(try self.row(conversation, archive))
                }
            }
            return Array(rows.prefix(limit))
        }
    }

    private func row(_ conversation: Conversation, _ archive: any Archive) throws -> InboxRow {
        let member = conversation.id.member
        let key = try archive.keys(of: [member])[0]
        let person = try open(try archive.person(member)?.document, of: member, with: key)
        var last: OpenedMessage?
        var number = conversation.lastMessage
        while number > 0, last == nil, number > conversation.lastMessage - 10 {
            if let stored = try archive.message(number, of: conversation.id), stored.message.kind != .note {
                last = try opened(stored, key)
            }
            number -= 1
        }
        let first = try archive.message(1, of: conversation.id).map { try self.opened($0, key) }
        return InboxRow(
            conversation: conversation,
            name: person["name"]?.string ?? first?.content?.name ?? first?.content?.address,
            last: last,
            subject: first?.content?.subject
        )
    }
}
