internal import SetiaCore

// What became of a reward, in each language.

extension English {
    func reward(_ reward: RewardTold) -> String {
        switch reward.kind {
        case .held:
            "\(reward.name) set aside for you until \(reward.until ?? "")"
                + (reward.money.map { ", with \($0) to pay" } ?? "")
        case .captured:
            "\(reward.name) is yours" + (reward.money.map { ", with \($0) paid" } ?? "")
                + (reward.until.map { "; use it by \($0)" } ?? "")
        case .cancelled: "\(reward.name): given up"
        case .expired: "\(reward.name): no longer set aside, as the time was over"
        case .extended: "\(reward.name): set aside until \(reward.until ?? "")"
        case .rolledBack: "\(reward.name): given back"
        case .packed: "\(reward.name): packed"
        case .sent: "\(reward.name): on its way to you"
        case .delivered: "\(reward.name): handed over to you"
        }
    }

    func reward(_ reward: RewardTold, day: String) -> String {
        switch reward.kind {
        case .held: "You had \(reward.name) set aside on \(day)"
        case .captured: "You chose \(reward.name) on \(day)"
        case .cancelled: "You gave up \(reward.name) on \(day)"
        case .expired: "\(reward.name) is no longer set aside since \(day)"
        case .extended: "\(reward.name) stays set aside for longer since \(day)"
        case .rolledBack: "\(reward.name) was given back on \(day)"
        case .packed: "\(reward.name) was packed on \(day)"
        case .sent: "\(reward.name) was sent on \(day)"
        case .delivered: "You received \(reward.name) on \(day)"
        }
    }
}

extension Malay {
    func reward(_ reward: RewardTold) -> String {
        switch reward.kind {
        case .held:
            "\(reward.name) disimpan untuk anda hingga \(reward.until ?? "")"
                + (reward.money.map { " (bayaran \($0))" } ?? "")
        case .captured:
            "\(reward.name) milik anda" + (reward.money.map { ", dengan bayaran \($0)" } ?? "")
                + (reward.until.map { "; guna selewat-lewatnya \($0)" } ?? "")
        case .cancelled: "\(reward.name): dibatalkan"
        case .expired: "\(reward.name): tidak lagi disimpan kerana masanya telah tamat"
        case .extended: "\(reward.name): disimpan hingga \(reward.until ?? "")"
        case .rolledBack: "\(reward.name): dipulangkan"
        case .packed: "\(reward.name): sudah dibungkus"
        case .sent: "\(reward.name): dalam penghantaran kepada anda"
        case .delivered: "\(reward.name): sudah diserahkan kepada anda"
        }
    }

    func reward(_ reward: RewardTold, day: String) -> String {
        switch reward.kind {
        case .held: "Anda meminta \(reward.name) disimpan pada \(day)"
        case .captured: "Anda menebus \(reward.name) pada \(day)"
        case .cancelled: "Anda membatalkan \(reward.name) pada \(day)"
        case .expired: "\(reward.name) tidak lagi disimpan sejak \(day)"
        case .extended: "\(reward.name) disimpan lebih lama sejak \(day)"
        case .rolledBack: "\(reward.name) dipulangkan pada \(day)"
        case .packed: "\(reward.name) dibungkus pada \(day)"
        case .sent: "\(reward.name) dihantar pada \(day)"
        case .delivered: "Anda menerima \(reward.name) pada \(day)"
        }
    }
}

extension Indonesian {
    func reward(_ reward: RewardTold) -> String {
        switch reward.kind {
        case .held:
            "\(reward.name) kami simpan untuk Anda sampai \(reward.until ?? "")"
                + (reward.money.map { " (bayar \($0))" } ?? "")
        case .captured:
            "\(reward.name) jadi milik Anda" + (reward.money.map { ", ditambah bayar \($0)" } ?? "")
                + (reward.until.map { "; pakai paling lambat \($0)" } ?? "")
        case .cancelled: "\(reward.name): batal"
        case .expired: "\(reward.name): tidak disimpan lagi karena waktunya habis"
        case .extended: "\(reward.name): disimpan sampai \(reward.until ?? "")"
        case .rolledBack: "\(reward.name): dikembalikan"
        case .packed: "\(reward.name): sudah dikemas"
        case .sent: "\(reward.name): sedang dikirim ke Anda"
        case .delivered: "\(reward.name): sudah Anda terima"
        }
    }

    func reward(_ reward: RewardTold, day: String) -> String {
        switch reward.kind {
        case .held: "Anda minta \(reward.name) disimpan pada \(day)"
        case .captured: "Anda menukar poin dengan \(reward.name) pada \(day)"
        case .cancelled: "Anda membatalkan \(reward.name) pada \(day)"
        case .expired: "\(reward.name) tidak disimpan lagi sejak \(day)"
        case .extended: "\(reward.name) disimpan lebih lama sejak \(day)"
        case .rolledBack: "\(reward.name) dikembalikan pada \(day)"
        case .packed: "\(reward.name) dikemas pada \(day)"
        case .sent: "\(reward.name) dikirim pada \(day)"
        case .delivered: "Anda menerima \(reward.name) pada \(day)"
        }
    }
}

extension Thai {
    func reward(_ reward: RewardTold) -> String {
        switch reward.kind {
        case .held:
            "เก็บ \(reward.name) ไว้ให้คุณถึง \(reward.until ?? "")" + (reward.money.map { " (ชำระเพิ่ม \($0))" } ?? "")
        case .captured:
            "คุณได้รับสิทธิ์ \(reward.name)" + (reward.money.map { " โดยชำระเพิ่ม \($0)" } ?? "")
                + (reward.until.map { " ใช้ได้ถึง \($0)" } ?? "")
        case .cancelled: "\(reward.name): ยกเลิกแล้ว"
        case .expired: "\(reward.name): หมดเวลาที่เก็บไว้ให้แล้ว"
        case .extended: "\(reward.name): เก็บไว้ให้ถึง \(reward.until ?? "")"
        case .rolledBack: "\(reward.name): คืนแล้ว"
        case .packed: "\(reward.name): บรรจุเรียบร้อยแล้ว"
        case .sent: "\(reward.name): กำลังส่งถึงคุณ"
        case .delivered: "\(reward.name): ส่งมอบให้คุณแล้ว"
        }
    }

    func reward(_ reward: RewardTold, day: String) -> String {
        switch reward.kind {
        case .held: "คุณให้เก็บ \(reward.name) ไว้เมื่อ \(day)"
        case .captured: "คุณแลก \(reward.name) เมื่อ \(day)"
        case .cancelled: "คุณยกเลิก \(reward.name) เมื่อ \(day)"
        case .expired: "\(reward.name) ไม่ได้เก็บไว้ให้แล้วตั้งแต่ \(day)"
        case .extended: "เก็บ \(reward.name) ไว้นานขึ้นตั้งแต่ \(day)"
        case .rolledBack: "คืน \(reward.name) เมื่อ \(day)"
        case .packed: "บรรจุ \(reward.name) เมื่อ \(day)"
        case .sent: "ส่ง \(reward.name) เมื่อ \(day)"
        case .delivered: "คุณได้รับ \(reward.name) เมื่อ \(day)"
        }
    }
}
