internal import SetiaCore

// What became of a referral, in each language.

extension English {
    func referral(_ referral: ReferralTold) -> String {
        let (day, gift) = (referral.lastDay ?? "", referral.points.map { " · \(amount($0))" } ?? "")
        return switch (referral.kind, referral.isOfFriend) {
        case (.joined, false): "You came by a friend's invitation: a first order until \(day) counts for both of you"
        case (.waiting, false):
            "This order counts for your friend's invitation, once it can no longer come back: after \(day)"
        case (.paid, false): "For coming by a friend's invitation\(gift)"
        case (.reversed, false): "The order came back, and with it what the invitation gave\(gift)"
        case (.refused, false): "The invitation does not count\(gift)"
        case (.held, _): "We look at the invitation before anything is given"
        case (.accepted, _): "We looked at the invitation: it counts"
        case (.own, _): "The code is your own: an invitation is for somebody else"
        case (.known, _): "You were with us before the invitation, so it does not count"
        case (.again, _): "You came by an invitation before; it counts once"
        case (.none, _): "Nothing is given for invitations at present"
        case (.joined, true): "A friend joined by your invitation"
        case (.waiting, true): "Your friend has bought: you hear from us once the order can no longer come back"
        case (.paid, true): "For bringing a friend\(gift)"
        case (.capped, _): "You have had as much as is given for friends in this time"
        case (.reversed, true): "Your friend's order came back, and with it what the invitation gave\(gift)"
        case (.gone, _): "The reward that was promised for it: none was left"
        case (.refused, true): "The invitation of a friend does not count\(gift)"
        }
    }

    func referral(_ referral: ReferralTold, day: String) -> String {
        switch (referral.kind, referral.isOfFriend) {
        case (.joined, false): "You came by a friend's invitation on \(day)"
        case (.paid, false): "A gift for coming by a friend's invitation, \(day)"
        case (.joined, true): "A friend joined by your invitation on \(day)"
        case (.waiting, true): "Your friend bought for the first time on \(day)"
        case (.paid, true): "Thank you for bringing a friend, \(day)"
        case (.capped, true): "Another friend of yours bought on \(day)"
        case (.reversed, true): "Your friend's order came back on \(day)"
        case (.accepted, _): "Your invitation counts since \(day)"
        case (.gone, _): "Of the reward for an invitation none was left on \(day)"
        default: "An invitation did not count on \(day)"
        }
    }
}

extension Malay {
    func referral(_ referral: ReferralTold) -> String {
        let (day, gift) = (referral.lastDay ?? "", referral.points.map { " · \(amount($0))" } ?? "")
        return switch (referral.kind, referral.isOfFriend) {
        case (.joined, false):
            "Anda menyertai melalui jemputan rakan: pesanan pertama hingga \(day) dikira untuk anda berdua"
        case (.waiting, false):
            "Pesanan ini dikira untuk jemputan rakan anda, selepas tempoh pemulangan tamat pada \(day)"
        case (.paid, false): "Kerana menyertai melalui jemputan rakan\(gift)"
        case (.reversed, false): "Pesanan dipulangkan, maka pemberian jemputan ditarik balik\(gift)"
        case (.refused, false): "Jemputan ini tidak dikira\(gift)"
        case (.held, _): "Kami menyemak jemputan ini sebelum apa-apa diberikan"
        case (.accepted, _): "Jemputan telah disemak dan dikira"
        case (.own, _): "Kod ini milik anda sendiri: jemputan adalah untuk orang lain"
        case (.known, _): "Anda sudah bersama kami sebelum jemputan ini, maka ia tidak dikira"
        case (.again, _): "Anda pernah menyertai melalui jemputan; ia dikira sekali sahaja"
        case (.none, _): "Tiada pemberian untuk jemputan buat masa ini"
        case (.joined, true): "Seorang rakan menyertai melalui jemputan anda"
        case (.waiting, true): "Rakan anda sudah membeli: kami maklumkan selepas tempoh pemulangan tamat"
        case (.paid, true): "Kerana membawa seorang rakan\(gift)"
        case (.capped, _): "Anda sudah menerima had pemberian untuk rakan dalam tempoh ini"
        case (.reversed, true): "Pesanan rakan anda dipulangkan, maka pemberian jemputan ditarik balik\(gift)"
        case (.gone, _): "Ganjaran yang dijanjikan untuk jemputan ini sudah habis"
        case (.refused, true): "Jemputan seorang rakan tidak dikira\(gift)"
        }
    }

