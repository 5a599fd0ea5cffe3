internal import SetiaCore

/// What segments and campaigns did, ready to be said.
struct AudienceTold {
    let kind: AudienceStep.Kind
    /// What the campaign is called; empty where it is about none.
    let campaign: String
    /// What the segment is called; none where it is about none.
    let segment: String?
    /// What the rule says of itself, else its key; empty where it is about none.
    let rule: String
}

extension Explaining {
    func told(_ step: AudienceStep) -> AudienceTold {
        let campaign = step.campaign.map { key in
            programme.campaign(key)?.name.text(in: language.key) ?? key.text
        }
        return AudienceTold(
            kind: step.kind,
            campaign: campaign ?? "",
            segment: step.segment.map { name(ofSegment: $0) },
            rule: step.rule.map { why($0) ?? $0.text } ?? ""
        )
    }

    /// What members call a segment; its key where it is in the programme no more.
    func name(ofSegment key: Key) -> String {
        programme.segment(key)?.name.text(in: language.key) ?? key.text
    }
}

// In each language, written from the meaning. What is said of hold-outs only staff read.

extension English {
    func audience(_ audience: AudienceTold) -> String {
        switch audience.kind {
        case .belongs: "Because you belong to “\(audience.segment ?? "")”"
        case .notInAudience:
            audience.segment.map { "\(audience.campaign) is for “\($0)”" } ?? "\(audience.campaign) is for others"
        case .heldOut:
            "Held out of \(audience.campaign), so that its effect can be measured: “\(audience.rule)” gave nothing"
        case .takesPart: "Takes part in \(audience.campaign) from now on"
        case .keptOut: "Is held out of \(audience.campaign) from now on, so that its effect can be measured"
        case .listed: "Is on the list “\(audience.segment ?? "")” from now on"
        case .unlisted: "Is no longer on the list “\(audience.segment ?? "")”"
        }
    }
}

extension Malay {
    func audience(_ audience: AudienceTold) -> String {
        switch audience.kind {
        case .belongs: "Kerana anda tergolong dalam “\(audience.segment ?? "")”"
        case .notInAudience:
            audience.segment.map { "\(audience.campaign) adalah untuk “\($0)”" }
                ?? "\(audience.campaign) adalah untuk ahli yang lain"
        case .heldOut:
            "Dalam kumpulan kawalan \(audience.campaign) supaya kesannya dapat diukur: “\(audience.rule)” tidak memberi apa-apa"
        case .takesPart: "Menyertai \(audience.campaign) mulai sekarang"
        case .keptOut: "Dalam kumpulan kawalan \(audience.campaign) mulai sekarang supaya kesannya dapat diukur"
        case .listed: "Ada dalam senarai “\(audience.segment ?? "")” mulai sekarang"
        case .unlisted: "Tiada lagi dalam senarai “\(audience.segment ?? "")”"
        }
    }
}

extension Indonesian {
    func audience(_ audience: AudienceTold) -> String {
        switch audience.kind {
        case .belongs: "Karena Anda termasuk “\(audience.segment ?? "")”"
        case .notInAudience:
            audience.segment.map { "\(audience.campaign) ditujukan untuk “\($0)”" }
                ?? "\(audience.campaign) ditujukan untuk anggota lain"
        case .heldOut:
            "Masuk kelompok pembanding \(audience.campaign) agar dampaknya dapat diukur: “\(audience.rule)” tidak memberi apa pun"
        case .takesPart: "Ikut \(audience.campaign) mulai sekarang"
        case .keptOut: "Masuk kelompok pembanding \(audience.campaign) mulai sekarang agar dampaknya dapat diukur"
        case .listed: "Masuk daftar “\(audience.segment ?? "")” mulai sekarang"
        case .unlisted: "Tidak lagi di daftar “\(audience.segment ?? "")”"
        }
    }
}

extension Thai {
    func audience(_ audience: AudienceTold) -> String {
        switch audience.kind {
        case .belongs: "เพราะคุณอยู่ในกลุ่ม “\(audience.segment ?? "")”"
        case .notInAudience:
            audience.segment.map { "\(audience.campaign) สำหรับกลุ่ม “\($0)”" } ?? "\(audience.campaign) สำหรับสมาชิกกลุ่มอื่น"
        case .heldOut: "อยู่ในกลุ่มเปรียบเทียบของ \(audience.campaign) เพื่อวัดผล จึงไม่ได้รับ “\(audience.rule)”"
        case .takesPart: "เข้าร่วม \(audience.campaign) ตั้งแต่บัดนี้"
        case .keptOut: "อยู่ในกลุ่มเปรียบเทียบของ \(audience.campaign) ตั้งแต่บัดนี้ เพื่อวัดผล"
        case .listed: "อยู่ในรายชื่อ “\(audience.segment ?? "")” ตั้งแต่บัดนี้"
        case .unlisted: "ไม่อยู่ในรายชื่อ “\(audience.segment ?? "")” แล้ว"
        }
    }
}
