/// Why something cannot be said, or done with a conversation.
package enum ConversationRefusal: Error, Sendable, Hashable {
    /// There is no such conversation.
    case unknownConversation
    /// There is no such member, or she was erased.
    case unknownMember
    /// Nothing is said.
    case empty
    /// More is said than may be; the most characters.
    case tooLong(Int)
    /// Somebody answered since the page was read: who, in whose words it is for people.
    case answeredMeanwhile(by: String)
    /// The member wrote again since the page was read.
    case wroteMeanwhile
    /// There is no address to which an answer can go by this channel.
    case noAddress
    /// Nothing can be sent by this channel.
    case notByThisChannel
    /// There is no such person or team to give it to.
    case unknownAssignee
    /// A moment that is past, or too far away.
    case wrongMoment
    /// So many messages of one member within an hour are enough.
    case tooMany
    /// A ready text has a name of 1 to 60 characters, and at most 4,000 characters.
    case wrongCanned
}
