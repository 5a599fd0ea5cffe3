package import SetiaCore

/// What stands between a member and a reward, in her language.
///
/// - Parameters:
///   - refusal: What it is.
///   - version: The programme; names and days are its.
///   - language: What to write in.
/// - Returns: a short sentence without a full stop.
package func told(_ refusal: RewardRefusal, _ version: ProgrammeVersion, _ language: Language) -> String {
    let words = Wording(language)
    func day(_ instant: Instant) -> String { words.day(version.zone.day(of: instant)) }
    func day(before instant: Instant) -> String { day(instant.adding(milliseconds: -1)) }
    func name(_ key: Key) -> String { version.programme.reward(key)?.name.text(in: language.key) ?? key.text }
    let text: ObstacleText =
        switch refusal {
        case .unknownReward(let key, _): .unknownReward(Key(key))
        case .notYet(_, let from?): .from(day(from))
        case .notYet(_, nil): .notNow
        case .over: .over
        case .wrongCountry(_, _, let countries): .onlyIn(words.either(countries.map { words.country($0) }))
        case .notEligible(_, .level(let set, let level)):
            .fromLevel(
                version.programme.tierSet(set)?.levels.first { $0.key == level }?.name.text(in: language.key)
                    ?? level.text
            )
        case .notEligible(_, .tenure(_, let from?)): .from(words.day(from))
        case .notEligible(_, .tenure(_, nil)): .onlyMembers
        case .notEligible: .notForYou
        case .wrongCurrency(_, _, let taken): .paidIn(words.either(taken.map(\.code)))
        case .priceChanged(_, _, let points): .priceNow(words.number(points.units))
        case .limitReached(_, _, _, let left, _) where left > 0: .onlyLeft(words.number(left))
        case .limitReached(_, _, _, _, let again?): .againFrom(day(again))
        case .limitReached: .hadAll
        case .outOfStock(_, let left?) where left > 0: .onlyLeft(words.number(left))
        case .outOfStock: .gone
        case .redemptionExists: .hadBefore
        case .unknownRedemption: .unknownRedemption
        case .redemptionIs(_, .expired): .holdOver
        case .redemptionIs, .fulfilmentIs: .otherStage
        case .redemptionExpired(_, let since): .usableUntil(day(before: since))
        case .tooMany(_, let left, _): .onlyLeft(words.number(left))
        case .tooLate(_, let until): .returnableUntil(day(until))
        }
    return text.said(in: language)
}

/// How many points are missing, in her language.
package func told(missing points: Points, of wallet: String, _ language: Language) -> String {
    let number = Wording(language).number(points.units)
    return switch language {
    case .en: "\(number) more \(wallet) needed"
    case .ms: "perlu \(number) \(wallet) lagi"
    case .id: "kurang \(number) \(wallet) lagi"
    case .th: "ขาดอีก \(number) \(wallet)"
    }
}

private enum ObstacleText {
    case unknownReward(Key)
    case from(String)
    case notNow
    case over
    case onlyIn(String)
    case fromLevel(String)
    case onlyMembers
    case notForYou
    case paidIn(String)
    case priceNow(String)
    case againFrom(String)
    case onlyLeft(String)
    case hadAll
    case gone
    case hadBefore
    case unknownRedemption
    case holdOver
    case otherStage
    case usableUntil(String)
    case returnableUntil(String)

    func said(in language: Language) -> String {
        switch language {
        case .en: english
        case .ms: malay
        case .id: indonesian
        case .th: thai
        }
    }

    private var english: String {
        switch self {
        case .unknownReward(let key): "there is no reward \(key)"
        case .from(let day): "from \(day) on"
        case .notNow: "not at this time"
        case .over: "no longer to be had"
        case .onlyIn(let countries): "only for members in \(countries)"
        case .fromLevel(let level): "for \(level) and above"
        case .onlyMembers: "for members only"
        case .notForYou: "not for you at the moment"
        case .paidIn(let currencies): "paid in \(currencies)"
        case .priceNow(let points): "it costs \(points) now"
        case .againFrom(let day): "you have had it; again from \(day) on"
        case .onlyLeft(let left): "only \(left) can be had"
        case .hadAll: "you have had as many as you can"
        case .gone: "none left"
        case .hadBefore: "had already"
        case .unknownRedemption: "there is no such redemption any more"
        case .holdOver: "the time for which it was set aside is over; choose it again"
        case .otherStage: "this cannot be done with it now"
        case .usableUntil(let day): "it could be used until \(day)"
        case .returnableUntil(let day): "it could be given back until \(day)"
        }
    }

