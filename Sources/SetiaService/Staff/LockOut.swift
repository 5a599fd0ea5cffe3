internal import SetiaCore

/// How many wrong tries are free, and how long each further one costs (rule S-5).
struct TryRule: Sendable {
    /// So many wrong tries cost nothing.
    let free: Int
    /// What the next one costs, in milliseconds; each after it twice as much.
    let delay: Int64
    /// More than this none costs.
    let longest: Int64
    /// So long after the last one all are forgotten.
    let forgottenAfter: Int64

    /// One device, or all unknown devices together, on one account.
    static let account = TryRule(
        free: 5,
        delay: 30_000,
        longest: 15 * StaffTimes.minute,
        forgottenAfter: 24 * StaffTimes.hour
    )
    /// One network address, whatever the accounts: a whole office may be behind it.
    static let client = TryRule(
        free: 30,
        delay: 30_000,
        longest: 15 * StaffTimes.minute,
        forgottenAfter: 24 * StaffTimes.hour
    )

    /// Until when no further try is taken; none where one is.
    func lockedUntil(_ tries: Tries, at now: Instant) -> Instant? {
        guard tries.count >= free, now.milliseconds - tries.lastAt.milliseconds < forgottenAfter else { return nil }
        let doublings = min(tries.count - free, 20)
        let until = tries.lastAt.adding(milliseconds: min(delay << Int64(doublings), longest))
        return until > now ? until : nil
    }
}

/// Where one sign-in counts its tries: after OWASP's device cookies.
///
/// A device that this person signed in on before has a count of its own; all others share one an account, and one a
/// network address. So whoever guesses at somebody's password locks out strangers, and never her on her own device.
struct TryPlaces: Sendable {
    /// The count that is this device's own, or that unknown devices share on the account.
    let own: [UInt8]
    /// The network address's; none for a known device, or where it is not known.
    let client: [UInt8]?
    /// Whether this person signed in on this device before.
    let isKnownDevice: Bool

    var all: [(key: [UInt8], rule: TryRule)] {
        [(own, .account)] + (client.map { [($0, .client)] } ?? [])
    }
}

extension SetiaService {
    /// Where a sign-in with this address counts.
    func tryPlaces(email: String, device: String?, client: String) -> TryPlaces {
        if let device, let nonce = knownDevice(device, of: email) {
            return TryPlaces(own: triesKey("device", email, nonce), client: nil, isKnownDevice: true)
        }
        return TryPlaces(
            own: triesKey("account", email),
            client: client.isEmpty ? nil : triesKey("client", client),
            isKnownDevice: false
        )
    }

    /// What stands for somebody who tries something.
    func triesKey(_ parts: String...) -> [UInt8] {
        sealing.keyedHash(Array(parts.joined(separator: "\u{0}").utf8), for: .tries)
    }

    /// What a device keeps from now on, by which it is known for this address.
    func newDeviceToken(of email: String) -> String {
        let nonce = sealing.newToken()
        return "\(nonce).\(deviceProof(nonce, of: email))"
    }

    private func knownDevice(_ token: String, of email: String) -> String? {
        guard token.utf8.count <= 200 else { return nil }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, isSame(parts[1], deviceProof(parts[0], of: email)) else { return nil }
        return parts[0]
    }

    private func deviceProof(_ nonce: String, of email: String) -> String {
        hexadecimal(sealing.keyedHash(Array("\(email)\u{0}\(nonce)".utf8), for: .device))
    }

    /// Counts a try before it is known to be wrong, so that many at once are as many as one after the other.
    ///
    /// - Throws: `StaffRefusal.tooManyTries`; nothing was counted then.
    func countTry(_ places: [(key: [UInt8], rule: TryRule)], at now: Instant, _ ledger: any Ledger) throws {
        let found = try ledger.tries(places.map(\.key))
        let until = zip(places, found).compactMap { place, tries in
            tries.flatMap { place.rule.lockedUntil($0, at: now) }
        }
        if let latest = until.max() { throw StaffRefusal.tooManyTries(until: latest) }
        for (place, tries) in zip(places, found) {
            var tries = tries ?? Tries(key: place.key, count: 0, firstAt: now, lastAt: now)
            if now.milliseconds - tries.lastAt.milliseconds >= place.rule.forgottenAfter {
                tries = Tries(key: place.key, count: 0, firstAt: now, lastAt: now)
            }
            tries.count += 1
            tries.lastAt = now
            try ledger.save(tries)
        }
    }

    /// A try was right after all: a known device begins anew, a shared count gets back what this one took.
    func forgive(_ places: TryPlaces, _ ledger: any Ledger) throws {
        if places.isKnownDevice { return try ledger.forgetTries(places.own) }
        for place in places.all {
            guard var tries = try ledger.tries([place.key])[0], tries.count > 0 else { continue }
            tries.count -= 1
            try ledger.save(tries)
        }
    }

    /// Counts one of at most `limit` within a span that begins with the first of them.
    ///
    /// - Returns: until when no more is taken; none where this one is.
    func countWithin(
        _ span: Int64,
        limit: Int,
        _ key: [UInt8],
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> Instant? {
        var tries = try ledger.tries([key])[0] ?? Tries(key: key, count: 0, firstAt: now, lastAt: now)
        if now.milliseconds - tries.firstAt.milliseconds >= span {
            tries = Tries(key: key, count: 0, firstAt: now, lastAt: now)
        }
        guard tries.count < limit else { return tries.firstAt.adding(milliseconds: span) }
        tries.count += 1
        tries.lastAt = now
        try ledger.save(tries)
        return nil
    }
}

/// Whether two texts are the same bytes; takes as long whatever they are, where they are as long.
func isSame(_ one: String, _ other: String) -> Bool {
    isSame(Array(one.utf8), Array(other.utf8))
}

/// Whether two byte sequences are the same; takes as long whatever they are, where they are as long.
func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
}

/// Bytes as text, two digits each.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
