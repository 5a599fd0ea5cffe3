import SetiaCore

extension Kopi {
    /// A ladder of one measure; levels by what they ask for.
    static func ladder(
        _ metric: TierSet.Metric = .netSpend(currency("MYR")),
        _ window: TierSet.Window = .calendar(.year, startMonth: 1),
        _ levels: [(Key, Int64)] = [("silver", 0), ("gold", 200_000), ("platinum", 600_000)],
        _ terms: TierSet.Terms = TierSet.Terms()
    ) -> TierSet {
        TierSet(
            key: "status",
            measures: [TierSet.Measure(metric)],
            window: window,
            levels: levels.map { TierSet.Level(key: $0.0, threshold: $0.1, name: Words([])) },
            terms: terms
        )
    }

    static func ladder(_ metric: TierSet.Metric, _ window: TierSet.Window, _ terms: TierSet.Terms) -> TierSet {
        ladder(metric, window, [("silver", 0), ("gold", 200_000), ("platinum", 600_000)], terms)
    }

    /// The brand with other ladders.
    static func climbing(
        _ ladders: TierSet...,
        wallet: Wallet = Kopi.wallet(activation: .immediate, expiry: .none),
        rules: [Rule] = [base],
        zone: any LocalTime = Kopi.zone
    ) -> ProgrammeVersion {
        ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: [
                    CurrencySetting(currency: currency("MYR"), decimals: 2),
                    CurrencySetting(currency: currency("IDR"), decimals: 0),
                ],
                wallets: [wallet],
                tierSets: ladders,
                rules: rules
            ),
            zone: zone
        )
    }
}

extension Life {
    /// She came by.
    @discardableResult
    mutating func visits(_ at: Instant) throws(Refusal) -> Decision {
        try happen(.happened(Occurrence(type: .visitCompleted, facts: [])), at)
    }

    /// Time passes.
    @discardableResult
    mutating func waits(until at: Instant) throws(Refusal) -> Decision { try happen(.timePassed, at) }

    var until: Instant? { state.standing(in: "status")?.until }

    func progress(at moment: Instant) -> TierProgress { version.progress(of: state, at: moment)[0] }
}
