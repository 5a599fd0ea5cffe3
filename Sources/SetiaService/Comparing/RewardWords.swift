internal import SetiaCore

/// What is said of rewards where programmes are compared or shown, in one language.
struct RewardWords: Sendable {
    let reward: String
    let kind, price, worth, stock, limit, countries, level, tenure, validity, text, terms, picture, promotion,
        early, delivery, supplier: String
    let free, everywhere, unlimited, counted, codes, inMail, onCard: String

    func aspect(_ aspect: Reward.Aspect) -> String {
        switch aspect {
        case .kind: kind
        case .price: price
        case .worth: worth
        case .stock: stock
        case .limit: limit
        case .countries: countries
        case .level: level
        case .tenure: tenure
        case .validity: validity
        case .text: text
        case .terms: terms
        case .picture: picture
        case .promotion: promotion
        case .early: early
        case .delivery: delivery
        case .supplier: supplier
        }
    }

    static let english = RewardWords(
        reward: "reward",
        kind: "kind",
        price: "price",
        worth: "worth",
        stock: "stock",
        limit: "limit for a member",
        countries: "countries",
        level: "from level",
        tenure: "member for at least",
        validity: "can be used for",
        text: "description",
        terms: "terms",
        picture: "picture",
        promotion: "code of promotion",
        early: "before others",
        delivery: "codes are read",
        supplier: "ordered of",
        free: "free",
        everywhere: "everywhere",
        unlimited: "no end of it",
        counted: "counted",
        codes: "one for each code",
        inMail: "in the letter and on the card",
        onCard: "on the card alone"
    )

    static let malay = RewardWords(
        reward: "ganjaran",
        kind: "jenis",
        price: "harga",
        worth: "nilai",
        stock: "stok",
        limit: "had seorang ahli",
        countries: "negara",
        level: "dari tahap",
        tenure: "menjadi ahli sekurang-kurangnya",
        validity: "boleh digunakan selama",
        text: "keterangan",
        terms: "syarat",
        picture: "gambar",
        promotion: "kod promosi",
        early: "lebih awal daripada orang lain",
        delivery: "kod dibaca",
        supplier: "dipesan daripada",
        free: "percuma",
        everywhere: "semua negara",
        unlimited: "tanpa had",
        counted: "dikira",
        codes: "satu bagi setiap kod",
        inMail: "dalam e-mel dan pada kad",
        onCard: "pada kad sahaja"
    )

    static let indonesian = RewardWords(
        reward: "hadiah",
        kind: "jenis",
        price: "harga",
        worth: "nilai",
        stock: "stok",
        limit: "batas per anggota",
        countries: "negara",
        level: "mulai level",
        tenure: "sudah menjadi anggota minimal",
        validity: "berlaku selama",
        text: "deskripsi",
        terms: "syarat dan ketentuan",
        picture: "gambar",
        promotion: "kode promosi",
        early: "lebih dulu dari yang lain",
        delivery: "kode dibaca",
        supplier: "dipesan dari",
        free: "gratis",
        everywhere: "semua negara",
        unlimited: "tak terbatas",
        counted: "dihitung",
        codes: "satu untuk tiap kode",
        inMail: "di email dan di kartu",
        onCard: "di kartu saja"
    )

    static let thai = RewardWords(
        reward: "ของรางวัล",
        kind: "ประเภท",
        price: "ราคา",
        worth: "มูลค่า",
        stock: "จำนวนคงเหลือ",
        limit: "จำกัดต่อสมาชิก",
        countries: "ประเทศ",
        level: "ตั้งแต่ระดับ",
        tenure: "เป็นสมาชิกมาแล้วอย่างน้อย",
        validity: "ใช้ได้ภายใน",
        text: "รายละเอียด",
        terms: "เงื่อนไข",
        picture: "รูปภาพ",
        promotion: "รหัสของโปรโมชัน",
        early: "ก่อนผู้อื่น",
        delivery: "อ่านรหัสได้",
        supplier: "สั่งจาก",
        free: "ไม่ใช้คะแนน",
        everywhere: "ทุกประเทศ",
        unlimited: "ไม่จำกัด",
        counted: "มีจำนวนจำกัด",
        codes: "ตามจำนวนรหัสที่มี",
        inMail: "ในอีเมลและบนบัตร",
        onCard: "บนบัตรเท่านั้น"
    )
}
