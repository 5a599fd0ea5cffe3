package import SetiaCore

/// A page of members, the one who was active last first.
package struct MemberList: Sendable, Hashable {
    /// The members; may be fewer than asked for, even none, while there is a next page.
    package let rows: [MemberRow]
    /// Where the next page begins; none at the end.
    package let next: MemberCursor?
    /// Not all were looked at: of a text, only the newest of very many with that word; without one, so many events
    /// were passed that the page ends early, and `next` goes on.
    package let wasCut: Bool
    /// The text has no word that is long enough to be looked up, so nobody was looked for.
    package let wasTooShort: Bool

    /// A page.
    package init(rows: [MemberRow], next: MemberCursor? = nil, wasCut: Bool = false, wasTooShort: Bool = false) {
        self.rows = rows
        self.next = next
        self.wasCut = wasCut
        self.wasTooShort = wasTooShort
    }
}

/// A member as she stands in a list.
package struct MemberRow: Sendable, Hashable {
    /// Who.
    package let id: MemberID
    /// What she is called, in clear; none where nothing is known and once she is erased.
    package let name: String?
    /// Where she stands with the brand.
    package let status: MemberStatus
    /// The level that speaks for her; none below the lowest.
    package let tier: Key?
    /// What she holds in the first wallet now; none without a programme.
    package let balance: WalletBalance?
    /// When she last did something, in the world's time: time that passed and lapses are no doing.
    ///
    /// Where the query names stores, when she last did something there.
    package let lastActiveAt: Instant?
    /// Since when she is a member; none for a prospect.
    package let joinedAt: Instant?
    /// Her card, in clear.
    package let card: String?
    /// Her telephone number, but for its country and last four digits hidden, such as `+60••••6789`.
    package let phone: String?
    /// Her e-mail address, but for its first letter and its domain hidden, such as `a••••@example.com`.
    package let email: String?

    /// A row.
    package init(
        id: MemberID,
        name: String?,
        status: MemberStatus,
        tier: Key?,
        balance: WalletBalance?,
        lastActiveAt: Instant?,
        joinedAt: Instant?,
        card: String? = nil,
        phone: String? = nil,
        email: String? = nil
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.tier = tier
        self.balance = balance
        self.lastActiveAt = lastActiveAt
        self.joinedAt = joinedAt
        self.card = card
        self.phone = phone
        self.email = email
    }
}

extension MemberRow {
    /// What the columns of an exported list are called, in the order of `cells`.
    package static let columns = [
        "id", "name", "status", "tier", "balance", "lastActiveAt", "joinedAt", "card", "phone", "email",
    ]

    /// The row as texts, in the order of `columns`; empty where nothing is known.
    package var cells: [String] {
        [
            id.text, name ?? "", status.rawValue, tier?.text ?? "", balance.map { String($0.available.units) } ?? "",
            lastActiveAt?.rfc3339 ?? "", joinedAt?.rfc3339 ?? "", card ?? "", phone ?? "", email ?? "",
        ]
    }
}

/// Where a page of members ends.
package struct MemberCursor: Sendable, Hashable {
    /// What is handed out and in again; it means nothing to its reader.
    package let text: String

    /// The cursor that `text` is; what is none begins at the beginning of no list and is refused when it is used.
    package init(text: String) {
        self.text = text
    }
}

/// Why a page of members is not given.
package enum FindingRefusal: Error, Sendable, Hashable {
    /// The cursor is none that this list gave.
    case malformedCursor
}
