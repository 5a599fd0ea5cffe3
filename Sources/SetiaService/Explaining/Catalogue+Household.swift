internal import SetiaCore

/// What became of a household, ready to be said.
struct HouseholdTold {
    let kind: HouseholdStep.Kind
    /// What moved of hers; nothing where nothing did.
    let own: Quantity?
    /// What all gave together.
    let all: Quantity?
}

extension Explaining {
    func told(_ step: HouseholdStep) -> HouseholdTold {
        HouseholdTold(
            kind: step.kind,
            own: step.points == .zero ? nil : step.wallet.map { quantity(max(step.points, -step.points), $0) },
            all: step.all.flatMap { all in step.wallet.map { quantity(all, $0) } }
        )
    }

    /// What became of a household, by the first that is said of it.
    var householdChanged: Headline {
        for case .household(let step) in decision.reasons { return .household(told(step), day: eventDay) }
        return .detailsChanged(day: eventDay)
    }
}

extension English {
    func household(_ household: HouseholdTold) -> String {
        let (own, all) = (household.own.map { amount($0) }, household.all.map { amount($0) } ?? "")
        return switch household.kind {
        case .invited: "You asked somebody to join your household"
        case .joined: "You joined a household: you spend from one another's points"
        case .came: "Somebody joined your household"
        case .left: "You left your household; what is yours stays yours"
        case .went: "Somebody left your household"
        case .ended: "The household is over; what is yours stays yours"
        case .shared: "Used by your household · \(own ?? "")"
        case .redeemed:
            own.map { "You used \(all) of your household, \($0) of them yours" }
                ?? "You used \(all) of your household, none of them yours"
        case .dropped: "Using points of your household came to nothing"
        case .spent: "What your household used of your points is spent"
        case .back: "What your household did not use went back to you · \(own ?? "")"
        }
    }
}

extension Malay {
    func household(_ household: HouseholdTold) -> String {
        let (own, all) = (household.own.map { amount($0) }, household.all.map { amount($0) } ?? "")
        return switch household.kind {
        case .invited: "Anda menjemput seseorang menyertai isi rumah anda"
        case .joined: "Anda menyertai sebuah isi rumah: mata digunakan bersama"
        case .came: "Seseorang menyertai isi rumah anda"
        case .left: "Anda keluar daripada isi rumah; milik anda kekal milik anda"
        case .went: "Seseorang keluar daripada isi rumah anda"
        case .ended: "Isi rumah ini telah tamat; milik anda kekal milik anda"
        case .shared: "Digunakan oleh isi rumah anda · \(own ?? "")"
        case .redeemed:
            own.map { "Anda menggunakan \(all) daripada isi rumah, \($0) daripadanya milik anda" }
                ?? "Anda menggunakan \(all) daripada isi rumah, tiada daripadanya milik anda"
        case .dropped: "Penggunaan mata isi rumah tidak jadi"
        case .spent: "Mata anda yang diambil isi rumah telah digunakan"
        case .back: "Yang tidak digunakan isi rumah dikembalikan kepada anda · \(own ?? "")"
        }
    }
}

extension Indonesian {
    func household(_ household: HouseholdTold) -> String {
        let (own, all) = (household.own.map { amount($0) }, household.all.map { amount($0) } ?? "")
        return switch household.kind {
        case .invited: "Anda mengajak seseorang bergabung serumah dengan Anda"
        case .joined: "Anda bergabung serumah: poin dipakai bersama"
        case .came: "Seseorang bergabung serumah dengan Anda"
        case .left: "Anda keluar dari kelompok serumah; milik Anda tetap milik Anda"
        case .went: "Seseorang keluar dari kelompok serumah Anda"
        case .ended: "Kelompok serumah ini berakhir; milik Anda tetap milik Anda"
        case .shared: "Dipakai oleh anggota serumah Anda · \(own ?? "")"
        case .redeemed:
            own.map { "Anda memakai \(all) bersama anggota serumah, \($0) di antaranya milik Anda" }
                ?? "Anda memakai \(all) dari anggota serumah, tidak ada yang milik Anda"
        case .dropped: "Pemakaian poin serumah tidak jadi"
        case .spent: "Poin Anda yang diambil anggota serumah sudah dipakai"
        case .back: "Yang tidak dipakai anggota serumah kembali kepada Anda · \(own ?? "")"
        }
    }
}

extension Thai {
    func household(_ household: HouseholdTold) -> String {
        let (own, all) = (household.own.map { amount($0) }, household.all.map { amount($0) } ?? "")
        return switch household.kind {
        case .invited: "คุณชวนคนเข้าร่วมครอบครัวของคุณ"
        case .joined: "คุณเข้าร่วมครอบครัวแล้ว ใช้คะแนนของกันและกันได้"
        case .came: "มีคนเข้าร่วมครอบครัวของคุณ"
        case .left: "คุณออกจากครอบครัวแล้ว คะแนนของคุณยังเป็นของคุณ"
        case .went: "มีคนออกจากครอบครัวของคุณ"
        case .ended: "ครอบครัวนี้สิ้นสุดแล้ว คะแนนของคุณยังเป็นของคุณ"
        case .shared: "ครอบครัวของคุณใช้ · \(own ?? "")"
        case .redeemed:
            own.map { "คุณใช้ \(all) ของครอบครัว เป็นของคุณ \($0)" }
                ?? "คุณใช้ \(all) ของครอบครัว ไม่มีส่วนที่เป็นของคุณ"
        case .dropped: "การใช้คะแนนของครอบครัวไม่สำเร็จ"
        case .spent: "คะแนนของคุณที่ครอบครัวใช้ ถูกใช้แล้ว"
        case .back: "ส่วนที่ครอบครัวไม่ได้ใช้คืนให้คุณแล้ว · \(own ?? "")"
        }
    }
}
