internal import SetiaCore

// What a member did that was no purchase, by its name in each language.

extension English {
    func did(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "Your visit"
        case .stayCompleted: "Your stay"
        case .serviceCompleted: "Something we did for you"
        case .reviewPublished: "Your review"
        case .referralMade: "Your recommendation"
        case .surveyAnswered: "Your answers to our survey"
        case .communityHelped: "Your help to others"
        case .eventAttended: "An event that you came to"
        case .contentViewed: "What you read or watched"
        case .socialEngaged: "What you said of us online"
        case .causeSupported: "Your support for a cause"
        case .orderShipped: "Your order is on its way"
        case .orderDelivered: "Your order has arrived"
        case .orderDelayed: "Your order comes later than planned"
        case .caseClosed: "Your case was closed"
        case .conversationClosed: "Our conversation was closed"
        case .birthday: "A gift for you"
        case .anniversary: "Another year with us"
        default: "What you did"
        }
    }
}

extension Malay {
    func did(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "Kunjungan anda"
        case .stayCompleted: "Penginapan anda"
        case .serviceCompleted: "Perkhidmatan untuk anda"
        case .reviewPublished: "Ulasan anda"
        case .referralMade: "Cadangan anda kepada orang lain"
        case .surveyAnswered: "Jawapan anda kepada tinjauan kami"
        case .communityHelped: "Bantuan anda kepada orang lain"
        case .eventAttended: "Acara yang anda hadiri"
        case .contentViewed: "Kandungan yang anda baca atau tonton"
        case .socialEngaged: "Sokongan anda di media sosial"
        case .causeSupported: "Sumbangan anda"
        case .orderShipped: "Pesanan anda dalam perjalanan"
        case .orderDelivered: "Pesanan anda telah tiba"
        case .orderDelayed: "Pesanan anda lewat daripada yang dijangka"
        case .caseClosed: "Kes anda telah ditutup"
        case .conversationClosed: "Perbualan kita telah ditutup"
        case .birthday: "Hadiah untuk anda"
        case .anniversary: "Setahun lagi anda bersama kami"
        default: "Aktiviti anda"
        }
    }
}

extension Indonesian {
    func did(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "Kunjungan Anda"
        case .stayCompleted: "Masa menginap Anda"
        case .serviceCompleted: "Layanan untuk Anda"
        case .reviewPublished: "Ulasan Anda"
        case .referralMade: "Rekomendasi Anda"
        case .surveyAnswered: "Jawaban Anda untuk survei kami"
        case .communityHelped: "Bantuan Anda kepada orang lain"
        case .eventAttended: "Acara yang Anda hadiri"
        case .contentViewed: "Konten yang Anda baca atau tonton"
        case .socialEngaged: "Dukungan Anda di media sosial"
        case .causeSupported: "Dukungan Anda untuk kegiatan sosial"
        case .orderShipped: "Pesanan Anda dalam perjalanan"
        case .orderDelivered: "Pesanan Anda sudah tiba"
        case .orderDelayed: "Pesanan Anda lebih lambat dari rencana"
        case .caseClosed: "Kasus Anda telah ditutup"
        case .conversationClosed: "Percakapan kita telah ditutup"
        case .birthday: "Hadiah untuk Anda"
        case .anniversary: "Setahun lagi Anda bersama kami"
        default: "Kegiatan Anda"
        }
    }
}

extension Thai {
    func did(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "การแวะมาของคุณ"
        case .stayCompleted: "การเข้าพักของคุณ"
        case .serviceCompleted: "บริการที่คุณใช้"
        case .reviewPublished: "รีวิวของคุณ"
        case .referralMade: "การแนะนำของคุณ"
        case .surveyAnswered: "คำตอบแบบสอบถามของคุณ"
        case .communityHelped: "การช่วยเหลือผู้อื่นของคุณ"
        case .eventAttended: "กิจกรรมที่คุณเข้าร่วม"
        case .contentViewed: "เนื้อหาที่คุณอ่านหรือดู"
        case .socialEngaged: "การมีส่วนร่วมของคุณบนโซเชียล"
        case .causeSupported: "การสนับสนุนเพื่อสังคมของคุณ"
        case .orderShipped: "คำสั่งซื้อของคุณกำลังจัดส่ง"
        case .orderDelivered: "คำสั่งซื้อของคุณมาถึงแล้ว"
        case .orderDelayed: "คำสั่งซื้อของคุณมาช้ากว่ากำหนด"
        case .caseClosed: "เรื่องของคุณปิดแล้ว"
        case .conversationClosed: "การสนทนาของเราจบแล้ว"
        case .birthday: "ของขวัญสำหรับคุณ"
        case .anniversary: "ครบอีกหนึ่งปีที่คุณเป็นสมาชิกกับเรา"
        default: "กิจกรรมของคุณ"
        }
    }
}
