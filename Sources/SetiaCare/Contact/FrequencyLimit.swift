package import SetiaCore

/// So many messages in any stretch of so long (rules K-6 and K-7).
package struct FrequencyLimit: Sendable, Hashable {
    /// What the brand calls it; stands in decisions.
    package let id: Key
    /// How many; 0 is none ever.
    package let most: Int
    /// In any stretch of so many minutes.
    package let windowMinutes: Int64
    /// Of which kinds; only promotions and surveys are ever counted.
    package let kinds: [ContactIntent.Kind]
    /// Of which purpose; none is any.
    package let purpose: Key?
    /// By which channel; none is all together.
    package let channel: Key?

    /// A limit; below 0 messages or a window of nothing is a fault.
    package init(
        id: Key,
        most: Int,
        windowMinutes: Int64,
        kinds: [ContactIntent.Kind] = [.promotion, .survey, .question],
        purpose: Key? = nil,
        channel: Key? = nil
    ) {
        guard most >= 0, windowMinutes > 0, windowMinutes <= 100_000_000 else {
            fault("a limit of \(most) messages in \(windowMinutes) minutes")
        }
        self.id = id
        self.most = most
        self.windowMinutes = windowMinutes
        self.kinds = kinds
        self.purpose = purpose
        self.channel = channel
    }

    /// The same with another number.
    func allowing(_ most: Int) -> FrequencyLimit {
        FrequencyLimit(
            id: id,
            most: most,
            windowMinutes: windowMinutes,
            kinds: kinds,
            purpose: purpose,
            channel: channel
        )
    }

    /// Whether it is about such a message.
    package func counts(kind: ContactIntent.Kind, purpose: Key, channel: Key) -> Bool {
        guard kind.isLimited, kinds.contains(kind) else { return false }
        if let wanted = self.purpose, wanted != purpose { return false }
        if let wanted = self.channel, wanted != channel { return false }
        return true
    }

    /// When the next message may go.
    ///
    /// The window is open at its far end: what was sent a whole window ago does not count. With the last `most` sends
    /// within it at t₁ ≤ … ≤ tₙ, the next slot is when the one leaves after which only `most` − 1 are left.
    ///
    /// - Parameters:
    ///   - sends: What was sent or is kept a place for, in any order.
    ///   - now: The moment in question.
    /// - Returns: `now` where it may go at once; nil where it never may.
    /// - Complexity: O(*n*) in the sends, and O(*m* log *m*) in those within the window.
    package func nextSlot(after sends: [ContactState.Send], now: Instant) -> Instant? {
        guard most > 0 else { return nil }
        let window = windowMinutes * millisecondsPerMinute
        let since = now.milliseconds - window
        var counted = 0
        for send in sends where counts(send) && send.at.milliseconds > since { counted += 1 }
        guard counted >= most else { return now }
        // What lies ahead of now, from a server whose clock is ahead, counts too.
        let inside = sends.filter { counts($0) && $0.at.milliseconds > since }.map(\.at).sorted()
        return inside[inside.count - most].adding(milliseconds: window)
    }

    private func counts(_ send: ContactState.Send) -> Bool {
        send.state != .released && counts(kind: send.kind, purpose: send.purpose, channel: send.channel)
    }
}

extension ContactState.Send.Reservation {
    /// What is known after a further word about it (rule K-7).
    ///
    /// A place is kept until it is known whether the message left. What left is never undone; what was given back is not
    /// taken again.
    package func after(_ news: Outcome) -> ContactState.Send.Reservation {
        switch (self, news) {
        case (.reserved, .left): .committed
        case (.reserved, .neverLeft): .released
        case (.reserved, .unknown), (.committed, _), (.released, _): self
        }
    }

    /// What a channel says about a message.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// It took it.
        case left
        /// It did not take it, and it did not leave.
        case neverLeft = "never-left"
        /// There was no answer: it may have left.
        case unknown
    }
}
