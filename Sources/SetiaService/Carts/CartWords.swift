package import SetiaCore

/// What is said of a cart, in one language: why a code is not taken, what is nearly given, why points pay no more.
package struct CartWords: Sendable {
    private let programme: Programme
    private let zone: any LocalTime
    private let language: Language
    private let catalogue: any Catalogue
    private let words: CartTexts

    /// The words of a language for a version of the programme.
    package init(_ version: ProgrammeVersion, _ language: Language, years: YearCount = .gregorian) {
        programme = version.programme
        zone = version.zone
        self.language = language
        catalogue = language.catalogue(years: years)
        words = CartTexts.of(language)
    }

    /// What members call a promotion.
    package func name(of promotion: Key) -> String {
        programme.promotions.first { $0.key == promotion }?.name.text(in: language.key) ?? promotion.text
    }

    /// An amount as the language writes it.
    package func money(_ amount: Int64, _ currency: Currency) -> String {
        guard let money = try? Money(minorUnits: amount, currency: currency) else { return currency.code }
        return catalogue.money(money, decimals: programme.decimals(of: currency) ?? 2, isRound: false)
    }

    /// Why a code or promotion is not taken.
    package func why(_ refusal: PromotionRefusal) -> String {
        switch refusal {
        case .unknownCode: words.unknownCode
        case .alreadyUsed: words.alreadyUsed
        case .notYet(let from): words.notYet(catalogue.moment(from, in: zone))
        case .expired(let at?): words.expired(catalogue.moment(at, in: zone))
        case .expired(nil): words.over
        case .wrongCurrency(let takes): words.wrongCurrency(takes.map(\.code).joined(separator: ", "))
        case .minimumNotReached(let missing): words.minimum(money(missing.minorUnits, missing.currency))
        case .notEligible(.membersOnly): words.membersOnly
        case .notEligible(.country(let takes)):
            words.otherCountry(takes.map { catalogue.country($0) }.joined(separator: ", "))
        case .notEligible: words.notForYou
        case .exclusiveConflict(let other): words.notBoth(name(of: other))
        case .limitReached(byMember: true, let again?): words.hadItUntil(catalogue.moment(again, in: zone))
        case .limitReached(byMember: true, again: nil): words.hadIt
        case .limitReached(byMember: false, _): words.allGone
        case .noEffect: words.noEffect
        case .tooManyCodes(let most): words.tooMany(catalogue.numbers.whole(Int64(most)))
        case .withOthers: words.withOthers
        }
    }

    /// What a little more would bring.
    package func tell(_ near: NearPromotion, in currency: Currency) -> String {
        let name = name(of: near.promotion)
        return switch near.missing {
        case .amount(let amount): words.moreMoney(money(amount, currency), name)
        case .pieces(let count): words.morePieces(catalogue.numbers.whole(count), name)
        case .freePieces(let count): words.freePieces(catalogue.numbers.whole(count), name)
        }
    }

    /// Why points pay no more.
    package func why(_ limit: PointsPaid.Limit) -> String {
        switch limit {
        case .available: words.noMorePoints
        case .maximum: words.mostPoints
        case .goods: words.noMoreByPoints
        case .minimum(let points): words.leastPoints(catalogue.numbers.whole(points.units))
        case .noWorth: words.pointsPayNothing
        case .nobody: words.membersPay
        }
    }
}

/// The texts of one language: a missing one does not compile.
struct CartTexts: Sendable {
    let unknownCode, alreadyUsed, over, membersOnly, notForYou: String
    let hadIt, allGone, noEffect, withOthers: String
    let noMorePoints, mostPoints, noMoreByPoints, pointsPayNothing, membersPay: String
    let otherCountry, hadItUntil: @Sendable (String) -> String
    let notYet, expired, wrongCurrency, minimum, notBoth, tooMany, leastPoints: @Sendable (String) -> String
    /// How much, and of which promotion.
    let moreMoney, morePieces, freePieces: @Sendable (String, String) -> String

    static func of(_ language: Language) -> CartTexts {
        switch language {
        case .en: english
        case .ms: malay
        case .id: indonesian
        case .th: thai
        }
    }

