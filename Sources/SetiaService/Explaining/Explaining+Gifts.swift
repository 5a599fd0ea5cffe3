internal import SetiaCore

/// What a milestone or a draw gave, ready to be said.
struct GiftTold {
    let kind: GiftStep.Kind
    /// What members call the milestone; of a draw its name.
    let name: String
    /// What was given, or taken again; none where no points moved.
    let points: Quantity?
}

extension Explaining {
    func told(_ step: GiftStep) -> GiftTold {
        GiftTold(
            kind: step.kind,
            name: programme.milestone(step.name)?.name.text(in: language.key) ?? step.name.text,
            points: step.points == .zero ? nil : step.wallet.map { quantity(max(step.points, -step.points), $0) }
        )
    }

    /// What came of a milestone or a draw, by the first that is said of it.
    var giftArrived: Headline {
        for case .gift(let step) in decision.reasons { return .gift(told(step), day: eventDay) }
        return .broughtUpToDate(day: eventDay)
    }
}

// In each language, written from the meaning.

extension English {
    func gift(_ gift: GiftTold) -> String {
        let points = gift.points.map { " · \(amount($0))" } ?? ""
        return switch gift.kind {
        case .reached: "You reached “\(gift.name)”\(points)"
        case .reversed: "The order came back, and with it what “\(gift.name)” gave\(points)"
        case .drawn: "You were drawn by chance for a surprise\(points)"
        case .gone: "There is none left of what goes with it"
        }
    }

    func gift(_ gift: GiftTold, day: String) -> String {
        switch gift.kind {
        case .reached, .reversed, .gone: "“\(gift.name)” on \(day)"
        case .drawn: "A surprise for you on \(day)"
        }
    }
}

extension Malay {
    func gift(_ gift: GiftTold) -> String {
        let points = gift.points.map { " · \(amount($0))" } ?? ""
        return switch gift.kind {
        case .reached: "Anda mencapai “\(gift.name)”\(points)"
        case .reversed: "Pesanan dipulangkan, maka pemberian “\(gift.name)” ditarik balik\(points)"
        case .drawn: "Anda terpilih secara rawak untuk satu kejutan\(points)"
        case .gone: "Hadiah itu sudah habis diberikan"
        }
    }

    func gift(_ gift: GiftTold, day: String) -> String {
        switch gift.kind {
        case .reached, .reversed, .gone: "“\(gift.name)” pada \(day)"
        case .drawn: "Satu kejutan untuk anda pada \(day)"
        }
    }
}

extension Indonesian {
    func gift(_ gift: GiftTold) -> String {
        let points = gift.points.map { " · \(amount($0))" } ?? ""
        return switch gift.kind {
        case .reached: "Anda mencapai “\(gift.name)”\(points)"
        case .reversed: "Pesanan dikembalikan, jadi hadiah “\(gift.name)” ditarik lagi\(points)"
        case .drawn: "Anda terpilih secara acak untuk sebuah kejutan\(points)"
        case .gone: "Hadiahnya sudah habis"
        }
    }

    func gift(_ gift: GiftTold, day: String) -> String {
        switch gift.kind {
        case .reached, .reversed, .gone: "“\(gift.name)” pada \(day)"
        case .drawn: "Sebuah kejutan untuk Anda pada \(day)"
        }
    }
}

extension Thai {
    func gift(_ gift: GiftTold) -> String {
        let points = gift.points.map { " · \(amount($0))" } ?? ""
        return switch gift.kind {
        case .reached: "คุณถึง “\(gift.name)” แล้วค่ะ\(points)"
        case .reversed: "มีการคืนสินค้า จึงหักของขวัญจาก “\(gift.name)” คืนค่ะ\(points)"
        case .drawn: "คุณได้รับการสุ่มเลือกให้รับของเซอร์ไพรส์ค่ะ\(points)"
        case .gone: "ของขวัญหมดแล้วค่ะ"
        }
    }

    func gift(_ gift: GiftTold, day: String) -> String {
        switch gift.kind {
        case .reached, .reversed, .gone: "“\(gift.name)” เมื่อ \(day)"
        case .drawn: "ของเซอร์ไพรส์สำหรับคุณ เมื่อ \(day)"
        }
    }
}
