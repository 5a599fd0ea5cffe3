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
    /// The network takes free words only so many minutes after she wrote; which template may go, where one is set.
    case windowClosed(minutes: Int, template: String?)
    /// She told the network that she wants no more.
    case wantsNoMore
    /// The network does not take such a text.
    case channelText(ChannelTextProblem)
    /// There is no such person or team to give it to.
    case unknownAssignee
    /// A moment that is past, or too far away.
    case wrongMoment
    /// So many messages of one member within an hour are enough.
    case tooMany
    /// A ready text has a name of 1 to 60 characters, and at most 4,000 characters.
    case wrongCanned
}
