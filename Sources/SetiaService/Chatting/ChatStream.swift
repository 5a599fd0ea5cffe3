package import SetiaCore

/// What is told to an open chat, as it happens: each message at least once, however the connection fared (rule O-4).
///
/// It looks when it is asked to; who asks hears of this server's changes at once, and of other servers' by asking often.
package struct ChatStream: Sendable {
    /// What is told.
    package enum Event: Sendable {
        /// Something was said.
        case message(OpenedMessage)
        /// Whether somebody is there.
        case service(ChatService)
    }

    /// By how many milliseconds clocks of servers may differ: what came so shortly before the last message that the
    /// browser has is told again, and the browser knows it by its id.
    static let overlap: Int64 = 5 * 60_000
    /// After so many looks it also looks whether somebody is there.
    private static let looksAService = 20

    private let service: SetiaService
    private let secret: String
    private var last: Identifier?
    private var mark: ChatMark?
    private var told: Set<Identifier> = []
    private var said: ChatService?
    private var looks = 0

    /// A stream for a session.
    ///
    /// - Parameters:
    ///   - service: Of what.
    ///   - secret: The secret of the session.
    ///   - last: The last message that the browser has; none is nothing.
    package init(_ service: SetiaService, _ secret: String, after last: Identifier?) {
        self.service = service
        self.secret = secret
        self.last = last
    }

    /// Whether a change may be of this chat.
    package func mayConcern(_ change: Change) -> Bool {
        guard let members = mark?.members, !members.isEmpty else { return true }
        return members.contains { change.mayTouch($0) }
    }

    /// What is new since it last looked.
    ///
    /// - Returns: what to tell, in order.
    /// - Throws: `ChatRefusal.unknownSession` where the chat has ended, or the world's trouble.
    package mutating func look() async throws -> [Event] {
        let mark = try await service.chatMark(secret)
        looks += 1
        guard mark != self.mark || looks % ChatStream.looksAService == 0 else { return [] }
        let view = try await service.chat(secret)
        var events: [Event] = []
        if view.service.isThere != said?.isThere || self.mark == nil { events.append(.service(view.service)) }
        said = view.service
        for opened in view.messages {
            if isNew(opened.message, among: view.messages) { events.append(.message(opened)) }
            // What the browser had when it came is not told at the next look either.
            told.insert(opened.message.id)
        }
        last = nil
        self.mark = mark
        return events
    }

    private func isNew(_ message: Message, among all: [OpenedMessage]) -> Bool {
        if told.contains(message.id) { return false }
        guard let last, let seen = all.first(where: { $0.message.id == last })?.message else { return true }
        return message.id != last && message.at.milliseconds >= seen.at.milliseconds - ChatStream.overlap
    }
}
