internal import SetiaCore

extension SetiaService {
    /// Tells that a member showed what she thinks of a message or a post (rule O-18).
    ///
    /// Below each message and post she does it once, whatever sign she puts there, takes back and puts there again. Who is not
    /// known by this channel has done nothing that is told: a sign makes nobody a prospect.
    func count(_ reaction: ChannelReaction, _ channel: Channel) async throws {
        guard let member = try await known(reaction.contact, channel) else { return }
        let now = surroundings.now()
        let name = "\(channel.name.text)/reaction/\(member.text)/\(reaction.below)"
        let event = Event(
            source: "setia/channel",
            id: Key(hexadecimal(sealing.keyedHash(Array(name.utf8), for: .message))),
            occurredAt: min(reaction.at ?? now, now),
            matter: .happened(
                Occurrence(
                    type: .socialEngaged,
                    facts: [
                        Occurrence.Fact(name: "network", value: .text(Key(channel.kind.rawValue))),
                        Occurrence.Fact(name: "kind", value: .text("reaction")),
                    ]
                )
            )
        )
        switch try await record(Intake(event: event, who: .member(member))) {
        case .recorded, .kept: return
        // Told before with another moment, too long ago, or of somebody who has left: nothing that the network could mend.
        case .refused: return
        case .failed(let error): throw error
        }
    }
}
