internal import SetiaCare
package import SetiaCore

/// What became of the letter that tells of a reward which gave codes.
package struct RewardLetterView: Sendable, Hashable {
    /// How far it is.
    package let state: State
    /// Since when.
    package let since: Instant

    /// How far such a letter is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It has not had its turn yet.
        case waiting
        /// The mail server or the network took it.
        case sent
        /// It may not go by the rules of contact, or there was nothing to tell any more.
        case withheld
        /// It did not leave, or nobody knows whether it did.
        case failed
    }
}

extension SetiaService {
    /// What is older than this when its turn comes is no news.
    private static let rewardNewsLasts: Int64 = 2 * 86_400_000
    /// To which place all letters about rewards belong.
    private static let rewardPlace: Key = "rewards"

    /// Plans letters about rewards that gave codes (rule W-21).
    ///
    /// That one is to go is written with the redemption itself; it is planned in a transaction that holds the member and
    /// notes it, so that any number of servers do it once, whoever dies. From then on it goes its way as each message does.
    ///
    /// - Parameter most: At most so many.
    /// - Returns: how many were looked at; 0 where none is due.
    /// - Throws: `Unready`, or the world's trouble.
    package func tellRewards(most: Int = 100) async throws -> Int {
        let due = try await store.reading { try $0.rewardLettersDue(limit: most) }
        for letter in due {
            do {
                try await tell(letter)
            } catch let failure as SealingFailure {
                // What cannot be read is told to nobody, and holds up no other letter.
                staffPorts.onFailure(failure)
                try await drop(letter)
            }
        }
        return due.count
    }

    private func drop(_ letter: RewardLetter) async throws {
        var letter = letter
        letter.state = .dropped
        let dropped = letter
        try await store.writing { try $0.save(dropped) }
    }

    private func tell(_ due: RewardLetter) async throws {
        let now = surroundings.now()
        let address = staffPorts.address
        // Codes that are not given yet are given now: what is not there cannot be read.
        let view = try await redemption(due.redemption, of: due.member)
        let owner = try await store.reading { try self.owner(of: due.member, $0)?.member } ?? due.member
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: owner)])
            guard var letter = try ledger.rewardLetter(of: due.redemption, of: due.member), letter.state == .due else {
                return
            }
            letter.state = .dropped
            // Links in it would lead nowhere; her card tells her all the same.
            if let view, view.row.kept > 0, !view.codes.isEmpty, !address.isEmpty,
                now.milliseconds(since: letter.at) <= Self.rewardNewsLasts
            {
                let version = try self.configuration(ledger).published().version(at: letter.at)
                let delivery = version.programme.reward(view.row.reward)?.delivery ?? .card
                let contact = try self.planLetter(
                    RewardMail(delivery: delivery, address: address).content,
                    at: JourneyPlace(journey: Self.rewardPlace, version: 1, step: Key(delivery.rawValue)),
                    once: Key("reward:\(letter.member.text)/\(letter.redemption)"),
                    to: owner,
                    at: now,
                    ledger
                )
                letter.contact = contact?.id
                if contact != nil { letter.state = .planned }
            }
            try ledger.save(letter)
        }
        changeSignal.tell([owner])
    }

    /// What became of a redemption's letter; none where it has none.
    package func letter(of row: RedemptionRow) async throws -> RewardLetterView? {
        guard row.givesCodes else { return nil }
        return try await store.reading { archive in
            guard let letter = try archive.rewardLetter(of: row.id, of: row.member) else { return nil }
            switch letter.state {
            case .due: return RewardLetterView(state: .waiting, since: letter.at)
            case .dropped: return RewardLetterView(state: .withheld, since: letter.at)
            case .planned:
                // Of an account that came to another one since, or before.
                let owner = try self.owner(of: row.member, archive)?.member ?? row.member
                let contact = try letter.contact.flatMap { id in
                    try archive.contact(id, of: owner) ?? archive.contact(id, of: row.member)
                }
                guard let contact else { return nil }
                return RewardLetterView(state: contact.letterState, since: contact.takenAt ?? contact.decidedAt)
            }
        }
    }

    /// What stands in a letter about a reward for this member; nothing for other messages.
    func rewardPlaces(
        _ contact: Contact,
        _ broadcast: Broadcast,
        _ language: Language,
        _ archive: any Archive
    ) throws -> [String: String] {
        guard let row = try rewardRow(contact, broadcast, archive) else { return [:] }
        let version = try configuration(archive).published().version(at: row.since)
        let (words, wording) = (CartWords(version, language), Wording(language))
        let reward = version.programme.reward(row.reward)
        let name = reward?.name.text(in: language.key) ?? row.reward.text
        var lines: [String] = []
        if let worth = reward?.worth.first {
            lines.append(language.worth(words.money(worth.minorUnits, worth.currency)))
        }
        var price: [String] = []
        if row.each > .zero { price.append(language.points(wording.number(row.each.units * row.kept))) }
        if let money = row.money { price.append(words.money(money.minorUnits * row.kept, money.currency)) }
        if !price.isEmpty { lines.append(language.cost(price.joined(separator: " + "))) }
        if let until = row.validUntil {
            lines.append(language.until(wording.day(version.zone.day(of: until.adding(milliseconds: -1)))))
        }
        return [
            "what": row.kept > 1 ? "\(row.kept) × \(name)" : name,
            "details": lines.isEmpty ? "" : "\n\n\(lines.joined(separator: "\n"))",
            // By a telephone's text goes the title alone, and a code never.
            "codes": contact.channel == BroadcastContent.mail
                ? try codesInLetter(of: row, archive).joined(separator: "\n") : "",
        ]
    }

    /// Whether what a letter tells of was given back before it left.
    func isGivenBack(_ contact: Contact, _ broadcast: Broadcast, _ archive: any Archive) throws -> Bool {
        guard broadcast.journey?.journey == Self.rewardPlace else { return false }
        return try rewardRow(contact, broadcast, archive).map { $0.kept == 0 } ?? true
    }

    /// The redemption that a letter is about; none of other messages.
    private func rewardRow(_ contact: Contact, _ broadcast: Broadcast, _ archive: any Archive) throws -> RedemptionRow?
    {
        guard broadcast.journey?.journey == Self.rewardPlace else { return nil }
        let once = contact.onceKey.text
        guard once.hasPrefix("reward:"), let slash = once.firstIndex(of: "/"),
            let member = MemberID(text: String(once[..<slash].dropFirst("reward:".count)))
        else { return nil }
        return try archive.redemption(Key(once[once.index(after: slash)...].description), of: member)
    }

    /// The codes of a redemption that are still hers, of those that were given.
    private func codesInLetter(of row: RedemptionRow, _ archive: any Archive) throws -> [String] {
        if row.supplied != nil {
            let orders = try archive.supplierOrders(of: row.member, redemption: row.id)
            return try suppliedItems(orders, of: row).compactMap(\.code).map { code in
                [code.code.text, code.pin.map { "PIN \($0)" }, code.url?.text].compactMap(\.self).joined(
                    separator: " · "
                )
            }
        }
        guard row.promotion != nil else {
            return try archive.codes(of: row.member, redemption: row.id).prefix(Int(row.kept)).map {
                String(decoding: try sealing.open($0.sealed, use: .rewardCode), as: UTF8.self)
            }
        }
        guard let batch = try archive.voucherBatch(personalBatchID(of: row.member, row.id)) else { return [] }
        let codes = try codes(of: batch, at: 0..<batch.made)
        let vouchers = try archive.vouchers(codes.map { hash(ofWritten: $0) })
        return zip(codes, vouchers).filter { $1.map { $0.stoppedAt == nil } ?? false }.map { VoucherCode.written($0.0) }
    }
}

