package import SetiaCore

/// What is said of milestones, in one language.
package struct MilestoneWords {
    private let version: ProgrammeVersion
    private let language: Language
    private let wording: Wording

    /// The words of a language, with the names of a programme.
    package init(_ version: ProgrammeVersion, _ language: Language) {
        self.version = version
        self.language = language
        wording = Wording(language)
    }

    /// What members call it.
    package func name(_ milestone: Milestone) -> String {
        milestone.name.text(in: language.key) ?? milestone.key.text
    }

    /// What it gives; none where it is only noted.
    package func gives(_ milestone: Milestone) -> String? {
        switch milestone.present {
        case .points(let wallet, let points)?:
            let name = version.programme.wallet(wallet)?.name.text(in: language.key) ?? wallet.text
            return "\(wording.number(points.units)) \(name)"
        case .reward(let key)?: return version.programme.reward(key)?.name.text(in: language.key) ?? key.text
        case nil: return nil
        }
    }

    /// What is missing until it, such as `3 more visits`.
    package func missing(_ missing: MilestoneProgress.Missing) -> String {
        switch missing {
        case .count(let left, _, let counted): count(left, counted)
        case .day(let at): day(wording.day(version.zone.day(of: at)))
        case .birthday: birthday
        case .amount(let amounts): purchase(wording.either(amounts.map { money($0) }))
        case .level(let tierSet, let level):
            with(
                version.programme.tierSet(tierSet)?.levels.first { $0.key == level }?.name.text(in: language.key)
                    ?? level.text
            )
        case .after(let key): with(version.programme.milestone(key).map { name($0) } ?? key.text)
        }
    }

    /// When it was reached, such as `reached on 3 March 2026`.
    package func reached(_ reached: MilestoneReached) -> String {
        let day = wording.day(version.zone.day(of: reached.at))
        return switch language {
        case .en: "reached on \(day)"
        case .ms: "dicapai pada \(day)"
        case .id: "dicapai pada \(day)"
        case .th: "สำเร็จเมื่อ \(day)"
        }
    }

    private func money(_ money: Money) -> String {
        wording.money(money, decimals: version.programme.decimals(of: money.currency) ?? 2, isRound: true)
    }

    private func count(_ left: Int64, _ counted: MilestoneProgress.Counted) -> String {
        let number = wording.number(left)
        return switch (language, counted) {
        case (.en, .purchases): left == 1 ? "1 more purchase" : "\(number) more purchases"
        case (.en, .visits): left == 1 ? "1 more visit" : "\(number) more visits"
        case (.en, .others): "\(number) more to go"
        case (.ms, .purchases): "\(number) pembelian lagi"
        case (.ms, .visits): "\(number) kunjungan lagi"
        case (.ms, .others): "\(number) lagi"
        case (.id, .purchases): "\(number) pembelian lagi"
        case (.id, .visits): "\(number) kunjungan lagi"
        case (.id, .others): "\(number) lagi"
        case (.th, .purchases): "ซื้ออีก \(number) ครั้ง"
        case (.th, .visits): "มาอีก \(number) ครั้ง"
        case (.th, .others): "อีก \(number) ครั้ง"
        }
    }

    private func day(_ day: String) -> String {
        switch language {
        case .en: "on \(day)"
        case .ms, .id: "pada \(day)"
        case .th: "วันที่ \(day)"
        }
    }

    private var birthday: String {
        switch language {
        case .en: "on your birthday"
        case .ms: "pada hari lahir anda"
        case .id: "pada hari ulang tahun Anda"
        case .th: "ในวันเกิดของคุณ"
        }
    }

    private func purchase(_ amount: String) -> String {
        switch language {
        case .en: "with one purchase of at least \(amount)"
        case .ms: "dengan satu pembelian sekurang-kurangnya \(amount)"
        case .id: "dengan satu pembelian minimal \(amount)"
        case .th: "เมื่อซื้อครั้งเดียวตั้งแต่ \(amount)"
        }
    }

    private func with(_ name: String) -> String {
        switch language {
        case .en: "with “\(name)”"
        case .ms: "dengan “\(name)”"
        case .id: "dengan “\(name)”"
        case .th: "เมื่อถึง “\(name)”"
        }
    }
}
