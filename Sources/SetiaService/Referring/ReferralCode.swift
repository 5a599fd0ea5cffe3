package import SetiaCore

/// A member's own code by which friends come: eight letters and digits, none of which looks like another.
package struct ReferralCode: Sendable, Hashable {
    /// The eight characters.
    package let text: String

    /// The code that follows from what chance there is in an id.
    init(_ identifier: Identifier) {
        var chance = identifier.high ^ identifier.low &* 0x9e37_79b9_7f4a_7c15
        var characters: [UInt8] = []
        for _ in 0..<8 {
            characters.append(ReferralCode.alphabet[Int(chance >> 59)])
            chance <<= 5
        }
        text = String(decoding: characters, as: UTF8.self)
    }

    /// The code that somebody typed: in capitals, without the hyphens and spaces between; none where it can be none.
    package init?(typed: String) {
        var characters: [UInt8] = []
        for byte in typed.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            let capital = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
            guard ReferralCode.alphabet.contains(capital), characters.count < 8 else { return nil }
            characters.append(capital)
        }
        guard characters.count == 8 else { return nil }
        text = String(decoding: characters, as: UTF8.self)
    }

    /// As it is shown: in fours.
    package var shown: String { "\(text.prefix(4))-\(text.suffix(4))" }

    private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

    var identity: Identity {
        do {
            return try Identity(kind: .referral, text: text)
        } catch {
            fault("a code that is no identity: \(error.reason)")
        }
    }
}

extension SetiaService {
    /// The code by which friends of a member come; made where she has none yet.
    ///
    /// - Returns: her code; none where she is no member who can bring friends.
    /// - Throws: the world's trouble.
    package func referralCode(of member: MemberID) async throws -> ReferralCode? {
        let (known, mayHave) = try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: member)])[0] else {
                return (nil as ReferralCode?, false)
            }
            let key = try archive.keys(of: [member])[0]
            let identities = try self.open(try archive.person(member)?.identities ?? [], of: member, with: key)
            let code = identities.first { $0.kind == .referral }.flatMap { ReferralCode(typed: $0.value) }
            return (code, state.status == .active && key != nil)
        }
        if let known { return known }
        guard mayHave else { return nil }
        let code = ReferralCode(surroundings.newIdentifier())
        let now = surroundings.now()
        return try await store.writing { ledger in
            // Another request may have made one meanwhile.
            let key = try ledger.keys(of: [member])[0]
            let identities = try self.open(try ledger.person(member)?.identities ?? [], of: member, with: key)
            if let made = identities.first(where: { $0.kind == .referral }) { return ReferralCode(typed: made.value) }
            guard let key else { return nil }
            let identity = SealedIdentity(
                hash: self.sealing.identityHash(code.identity),
                sealed: try self.sealing.seal(Array(code.text.utf8), for: member, use: .identity, with: key),
                evidence: "referral",
                addedAt: now
            )
            try ledger.add(identity, to: member)
            return code
        }
    }
}