    func referral(_ referral: ReferralTold, day: String) -> String {
        switch (referral.kind, referral.isOfFriend) {
        case (.joined, false): "Anda menyertai melalui jemputan rakan pada \(day)"
        case (.paid, false): "Hadiah kerana menyertai melalui jemputan rakan, \(day)"
        case (.joined, true): "Seorang rakan menyertai melalui jemputan anda pada \(day)"
        case (.waiting, true): "Rakan anda membeli kali pertama pada \(day)"
        case (.paid, true): "Terima kasih kerana membawa rakan, \(day)"
        case (.capped, true): "Seorang lagi rakan anda membeli pada \(day)"
        case (.reversed, true): "Pesanan rakan anda dipulangkan pada \(day)"
        case (.accepted, _): "Jemputan anda dikira sejak \(day)"
        case (.gone, _): "Ganjaran untuk jemputan sudah habis pada \(day)"
        default: "Satu jemputan tidak dikira pada \(day)"
        }
    }
}

extension Indonesian {
    func referral(_ referral: ReferralTold) -> String {
        let (day, gift) = (referral.lastDay ?? "", referral.points.map { " · \(amount($0))" } ?? "")
        return switch (referral.kind, referral.isOfFriend) {
        case (.joined, false):
            "Anda bergabung lewat undangan teman: pesanan pertama sampai \(day) dihitung untuk kalian berdua"
        case (.waiting, false):
            "Pesanan ini dihitung untuk undangan teman Anda, setelah masa pengembalian berakhir \(day)"
        case (.paid, false): "Karena bergabung lewat undangan teman\(gift)"
        case (.reversed, false): "Pesanan dikembalikan, jadi hadiah undangan ditarik lagi\(gift)"
        case (.refused, false): "Undangan ini tidak dihitung\(gift)"
        case (.held, _): "Kami memeriksa undangan ini sebelum memberi hadiah"
        case (.accepted, _): "Undangan sudah diperiksa dan dihitung"
        case (.own, _): "Kode ini milik Anda sendiri: undangan itu untuk orang lain"
        case (.known, _): "Anda sudah bersama kami sebelum undangan ini, jadi tidak dihitung"
        case (.again, _): "Anda pernah bergabung lewat undangan; hanya dihitung sekali"
        case (.none, _): "Saat ini tidak ada hadiah untuk undangan"
        case (.joined, true): "Seorang teman bergabung lewat undangan Anda"
        case (.waiting, true): "Teman Anda sudah belanja: kami kabari setelah masa pengembalian berakhir"
        case (.paid, true): "Karena mengajak seorang teman\(gift)"
        case (.capped, _): "Anda sudah menerima batas hadiah untuk teman dalam masa ini"
        case (.reversed, true): "Pesanan teman Anda dikembalikan, jadi hadiah undangan ditarik lagi\(gift)"
        case (.gone, _): "Hadiah yang dijanjikan untuk undangan ini sudah habis"
        case (.refused, true): "Undangan seorang teman tidak dihitung\(gift)"
        }
    }

    func referral(_ referral: ReferralTold, day: String) -> String {
        switch (referral.kind, referral.isOfFriend) {
        case (.joined, false): "Anda bergabung lewat undangan teman pada \(day)"
        case (.paid, false): "Hadiah karena bergabung lewat undangan teman, \(day)"
        case (.joined, true): "Seorang teman bergabung lewat undangan Anda pada \(day)"
        case (.waiting, true): "Teman Anda belanja pertama kali pada \(day)"
        case (.paid, true): "Terima kasih sudah mengajak teman, \(day)"
        case (.capped, true): "Seorang teman Anda lagi belanja pada \(day)"
        case (.reversed, true): "Pesanan teman Anda dikembalikan pada \(day)"
        case (.accepted, _): "Undangan Anda dihitung sejak \(day)"
        case (.gone, _): "Hadiah untuk undangan sudah habis pada \(day)"
        default: "Sebuah undangan tidak dihitung pada \(day)"
        }
    }
}