    static let english = CartTexts(
        unknownCode: "We do not know this code. Check that it was typed as it is written",
        alreadyUsed: "This code has been used",
        over: "This code is no longer valid",
        membersOnly: "Only members get this. Say who you are first",
        notForYou: "This does not fit this cart or this member",
        hadIt: "You have had this as often as you can",
        allGone: "All of these have been given out",
        noEffect: "This would take nothing off this cart, so it stays unused",
        withOthers: "Not taken, since another code could not be",
        noMorePoints: "You have no more points to use",
        mostPoints: "No more points can be used for one order",
        noMoreByPoints: "No more of this order can be paid with points",
        pointsPayNothing: "These points cannot pay in this currency",
        membersPay: "Only active members pay with points",
        otherCountry: { "This is given in \($0)" },
        hadItUntil: { "You have had this as often as you can for now. You can again from \($0)" },
        notYet: { "This code is valid from \($0)" },
        expired: { "This code ended on \($0)" },
        wrongCurrency: { "This code is for \($0)" },
        minimum: { "\($0) more is needed for this" },
        notBoth: { "Not together with \($0)" },
        tooMany: { "One order takes at most \($0) codes" },
        leastPoints: { "At least \($0) points must be used at once" },
        moreMoney: { "\($0) more for: \($1)" },
        morePieces: { "\($0) more items for: \($1)" },
        freePieces: { "Add \($0) more, free: \($1)" }
    )

    static let malay = CartTexts(
        unknownCode: "Kod ini tidak dikenali. Semak semula ejaannya",
        alreadyUsed: "Kod ini sudah digunakan",
        over: "Kod ini tidak sah lagi",
        membersOnly: "Tawaran ini untuk ahli sahaja. Beritahu kami siapa anda dahulu",
        notForYou: "Tawaran ini tidak sesuai untuk troli atau ahli ini",
        hadIt: "Anda sudah menggunakannya sebanyak yang dibenarkan",
        allGone: "Semua tawaran ini sudah habis diberikan",
        noEffect: "Tiada potongan untuk troli ini, jadi tawaran ini kekal belum digunakan",
        withOthers: "Tidak diambil kerana kod lain tidak dapat diterima",
        noMorePoints: "Tiada mata lagi untuk digunakan",
        mostPoints: "Had mata untuk satu pesanan sudah dicapai",
        noMoreByPoints: "Baki pesanan ini tidak boleh dibayar dengan mata",
        pointsPayNothing: "Mata ini tidak boleh digunakan untuk mata wang ini",
        membersPay: "Hanya ahli aktif boleh membayar dengan mata",
        otherCountry: { "Tawaran ini untuk \($0)" },
        hadItUntil: { "Buat masa ini anda sudah menggunakannya sebanyak yang dibenarkan. Boleh lagi mulai \($0)" },
        notYet: { "Ini sah mulai \($0)" },
        expired: { "Ini tamat pada \($0)" },
        wrongCurrency: { "Ini untuk \($0)" },
        minimum: { "Perlu tambah \($0) lagi" },
        notBoth: { "Tidak boleh digabungkan dengan \($0)" },
        tooMany: { "Satu pesanan menerima paling banyak \($0) kod" },
        leastPoints: { "Sekurang-kurangnya \($0) mata perlu digunakan sekali gus" },
        moreMoney: { "Tambah \($0) lagi untuk: \($1)" },
        morePieces: { "Tambah \($0) barang lagi untuk: \($1)" },
        freePieces: { "Ambil \($0) lagi secara percuma: \($1)" }
    )

