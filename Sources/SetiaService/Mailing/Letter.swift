internal import SetiaCore

/// What Setia writes to people about their accounts; `LetterWords` says it in each language.
enum Letter: Sendable, Hashable {
    /// Somebody is asked to join the staff; by whom, where it was a person.
    case invitation(name: String, inviter: String?, link: String)
    /// A link to choose a new password.
    case passwordReset(name: String, link: String)
    /// A code that shows that an address is hers.
    case code(String)
    /// Another address took this one's place; where whoever reads it stops the account (rule A-2).
    case addressChanged(link: String)
    /// She signed in on a device that was not known.
    case newSignIn(name: String, at: Instant)
    /// Her password is another.
    case passwordChanged(name: String)
    /// A second factor was added or taken away.
    case secondFactorChanged(name: String, isOn: Bool)

    /// The code as a short text for a phone.
    static func shortCode(_ code: String, brand: String, _ language: Language) -> String {
        switch language {
        case .en: "\(code) is your code for \(brand). It is good for 10 minutes. Give it to nobody."
        case .ms: "\(code) ialah kod anda untuk \(brand). Sah selama 10 minit. Jangan beri kepada sesiapa."
        case .id: "\(code) adalah kode Anda untuk \(brand). Berlaku 10 menit. Jangan berikan kepada siapa pun."
        case .th: "\(code) คือรหัสของคุณสำหรับ \(brand) ใช้ได้ภายใน 10 นาที โปรดอย่าบอกรหัสนี้แก่ผู้อื่น"
        }
    }

    /// The same as a short text for a phone.
    static func shortAddressChanged(link: String, brand: String, _ language: Language) -> String {
        switch language {
        case .en: "\(brand): your address with us is being changed. Not you? Stop your account: \(link)"
        case .ms: "\(brand): alamat anda dengan kami sedang ditukar. Bukan anda? Hentikan akaun: \(link)"
        case .id: "\(brand): alamat Anda di kami sedang diganti. Bukan Anda? Hentikan akun: \(link)"
        case .th: "\(brand): กำลังเปลี่ยนที่อยู่ติดต่อของคุณ ไม่ใช่คุณ? ระงับบัญชี: \(link)"
        }
    }

    /// Where its button leads, if it has one.
    var link: String? {
        switch self {
        case .invitation(_, _, let link), .passwordReset(_, let link), .addressChanged(let link): link
        case .code, .newSignIn, .passwordChanged, .secondFactorChanged: nil
        }
    }

    /// What stands out in it, if something does.
    var code: String? {
        if case .code(let code) = self { code } else { nil }
    }
}

/// The words of one letter in one language, in their order.
struct LetterWords: Sendable, Hashable {
    /// What it is about.
    let subject: String
    /// How it begins.
    let greeting: String
    /// What it says, before the button or the code.
    let before: [String]
    /// What the button says; none without a button.
    var action: String? = nil
    /// What it says afterwards.
    let after: [String]
    /// Why she gets it.
    let foot: String

    /// A letter's words.
    static func of(_ letter: Letter, _ language: Language, brand: String) -> LetterWords {
        switch language {
        case .en: english(letter, brand)
        case .ms: malay(letter, brand)
        case .id: indonesian(letter, brand)
        case .th: thai(letter, brand)
        }
    }
}

/// A moment as letters write it: `2026-11-24 13:59 UTC`.
func letterTime(_ moment: Instant) -> String {
    let text = moment.rfc3339
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
}
