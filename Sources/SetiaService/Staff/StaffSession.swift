package import SetiaCore

/// Somebody who is signed in, as a page sees her.
package struct StaffSession: Sendable, Hashable {
    /// Names the session in lists; no secret.
    package let id: String
    /// Who.
    package let staff: StaffMember
    /// What each form of this session carries, so that no other site can send one.
    package let formToken: String
    /// When she signed in.
    package let startedAt: Instant
    /// When she last showed her password, for what asks for it again.
    package let signedInAt: Instant
    /// Whether the code of her phone is still to come; until then nothing else is hers to see.
    package let pendingSecondFactor: Bool

    /// A session.
    package init(
        id: String,
        staff: StaffMember,
        formToken: String,
        startedAt: Instant,
        signedInAt: Instant,
        pendingSecondFactor: Bool
    ) {
        self.id = id
        self.staff = staff
        self.formToken = formToken
        self.startedAt = startedAt
        self.signedInAt = signedInAt
        self.pendingSecondFactor = pendingSecondFactor
    }

    /// Whether she may do this now.
    package func may(_ permission: Permission) -> Bool {
        !pendingSecondFactor && staff.may(permission)
    }

    /// As who stands in the log.
    package var actor: AuditActor { .staff(staff.id, name: staff.name) }
}

/// What a page keeps in cookies after a sign-in.
package struct SignedIn: Sendable {
    /// The secret of the session: a cookie that ends with the browser, `HttpOnly`, `Secure`, `SameSite=Lax`.
    package let sessionToken: String
    /// The session; perhaps with the second factor still to come.
    package let session: StaffSession
    /// What makes this device a known one: a cookie that stays a year.
    ///
    /// None until the sign-in is whole.
    package let deviceToken: String?
}

/// One session among those of somebody, as she sees the list.
package struct SessionInfo: Sendable, Hashable {
    /// Names it; no secret.
    package let id: String
    /// When it began.
    package let startedAt: Instant
    /// When it was last used, to the minute.
    package let lastSeenAt: Instant
}

/// Who does something.
package enum AuditActor: Sendable, Hashable {
    /// Somebody on the staff.
    case staff(StaffID, name: String)
    /// A machine with an API key.
    case apiKey(String, name: String)
    /// Whoever runs the server, by the command line.
    case `operator`
    /// A member herself.
    case member
    /// Nobody whom we know: a failed sign-in.
    case nobody
    /// The server by itself.
    case server
}
