package import JSONText
package import SetiaCore

/// A member as an older system hands her over: who she is, and what she had there.
package struct ParsedArrival: Sendable, Hashable {
    /// Who she is, and since when she is a member.
    package let member: ParsedMember
    /// Her points, one balance a wallet, in the order of the body.
    package let balances: [OpeningBalance]
    /// Her level.
    package let level: TierGrant?
    /// What she agreed to.
    package let consents: [Consent]
}

/// What a list of members may leave out and may not name, by the programme.
package struct ArrivalDefaults: Sendable {
    let wallets: [Key]
    let tierSets: [TierSet]

    /// What holds under a programme.
    package init(_ programme: Programme) {
        wallets = programme.wallets.map(\.key)
        tierSets = programme.tierSets
    }
}

/// The arriving member whom a body states: what enrols a member (`identities`, facts, `joinedAt`, whatever else is
/// known of her), and `balances` of `{wallet, points, expiresAt}`, `level` of `{tierSet, level, until}`, `consents` of
/// `{purpose, by, given, wording, evidence}`.
///
/// An export of ours says under `setia` what only we say: who is not an active member there does not arrive. A wallet
/// and a tier set may be left out where the programme has one only.
///
/// - Throws: all fields that cannot be taken.
package func parseArrival(_ json: JSON, _ defaults: ArrivalDefaults) throws(MalformedBody) -> ParsedArrival {
    var reader = BodyReader()
    var problems: [Malformed] = []
    var member: ParsedMember?
    do {
        member = try parseMember(json.without(["balances", "level", "consents", "setia"]))
    } catch {
        problems = error.problems
    }
    let fields = Fields(object: json.object ?? [:], place: BodyPlace(outer: ""))
    if let status = json["setia"]?["status"]?.string, status != MemberStatus.active.rawValue {
        problems = [Malformed(field: "setia.status", reason: "is \(status): only active members arrive")]
    }
    let balances = reader.balances(fields, defaults)
    let level = reader.level(fields, defaults)
    let consents = reader.consents(fields)
    problems += reader.problems
    guard problems.isEmpty, let member else { throw MalformedBody(problems: problems) }
    return ParsedArrival(member: member, balances: balances, level: level, consents: consents)
}

extension BodyReader {
    fileprivate mutating func balances(_ fields: Fields, _ defaults: ArrivalDefaults) -> [OpeningBalance] {
        guard let json = fields.object["balances"], !json.isNull, json.array?.isEmpty != true else { return [] }
        var wallets: [Key] = []
        var lots: [Key: [OpeningBalance.OpeningLot]] = [:]
        for (index, element) in (list(fields, "balances", atMost: 1_000) ?? []).enumerated() {
            let place = BodyPlace(outer: "balances", index: index)
            guard let object = object(element, place) else { continue }
            let balance = Fields(object: object, place: place)
            var wallet = optionalKey(balance, "wallet")
            if wallet == nil, balance.object["wallet"] == nil {
                if defaults.wallets.count == 1 { wallet = defaults.wallets[0] } else { _ = key(balance, "wallet") }
            }
            if let wallet, !defaults.wallets.contains(wallet) {
                let known = defaults.wallets.map(\.text)
                complain(
                    place.field("wallet"),
                    "is not in the programme; there \(known.count == 1 ? "is" : "are") \(known.joinedByOr())"
                )
            }
            let points = number(balance, "points", 1...BodyReader.mostUnits, "a whole number of points")
            let expiresAt = optionalInstant(balance, "expiresAt")
            guard let wallet, let points else { continue }
            if lots[wallet] == nil { wallets.append(wallet) }
            lots[wallet, default: []].append(
                OpeningBalance.OpeningLot(points: Points(points), expiresAt: expiresAt)
            )
        }
        return wallets.map { OpeningBalance(wallet: $0, lots: lots[$0] ?? []) }
    }

    fileprivate mutating func level(_ fields: Fields, _ defaults: ArrivalDefaults) -> TierGrant? {
        guard let json = fields.object["level"], !json.isNull else { return nil }
        let place = BodyPlace(outer: "level")
        guard let object = object(json, place) else { return nil }
        let grant = Fields(object: object, place: place)
        var tierSet = optionalKey(grant, "tierSet")
        if tierSet == nil, grant.object["tierSet"] == nil {
            if defaults.tierSets.count == 1 { tierSet = defaults.tierSets[0].key } else { _ = key(grant, "tierSet") }
        }
        let level = key(grant, "level")
        let until = optionalInstant(grant, "until")
        guard let tierSet, let level else { return nil }
        guard let known = defaults.tierSets.first(where: { $0.key == tierSet }) else {
            complain("level.tierSet", "is not in the programme")
            return nil
        }
        if !known.levels.contains(where: { $0.key == level }) {
            complain("level.level", "is not in the programme; there are \(known.levels.map(\.key.text).joinedByOr())")
        }
        return TierGrant(tierSet: tierSet, level: level, until: until)
    }

    fileprivate mutating func consents(_ fields: Fields) -> [Consent] {
        guard let json = fields.object["consents"], !json.isNull, json.array?.isEmpty != true else { return [] }
        return (list(fields, "consents", atMost: 100) ?? []).enumerated().compactMap { index, element in
            let place = BodyPlace(outer: "consents", index: index)
            guard let object = object(element, place) else { return nil }
            let consent = Fields(object: object, place: place)
            let purpose = key(consent, "purpose")
            // Elsewhere `channel` is the way by which an event came; on a list of members it can only be the consent's.
            let channel = optionalKey(consent, "channel") ?? key(consent, "by")
            let wording = optionalKey(consent, "wording")
            let evidence = optionalKey(consent, "evidence")
            let isGiven = bool(consent, "given")
            guard let purpose, let channel, let isGiven else { return nil }
            return Consent(
                purpose: purpose,
                channel: channel,
                isGiven: isGiven,
                wording: wording,
                evidence: evidence
            )
        }
    }
}

extension JSON {
    fileprivate func without(_ keys: [String]) -> JSON {
        guard case .object(let object) = self else { return self }
        return .object(JSONObject(object.members.filter { !keys.contains($0.key) }.map { ($0.key, $0.value) }))
    }
}