    static let indonesian = CartTexts(
        unknownCode: "Kode ini tidak kami kenal. Periksa lagi penulisannya",
        alreadyUsed: "Kode ini sudah terpakai",
        over: "Kode ini sudah tidak berlaku",
        membersOnly: "Khusus anggota. Sebutkan dulu siapa Anda",
        notForYou: "Promo ini tidak cocok untuk keranjang atau anggota ini",
        hadIt: "Jatah Anda untuk promo ini sudah habis",
        allGone: "Kuota promo ini sudah habis",
        noEffect: "Tidak ada potongan untuk keranjang ini, jadi promo ini tetap utuh",
        withOthers: "Tidak dipakai karena kode lain tidak bisa diterima",
        noMorePoints: "Tidak ada poin lagi yang bisa dipakai",
        mostPoints: "Batas poin untuk satu pesanan sudah tercapai",
        noMoreByPoints: "Sisa pesanan ini tidak bisa dibayar dengan poin",
        pointsPayNothing: "Poin ini tidak bisa dipakai dalam mata uang ini",
        membersPay: "Hanya anggota aktif yang bisa membayar dengan poin",
        otherCountry: { "Promo ini untuk \($0)" },
        hadItUntil: { "Jatah Anda untuk sekarang sudah habis. Bisa lagi mulai \($0)" },
        notYet: { "Ini berlaku mulai \($0)" },
        expired: { "Ini berakhir pada \($0)" },
        wrongCurrency: { "Ini untuk \($0)" },
        minimum: { "Kurang \($0) lagi" },
        notBoth: { "Tidak bisa digabung dengan \($0)" },
        tooMany: { "Satu pesanan paling banyak memakai \($0) kode" },
        leastPoints: { "Minimal \($0) poin sekali pakai" },
        moreMoney: { "\($0) lagi untuk: \($1)" },
        morePieces: { "\($0) barang lagi untuk: \($1)" },
        freePieces: { "Ambil \($0) lagi, gratis: \($1)" }
    )

    static let thai = CartTexts(
        unknownCode: "ไม่พบโค้ดนี้ กรุณาตรวจสอบตัวสะกดอีกครั้งค่ะ",
        alreadyUsed: "โค้ดนี้ใช้ไปแล้วค่ะ",
        over: "โค้ดนี้ใช้ไม่ได้แล้วค่ะ",
        membersOnly: "เฉพาะสมาชิก กรุณาแจ้งว่าคุณคือใครก่อนค่ะ",
        notForYou: "สิทธิ์นี้ใช้กับตะกร้าหรือสมาชิกนี้ไม่ได้ค่ะ",
        hadIt: "คุณใช้สิทธิ์นี้ครบแล้วค่ะ",
        allGone: "สิทธิ์นี้แจกหมดแล้วค่ะ",
        noEffect: "สิทธิ์นี้ไม่ลดอะไรในตะกร้านี้ จึงยังเก็บไว้ใช้ได้ค่ะ",
        withOthers: "ไม่ได้ใช้ เพราะโค้ดอื่นใช้ไม่ได้ค่ะ",
        noMorePoints: "ไม่มีคะแนนให้ใช้เพิ่มแล้วค่ะ",
        mostPoints: "ใช้คะแนนครบตามที่ใช้ได้ต่อหนึ่งคำสั่งซื้อแล้วค่ะ",
        noMoreByPoints: "ส่วนที่เหลือจ่ายด้วยคะแนนไม่ได้ค่ะ",
        pointsPayNothing: "คะแนนนี้ใช้จ่ายสกุลเงินนี้ไม่ได้ค่ะ",
        membersPay: "เฉพาะสมาชิกที่ใช้งานอยู่จ่ายด้วยคะแนนได้ค่ะ",
        otherCountry: { "สิทธิ์นี้สำหรับ \($0) ค่ะ" },
        hadItUntil: { "ตอนนี้คุณใช้สิทธิ์นี้ครบแล้ว ใช้ได้อีกตั้งแต่ \($0) ค่ะ" },
        notYet: { "สิทธิ์นี้ใช้ได้ตั้งแต่ \($0)" },
        expired: { "สิทธิ์นี้หมดอายุเมื่อ \($0)" },
        wrongCurrency: { "สิทธิ์นี้ใช้กับ \($0)" },
        minimum: { "ซื้อเพิ่มอีก \($0) จึงใช้ได้ค่ะ" },
        notBoth: { "ใช้ร่วมกับ \($0) ไม่ได้ค่ะ" },
        tooMany: { "หนึ่งคำสั่งซื้อใช้ได้ไม่เกิน \($0) โค้ดค่ะ" },
        leastPoints: { "ต้องใช้ครั้งละอย่างน้อย \($0) คะแนนค่ะ" },
        moreMoney: { "อีก \($0) จะได้: \($1)" },
        morePieces: { "อีก \($0) ชิ้นจะได้: \($1)" },
        freePieces: { "หยิบเพิ่มได้อีก \($0) ชิ้นฟรี: \($1)" }
    )
}
