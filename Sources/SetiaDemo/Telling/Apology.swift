/// Why staff gave points by hand, in their own words: sealed, and read by staff only.
enum Apology {
    /// In the bad month.
    static let machines = "Mesin espresso rusak; poin sebagai permintaan maaf."

    /// On an ordinary day.
    static func usual(_ country: Country, _ chance: inout Chance) -> String {
        switch country {
        case .malaysia:
            chance.one(of: [
                "Wrong drink handed out; she had left already.", "Menunggu lebih 20 minit pada waktu puncak.",
                "Card was not scanned; receipt shown.", "Kek habis selepas pesanan dibayar.",
            ])
        case .indonesia:
            chance.one(of: [
                "Pesanan tertukar, pelanggan sudah pulang.", "Menunggu terlalu lama.",
                "Kartu lupa dipindai; struk ditunjukkan.",
            ])
        case .thailand:
            chance.one(of: ["ทำเครื่องดื่มผิด ลูกค้ากลับไปแล้ว", "รอนานเกิน 20 นาที", "ลืมสแกนบัตร ลูกค้าแสดงใบเสร็จ"])
        }
    }
}
