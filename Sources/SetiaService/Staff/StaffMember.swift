package import SetiaCore

/// The id of somebody on the staff; opaque, 26 characters.
package struct StaffID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number that it is.
    package let identifier: Identifier

    /// An id.
    package init(_ identifier: Identifier) {
        self.identifier = identifier
    }

    /// The id that `text` writes, or none.
    package init?(text: String) {
        guard let identifier = Identifier(text: text) else { return nil }
        self.identifier = identifier
    }

    /// As it is written.
    package var text: String { identifier.text }

    /// As it is written.
    package var description: String { text }

    package static func < (one: StaffID, other: StaffID) -> Bool { one.identifier < other.identifier }
}

/// The stores for which somebody works.
package enum StoreScope: Sendable, Hashable {
    /// All there are and will be, the online shop too.
    case all
    /// These only.
    case some(Set<StoreID>)

    /// Whether a store is one of them; none stands for what has no store, which only `all` includes.
    package func includes(_ store: StoreID?) -> Bool {
        switch self {
        case .all: true
        case .some(let stores): store.map(stores.contains) ?? false
        }
    }

    /// The stores by name, or none where it is all of them.
    package var stores: [StoreID]? {
        switch self {
        case .all: nil
        case .some(let stores): stores.sorted()
        }
    }
}

/// Whether an account can be used.
package enum StaffStatus: String, Sendable, Hashable, CaseIterable {
    /// Asked to join, and has not chosen a password yet.
    case invited
    /// May sign in.
    case active
    /// May not any more.
    case disabled
}

/// Somebody on the staff.
package struct StaffMember: Sendable, Hashable {
    /// The account.
    package let id: StaffID
    /// What people call her.
    package var name: String
    /// Where mail reaches her, folded; with it she signs in.
    ///
    /// No two accounts have the same.
    package let email: String
    /// What she is.
    package var role: Role
    /// Where.
    package var stores: StoreScope
    /// In which language Setia speaks to her.
    package var language: Language
    /// Whether she may sign in.
    package var status: StaffStatus
    /// Whether a code of her phone is asked besides the password.
    package var hasSecondFactor: Bool
    /// Rises with each change: whoever changes an older one is told.
    package var revision: Int64
    /// When she was last asked to join.
    package var invitedAt: Instant
    /// When she was last here, to the minute.
    package var lastSeenAt: Instant?

    /// Somebody on the staff.
    package init(
        id: StaffID,
        name: String,
        email: String,
        role: Role,
        stores: StoreScope,
        language: Language,
        status: StaffStatus,
        hasSecondFactor: Bool = false,
        revision: Int64 = 1,
        invitedAt: Instant,
        lastSeenAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.stores = stores
        self.language = language
        self.status = status
        self.hasSecondFactor = hasSecondFactor
        self.revision = revision
        self.invitedAt = invitedAt
        self.lastSeenAt = lastSeenAt
    }

    /// Whether she may do this: active, of a role that may, and for all stores where it concerns the whole brand.
    package func may(_ permission: Permission) -> Bool {
        status == .active && role.may(permission) && (!permission.isBrandWide || stores == .all)
    }
}