extension Contact {
    /// How far it is, as a letter about a reward.
    fileprivate var letterState: RewardLetterView.State {
        switch way {
        case .sent: .sent
        case .failed, .unknown: .failed
        case .due, .sending: .waiting
        case nil: nextAt == nil ? .withheld : .waiting
        }
    }
}

/// What a member is written to who has a reward that gave her codes, in four languages.
private struct RewardMail {
    let delivery: Reward.Delivery
    let address: String

    /// As a service message: what is named in it is filled in for each member, since names and amounts are hers.
    var content: BroadcastContent {
        BroadcastContent(letter: "Rewards: \(delivery.rawValue)", kind: .service) { words($0) }
    }

    private func words(_ language: Language) -> ServiceWords {
        let link = "\(address)/card/codes"
        let isInMail = delivery == .mail
        return switch language {
        case .en:
            ServiceWords(
                subject: "You have it: {what}",
                text: "Hello {name},\n\nyou have {what}.{details}\n\n"
                    + (isInMail
                        ? "{codes}\n\nWhoever has a code can use it: keep it to yourself. It stands on your card, too: \(link)"
                        : "Your code stands on your card: \(link)")
            )
        case .ms:
            ServiceWords(
                subject: "Milik anda: {what}",
                text: "Hai {name},\n\nanda telah mendapat {what}.{details}\n\n"
                    + (isInMail
                        ? "{codes}\n\nSesiapa yang memegang kod boleh menggunakannya: simpan untuk diri sendiri. Kod juga ada pada kad anda: \(link)"
                        : "Kod anda ada pada kad anda: \(link)")
            )
        case .id:
            ServiceWords(
                subject: "Milik Anda: {what}",
                text: "Halo {name},\n\nAnda mendapat {what}.{details}\n\n"
                    + (isInMail
                        ? "{codes}\n\nSiapa pun yang memegang kode dapat memakainya: simpan untuk diri sendiri. Kode juga ada di kartu Anda: \(link)"
                        : "Kode Anda ada di kartu Anda: \(link)")
            )
        case .th:
            ServiceWords(
                subject: "ของคุณแล้ว: {what}",
                text: "สวัสดี {name}\n\nคุณได้รับ {what} แล้ว{details}\n\n"
                    + (isInMail
                        ? "{codes}\n\nผู้ที่มีโค้ดใช้โค้ดได้ โปรดเก็บไว้เอง โค้ดอยู่บนบัตรของคุณด้วย: \(link)"
                        : "โค้ดของคุณอยู่บนบัตรของคุณ: \(link)")
            )
        }
    }
}

extension Language {
    fileprivate func worth(_ money: String) -> String {
        switch self {
        case .en: "Worth: \(money)"
        case .ms: "Nilai: \(money)"
        case .id: "Nilai: \(money)"
        case .th: "มูลค่า: \(money)"
        }
    }

    fileprivate func points(_ number: String) -> String {
        switch self {
        case .en: "\(number) points"
        case .ms: "\(number) mata"
        case .id: "\(number) poin"
        case .th: "\(number) คะแนน"
        }
    }

    fileprivate func cost(_ price: String) -> String {
        switch self {
        case .en: "Cost: \(price)"
        case .ms: "Harga: \(price)"
        case .id: "Harga: \(price)"
        case .th: "ราคา: \(price)"
        }
    }

    fileprivate func until(_ day: String) -> String {
        switch self {
        case .en: "Good through: \(day)"
        case .ms: "Sah hingga: \(day)"
        case .id: "Berlaku sampai: \(day)"
        case .th: "ใช้ได้ถึง: \(day)"
        }
    }
}
