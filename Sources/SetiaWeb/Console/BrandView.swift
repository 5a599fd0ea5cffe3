internal import SetiaCore
internal import SetiaService

/// The programme and its days, as most pages need them.
struct BrandView: Sendable {
    /// What holds now; none before the first programme.
    let version: ProgrammeVersion?
    /// The programme that holds now; none before the first.
    var programme: Programme? { version?.programme }
    /// In which days pages speak.
    let zone: any LocalTime
    /// All shops.
    let shops: [Shop]

    /// The name of a store; none for the online shop.
    func name(of store: StoreID?) -> String? {
        guard let store, store != .online else { return nil }
        return shops.first { $0.id == store }?.name ?? store.text
    }

    /// The name of a wallet.
    func wallet(_ key: Key, _ language: Language) -> String {
        programme?.wallet(key)?.name.text(in: language.key) ?? key.text
    }

    /// The name of a level.
    func level(_ key: Key, of set: Key, _ language: Language) -> String {
        programme?.tierSet(set)?.levels.first { $0.key == key }?.name.text(in: language.key) ?? key.text
    }

    /// Where a member is on a ladder, and what she needs by when.
    func progress(of state: MemberState, on set: Key, at moment: Instant) -> TierProgress? {
        version?.progress(of: state, at: moment).first { $0.tierSet == set }
    }

    /// An amount with as many decimals as the programme writes.
    func money(_ money: Money, _ wording: Wording) -> String {
        wording.money(money, decimals: programme?.decimals(of: money.currency) ?? 2)
    }
}

extension Web {
    /// The programme, its days and the shops as they are now.
    func brand() async throws -> BrandView {
        let current = try await service.currentVersion()
        return BrandView(
            version: current,
            zone: current?.zone ?? FixedOffset.utc,
            shops: try await service.shops()
        )
    }

    /// An option of a list, as templates see it.
    func option(_ value: String, _ text: String, _ chosen: String) -> Fields {
        ["value": value, "text": text, "isChosen": value == chosen]
    }

    /// Notes who did what, where the use case itself does not.
    func note(
        _ action: AuditAction,
        _ visit: Visit,
        member: MemberID? = nil,
        subject: String? = nil,
        details: [String: String] = [:]
    ) async throws {
        try await service.note(action, by: try visit.staff().actor, member: member, subject: subject, details: details)
    }
}

/// `text` with a capital at its beginning, where its script has any.
func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
}

/// A name as pages show it: cut where it is longer than a page can bear.
func shown(_ name: String, upTo most: Int = 120) -> String {
    name.count <= most ? name : String(name.prefix(most)) + "…"
}
