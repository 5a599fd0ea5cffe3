internal import SetiaCore

// What points wait for, as it stands after "after" in each language.

extension English {
    func thing(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "your visit"
        case .stayCompleted: "your stay"
        case .serviceCompleted: "the service"
        case .reviewPublished: "your review"
        case .referralMade: "your recommendation"
        case .surveyAnswered: "your answers to our survey"
        case .communityHelped: "your help to others"
        case .eventAttended: "the event"
        case .contentViewed: "you have read or watched it"
        case .socialEngaged: "your post"
        case .causeSupported: "your support for the cause"
        case .orderShipped: "your order is on its way"
        case .orderDelivered: "your order has arrived"
        case .orderDelayed: "your order is late"
        case .caseClosed: "your case is closed"
        case .conversationClosed: "our conversation is closed"
        default: "the next step"
        }
    }
}

extension Malay {
    func thing(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "kunjungan anda"
        case .stayCompleted: "penginapan anda"
        case .serviceCompleted: "perkhidmatan selesai"
        case .reviewPublished: "ulasan anda"
        case .referralMade: "cadangan anda"
        case .surveyAnswered: "anda menjawab tinjauan kami"
        case .communityHelped: "anda membantu orang lain"
        case .eventAttended: "acara itu"
        case .contentViewed: "anda membaca atau menontonnya"
        case .socialEngaged: "hantaran anda"
        case .causeSupported: "sumbangan anda"
        case .orderShipped: "pesanan anda dihantar"
        case .orderDelivered: "pesanan anda tiba"
        case .orderDelayed: "pesanan anda lewat"
        case .caseClosed: "kes anda ditutup"
        case .conversationClosed: "perbualan kita ditutup"
        default: "langkah seterusnya"
        }
    }
}

extension Indonesian {
    func thing(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "kunjungan Anda"
        case .stayCompleted: "Anda menginap"
        case .serviceCompleted: "layanan selesai"
        case .reviewPublished: "ulasan Anda"
        case .referralMade: "rekomendasi Anda"
        case .surveyAnswered: "Anda menjawab survei kami"
        case .communityHelped: "Anda membantu orang lain"
        case .eventAttended: "acara itu"
        case .contentViewed: "Anda membaca atau menontonnya"
        case .socialEngaged: "unggahan Anda"
        case .causeSupported: "donasi Anda"
        case .orderShipped: "pesanan Anda dikirim"
        case .orderDelivered: "pesanan Anda tiba"
        case .orderDelayed: "pesanan Anda terlambat"
        case .caseClosed: "kasus Anda ditutup"
        case .conversationClosed: "percakapan kita ditutup"
        default: "langkah berikutnya"
        }
    }
}

extension Thai {
    func thing(_ type: EventType) -> String {
        switch type {
        case .visitCompleted: "การแวะมาของคุณ"
        case .stayCompleted: "การเข้าพักของคุณ"
        case .serviceCompleted: "รับบริการเสร็จ"
        case .reviewPublished: "คุณเขียนรีวิว"
        case .referralMade: "คุณแนะนำเพื่อน"
        case .surveyAnswered: "คุณตอบแบบสอบถาม"
        case .communityHelped: "คุณช่วยเหลือผู้อื่น"
        case .eventAttended: "ร่วมกิจกรรม"
        case .contentViewed: "คุณอ่านหรือรับชม"
        case .socialEngaged: "คุณโพสต์"
        case .causeSupported: "คุณร่วมสนับสนุน"
        case .orderShipped: "คำสั่งซื้อถูกจัดส่ง"
        case .orderDelivered: "คำสั่งซื้อมาถึง"
        case .orderDelayed: "คำสั่งซื้อล่าช้า"
        case .caseClosed: "ปิดเรื่องของคุณแล้ว"
        case .conversationClosed: "จบการสนทนาแล้ว"
        default: "ขั้นตอนถัดไป"
        }
    }
}