    private var malay: String {
        switch self {
        case .unknownReward(let key): "tiada ganjaran \(key)"
        case .from(let day): "mulai \(day)"
        case .notNow: "bukan pada masa ini"
        case .over: "tidak lagi ditawarkan"
        case .onlyIn(let countries): "hanya untuk ahli di \(countries)"
        case .fromLevel(let level): "untuk \(level) dan ke atas"
        case .onlyMembers: "untuk ahli sahaja"
        case .notForYou: "belum layak buat masa ini"
        case .paidIn(let currencies): "dibayar dalam \(currencies)"
        case .priceNow(let points): "harganya kini \(points)"
        case .againFrom(let day): "sudah anda tebus; boleh lagi mulai \(day)"
        case .onlyLeft(let left): "tinggal \(left) sahaja"
        case .hadAll: "anda sudah menebus sebanyak yang dibenarkan"
        case .gone: "sudah habis"
        case .hadBefore: "sudah ditebus"
        case .unknownRedemption: "penebusan itu tiada lagi"
        case .holdOver: "tempoh simpanan sudah tamat; sila pilih semula"
        case .otherStage: "tidak boleh dilakukan sekarang"
        case .usableUntil(let day): "boleh digunakan hingga \(day) sahaja"
        case .returnableUntil(let day): "boleh dipulangkan hingga \(day) sahaja"
        }
    }

    private var indonesian: String {
        switch self {
        case .unknownReward(let key): "tidak ada hadiah \(key)"
        case .from(let day): "mulai \(day)"
        case .notNow: "belum bisa saat ini"
        case .over: "sudah tidak tersedia"
        case .onlyIn(let countries): "hanya untuk anggota di \(countries)"
        case .fromLevel(let level): "untuk \(level) ke atas"
        case .onlyMembers: "khusus anggota"
        case .notForYou: "saat ini belum untuk Anda"
        case .paidIn(let currencies): "dibayar dengan \(currencies)"
        case .priceNow(let points): "harganya sekarang \(points)"
        case .againFrom(let day): "sudah Anda ambil; bisa lagi mulai \(day)"
        case .onlyLeft(let left): "hanya bisa \(left)"
        case .hadAll: "jatah Anda sudah terpakai semua"
        case .gone: "sudah habis"
        case .hadBefore: "sudah ditukar"
        case .unknownRedemption: "penukaran itu sudah tidak ada"
        case .holdOver: "waktu penyimpanannya habis; silakan pilih lagi"
        case .otherStage: "tidak bisa dilakukan sekarang"
        case .usableUntil(let day): "hanya berlaku sampai \(day)"
        case .returnableUntil(let day): "hanya bisa dikembalikan sampai \(day)"
        }
    }

    private var thai: String {
        switch self {
        case .unknownReward(let key): "ไม่มีของรางวัล \(key)"
        case .from(let day): "ตั้งแต่ \(day)"
        case .notNow: "ยังแลกไม่ได้ในเวลานี้"
        case .over: "หมดเขตแล้ว"
        case .onlyIn(let countries): "เฉพาะสมาชิกใน\(countries)"
        case .fromLevel(let level): "สำหรับระดับ \(level) ขึ้นไป"
        case .onlyMembers: "เฉพาะสมาชิก"
        case .notForYou: "ยังไม่เข้าเงื่อนไขในตอนนี้"
        case .paidIn(let currencies): "ชำระเป็น \(currencies)"
        case .priceNow(let points): "ตอนนี้ใช้ \(points)"
        case .againFrom(let day): "แลกครบแล้ว แลกได้อีกตั้งแต่ \(day)"
        case .onlyLeft(let left): "แลกได้อีกเพียง \(left)"
        case .hadAll: "แลกครบตามสิทธิ์แล้ว"
        case .gone: "หมดแล้ว"
        case .hadBefore: "แลกไปแล้ว"
        case .unknownRedemption: "ไม่มีรายการแลกนี้แล้ว"
        case .holdOver: "หมดเวลาที่เก็บไว้ให้แล้ว กรุณาเลือกใหม่"
        case .otherStage: "ทำรายการนี้ไม่ได้ในตอนนี้"
        case .usableUntil(let day): "ใช้ได้ถึง \(day) เท่านั้น"
        case .returnableUntil(let day): "คืนได้ถึง \(day) เท่านั้น"
        }
    }
}
