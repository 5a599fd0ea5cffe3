package import SetiaCore

/// What a member said on her card about when she wants to hear from the brand; it never makes more of it (rule G-16).
package struct ContactPreference: Sendable, Hashable {
    /// Until when she wants no offers and no questions; none is no pause.
    package var pausedUntil: Instant?
    /// By whose clocks she is written to, an IANA name; none is the programme's.
    package var zone: Key?

    /// What she said; nothing.
    package init(pausedUntil: Instant? = nil, zone: Key? = nil) {
        self.pausedUntil = pausedUntil
        self.zone = zone
    }
}

/// Why a preference cannot be kept.
package enum ContactPreferenceRefusal: Error, Sendable, Hashable {
    /// There is no such member, or she was erased.
    case unknownMember
    /// A pause is 1 to 365 days.
    case noPause
    /// There is no time zone of this name.
    case noZone
}

extension SetiaService {
    /// The longest pause, in days.
    package static let longestPause = 365

    /// What a member said; nothing where she never said a word.
    package func contactPreference(of member: MemberID) async throws -> ContactPreference {
        try await store.reading { try $0.contactPreference(of: member) } ?? ContactPreference()
    }

    /// Pauses offers and questions for some days from now on, or ends the pause.
    ///
    /// - Parameters:
    ///   - member: Who; has shown who she is.
    ///   - days: For how many; none ends it.
    /// - Returns: what she wants now.
    /// - Throws: `ContactPreferenceRefusal`, or the world's trouble.
    package func pause(_ member: MemberID, days: Int?) async throws -> ContactPreference {
        if let days, !(1...SetiaService.longestPause).contains(days) { throw ContactPreferenceRefusal.noPause }
        let until = days.map { surroundings.now().adding(days: $0) }
        return try await prefer(member) { $0.pausedUntil = until }
    }

    /// Says by whose clocks a member is written to.
    ///
    /// - Parameters:
    ///   - member: Who; has shown who she is.
    ///   - zone: An IANA name; none is the programme's.
    /// - Returns: what she wants now.
    /// - Throws: `ContactPreferenceRefusal`, or the world's trouble.
    package func chooseZone(_ member: MemberID, _ zone: Key?) async throws -> ContactPreference {
        if let zone, zone.text.utf8.count > 64 || reader.zone(zone) == nil { throw ContactPreferenceRefusal.noZone }
        return try await prefer(member) { $0.zone = zone }
    }

    private func prefer(_ member: MemberID, _ change: @escaping @Sendable (inout ContactPreference) -> Void)
        async throws
        -> ContactPreference
    {
        let now = surroundings.now()
        let preference = try await store.recording { ledger -> ContactPreference in
            guard let state = try ledger.states([StateRequest(member: member)])[0], state.status != .erased,
                !state.isGuest
            else { throw ContactPreferenceRefusal.unknownMember }
            var preference = try ledger.contactPreference(of: member) ?? ContactPreference()
            change(&preference)
            try ledger.save(preference, of: member, at: now)
            return preference
        }
        changeSignal.tell([member])
        return preference
    }
}
