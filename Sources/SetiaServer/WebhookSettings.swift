internal import JSONText
internal import SetiaChannels
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension ChannelPorts {
    /// Channels over the network, of all kinds that there are.
    ///
    /// - Parameter allowsPrivate: Whether they may lead to this machine and its own network, by plain HTTP.
    /// - Returns: the ports.
    static func live(allowsPrivate: Bool) -> ChannelPorts {
        ChannelPorts(
            adapters: networks,
            sender: ChannelPoster(allowsPrivate: allowsPrivate),
            allowsPrivate: allowsPrivate
        )
    }
}

extension WebhookPorts {
    /// Webhooks over the network.
    ///
    /// - Parameter allowsPrivate: Whether they may lead to this machine and its own network, by plain HTTP.
    /// - Returns: the ports.
    static func live(allowsPrivate: Bool) -> WebhookPorts {
        WebhookPorts(
            sender: WebhookPoster(allowsPrivate: allowsPrivate),
            // The receipt that the sender of the event got; told again it is still the same.
            data: { stored in
                ReceiptBody(
                    member: stored.member.text,
                    eventID: stored.id.text,
                    event: stored.event,
                    decision: stored.decision,
                    recordedAt: stored.recordedAt,
                    isReplay: false
                ).bytes
            },
            allowsPrivate: allowsPrivate
        )
    }
}