extension Thai {
    func referral(_ referral: ReferralTold) -> String {
        let (day, gift) = (referral.lastDay ?? "", referral.points.map { " · \(amount($0))" } ?? "")
        return switch (referral.kind, referral.isOfFriend) {
        case (.joined, false): "คุณสมัครผ่านคำชวนของเพื่อน คำสั่งซื้อแรกภายใน \(day) นับให้คุณทั้งสองคนค่ะ"
        case (.waiting, false): "คำสั่งซื้อนี้นับสำหรับคำชวนของเพื่อน เมื่อพ้นกำหนดคืนสินค้า \(day) ค่ะ"
        case (.paid, false): "สำหรับการสมัครผ่านคำชวนของเพื่อน\(gift)"
        case (.reversed, false): "มีการคืนสินค้า จึงหักของขวัญจากคำชวนคืนค่ะ\(gift)"
        case (.refused, false): "คำชวนนี้ไม่นับค่ะ\(gift)"
        case (.held, _): "เราขอตรวจคำชวนก่อนให้ของขวัญค่ะ"
        case (.accepted, _): "ตรวจคำชวนแล้ว นับให้ค่ะ"
        case (.own, _): "รหัสนี้เป็นของคุณเอง คำชวนมีไว้สำหรับผู้อื่นค่ะ"
        case (.known, _): "คุณอยู่กับเราก่อนคำชวนนี้ จึงไม่นับค่ะ"
        case (.again, _): "คุณเคยสมัครผ่านคำชวนแล้ว นับได้ครั้งเดียวค่ะ"
        case (.none, _): "ขณะนี้ไม่มีของขวัญสำหรับคำชวนค่ะ"
        case (.joined, true): "เพื่อนสมัครผ่านคำชวนของคุณแล้วค่ะ"
        case (.waiting, true): "เพื่อนของคุณซื้อแล้ว เราจะแจ้งเมื่อพ้นกำหนดคืนสินค้าค่ะ"
        case (.paid, true): "สำหรับการชวนเพื่อน\(gift)"
        case (.capped, _): "คุณได้รับของขวัญจากการชวนเพื่อนครบจำนวนในช่วงนี้แล้วค่ะ"
        case (.reversed, true): "เพื่อนของคุณคืนสินค้า จึงหักของขวัญจากคำชวนคืนค่ะ\(gift)"
        case (.gone, _): "ของรางวัลที่สัญญาไว้สำหรับคำชวนนี้หมดแล้วค่ะ"
        case (.refused, true): "คำชวนเพื่อนคนหนึ่งไม่นับค่ะ\(gift)"
        }
    }

    func referral(_ referral: ReferralTold, day: String) -> String {
        switch (referral.kind, referral.isOfFriend) {
        case (.joined, false): "คุณสมัครผ่านคำชวนของเพื่อนเมื่อ \(day)"
        case (.paid, false): "ของขวัญสำหรับการสมัครผ่านคำชวนของเพื่อน \(day)"
        case (.joined, true): "เพื่อนสมัครผ่านคำชวนของคุณเมื่อ \(day)"
        case (.waiting, true): "เพื่อนของคุณซื้อครั้งแรกเมื่อ \(day)"
        case (.paid, true): "ขอบคุณที่ชวนเพื่อน \(day)"
        case (.capped, true): "เพื่อนของคุณอีกคนซื้อเมื่อ \(day)"
        case (.reversed, true): "เพื่อนของคุณคืนสินค้าเมื่อ \(day)"
        case (.accepted, _): "คำชวนของคุณนับตั้งแต่ \(day)"
        case (.gone, _): "ของรางวัลสำหรับคำชวนหมดแล้วเมื่อ \(day)"
        default: "คำชวนหนึ่งไม่นับเมื่อ \(day)"
        }
    }
}
