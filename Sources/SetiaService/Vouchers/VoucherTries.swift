package import SetiaCore

/// Who asks for codes: what wrong ones are counted by (rule V-15).
package struct VoucherAsker: Sendable, Hashable {
    /// The API key or staff session by which it is asked, if any.
    package let caller: String
    /// Where the shopper is, as the caller says.
    package let address: String?
    /// The member, if one is named.
    package let member: MemberID?

    /// Who asks.
    package init(caller: String, address: String? = nil, member: MemberID? = nil) {
        self.caller = caller
        self.address = address
        self.member = member
    }
}

/// Too many wrong codes: nothing is looked up until then.
package struct TooManyCodes: Error, Sendable, Hashable {
    /// Until when.
    package let until: Instant
}

extension SetiaService {
    /// In which time wrong codes are counted, in milliseconds.
    static let codeSpan: Int64 = 10 * 60_000
    /// How many of one member, or of one address, are let through in it.
    static let codesOfOne = 20
    /// How many that begin alike are let through in it, whoever asks.
    static let codesOfPrefix = 300

    private func places(_ asker: VoucherAsker, _ codes: [Key]) -> [(key: [UInt8], limit: Int)] {
        var places: [(key: [UInt8], limit: Int)] = []
        if let member = asker.member {
            places.append((triesKey("code-member", member.text), SetiaService.codesOfOne))
        }
        if let address = asker.address {
            places.append((triesKey("code-address", address), SetiaService.codesOfOne))
        } else if asker.member == nil {
            places.append((triesKey("code-caller", asker.caller), SetiaService.codesOfPrefix))
        }
        let prefixes = Set(codes.map(prefix(of:)))
        return places + prefixes.sorted().map { (triesKey("code-prefix", $0), SetiaService.codesOfPrefix) }
    }

    private func prefix(of code: Key) -> String {
        String(decoding: Array(code.text.utf8.prefix(4)), as: UTF8.self)
    }

    /// - Throws: `TooManyCodes` where too many wrong ones came before.
    func checkTries(_ asker: VoucherAsker, _ codes: [Key], at now: Instant, _ archive: any Archive) throws {
        let places = places(asker, codes)
        guard !places.isEmpty else { return }
        var until: Instant?
        for (place, tries) in zip(places, try archive.tries(places.map(\.key))) {
            guard let tries, tries.count >= place.limit else { continue }
            let end = tries.firstAt.adding(milliseconds: SetiaService.codeSpan)
            if end > now { until = max(until ?? end, end) }
        }
        if let until { throw TooManyCodes(until: until) }
    }

    /// Counts codes that there are not.
    func countWrong(_ asker: VoucherAsker, _ codes: [Key]) async throws {
        guard !codes.isEmpty else { return }
        let now = surroundings.now()
        // Each counts once of whoever asks, and once of those that begin as it does.
        let places = codes.flatMap { self.places(asker, [$0]) }
        try await store.writing { ledger in
            for place in places {
                _ = try self.countWithin(SetiaService.codeSpan, limit: place.limit, place.key, at: now, ledger)
            }
        }
    }
}
