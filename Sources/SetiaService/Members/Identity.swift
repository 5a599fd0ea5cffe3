/// A way to recognise a member.
package enum IdentityKind: String, Sendable, Hashable, CaseIterable {
    /// An e-mail address.
    case email
    /// A telephone number with its country.
    case phone
    /// The number of a membership card.
    case card
    /// The shop's own number of a customer.
    case customer
    /// The code by which her friends come (rule F-2).
    case referral
    /// What a network calls her, behind the name of the brand's channel and a colon (rule O-11).
    case channel
}

/// One way in which one member is recognised, in the form that look-ups use.
package struct Identity: Sendable, Hashable {
    /// Which way.
    package let kind: IdentityKind
    /// Its value, folded: an e-mail in lower case, a telephone number as `+` and digits, others without outer spaces.
    package let value: String

    /// The identity that `text` states.
    ///
    /// - Throws: what is wrong with the text, in words that may be shown; the text itself is not repeated.
    package init(kind: IdentityKind, text: String) throws(MalformedIdentity) {
        guard let trimmed = Identity.trimmed(text), !trimmed.isEmpty else {
            throw MalformedIdentity(kind: kind, reason: "must not be empty or hold control characters")
        }
        guard trimmed.utf8.count <= 254 else {
            throw MalformedIdentity(kind: kind, reason: "must have at most 254 bytes")
        }
        self.kind = kind
        switch kind {
        case .email: value = try Identity.foldedEmail(trimmed)
        case .phone: value = try Identity.foldedPhone(trimmed)
        case .card, .customer: value = trimmed
        case .channel:
            guard let colon = trimmed.firstIndex(of: ":"), colon != trimmed.startIndex,
                trimmed.index(after: colon) != trimmed.endIndex
            else { throw MalformedIdentity(kind: .channel, reason: "must be such as telegram:4711") }
            value = trimmed
        case .referral:
            guard let code = ReferralCode(typed: trimmed) else {
                throw MalformedIdentity(kind: .referral, reason: "must be such as 7KQM-3XWA")
            }
            value = code.text
        }
    }

    private static func trimmed(_ text: String) -> String? {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        guard !scalars.contains(where: { $0.value < 32 || $0.value == 127 }) else { return nil }
        return String(scalars)
    }

    private static func foldedEmail(_ text: String) throws(MalformedIdentity) -> String {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !text.contains(" ") else {
            throw MalformedIdentity(kind: .email, reason: "must be an address such as ana@example.com")
        }
        return text.lowercased()
    }

    private static func foldedPhone(_ text: String) throws(MalformedIdentity) -> String {
        let kept = text.unicodeScalars.filter { !" -().\u{a0}".unicodeScalars.contains($0) }
        let digits = kept.dropFirst()
        guard kept.first == "+", (8...15).contains(digits.count),
            digits.allSatisfy({ ("0"..."9").contains($0) }), digits.first != "0"
        else {
            throw MalformedIdentity(kind: .phone, reason: "must be international, such as +60123456789")
        }
        return String(String.UnicodeScalarView(kept))
    }
}

/// Why a text is no identity of its kind.
package struct MalformedIdentity: Error, Sendable, Hashable {
    /// Which kind was meant.
    package let kind: IdentityKind
    /// Why not; the value is not in it.
    package let reason: String
}
