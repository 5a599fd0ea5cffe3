internal import SetiaCore

extension LetterWords {
    static func malay(_ letter: Letter, _ brand: String) -> LetterWords {
        let foot =
            "E-mel ini dihantar kerana anda mempunyai akaun kakitangan di \(brand). E-mel tentang keselamatan akaun sentiasa dihantar."
        switch letter {
        case .invitation(let name, let inviter, _):
            return LetterWords(
                subject: "Akaun kakitangan anda di \(brand)",
                greeting: "Salam \(name),",
                before: [
                    inviter.map { "\($0) menjemput anda menyertai kakitangan \(brand)." }
                        ?? "Anda dijemput menyertai kakitangan \(brand).",
                    "Tetapkan kata laluan, dan akaun anda sedia digunakan.",
                ],
                action: "Terima jemputan",
                after: ["Pautan ini hanya boleh digunakan sekali dan sah selama tiga hari."],
                foot:
                    "E-mel ini dihantar kerana seseorang di \(brand) memasukkan alamat anda. Jika anda tidak menjangkakannya, abaikan sahaja: tiada akaun dibuka tanpa pautan ini."
            )
        case .passwordReset(let name, _):
            return LetterWords(
                subject: "Kata laluan baharu untuk \(brand)",
                greeting: "Salam \(name),",
                before: [
                    "Kami menerima permintaan kata laluan baharu untuk akaun anda. Jika anda yang memintanya, tetapkan sekarang."
                ],
                action: "Tetapkan kata laluan baharu",
                after: [
                    "Pautan ini hanya boleh digunakan sekali dan sah selama sejam. Jika bukan anda, tidak perlu buat apa-apa: kata laluan anda kekal sama."
                ],
                foot: foot
            )
        case .code(let code):
            return LetterWords(
                subject: "\(code) ialah kod anda untuk \(brand)",
                greeting: "Salam,",
                before: ["Ini kod anda:"],
                after: ["Kod ini sah selama 10 minit. Jangan beri kepada sesiapa, termasuk kakitangan kami."],
                foot:
                    "E-mel ini dihantar kerana seseorang memasukkan alamat anda di \(brand). Jika bukan anda, abaikan sahaja: tiada apa-apa berlaku tanpa kod ini."
            )
        case .addressChanged:
            return LetterWords(
                subject: "Alamat anda di \(brand) sedang ditukar",
                greeting: "Hai,",
                before: [
                    "Alamat lain menggantikan alamat ini, atau ditambah di sampingnya mulai sekarang.",
                    "Jika anda yang menukarnya, semuanya baik. Jika bukan, hentikan akaun anda sekarang: tiada sesiapa dapat menggunakan mata anda, dan kami akan menyemaknya bersama anda.",
                ],
                action: "Bukan saya",
                after: [
                    "Pautan ini sah selama 30 hari. Selama sehari selepas pertukaran, mata tidak boleh digunakan dalam talian."
                ],
                foot:
                    "Anda menerima surat ini kerana alamat ini milik ahli \(brand). Surat tentang keselamatan akaun sentiasa dihantar."
            )
        case .newSignIn(let name, let at):
            return LetterWords(
                subject: "Log masuk daripada peranti baharu di \(brand)",
                greeting: "Salam \(name),",
                before: ["Akaun anda dilog masuk daripada peranti yang belum kami kenali, pada \(letterTime(at))."],
                after: [
                    "Jika itu anda, semuanya baik. Jika bukan, tukar kata laluan anda sekarang dan tamatkan sesi lain dalam akaun anda."
                ],
                foot: foot
            )
        case .passwordChanged(let name):
            return LetterWords(
                subject: "Kata laluan anda di \(brand) telah ditukar",
                greeting: "Salam \(name),",
                before: ["Kata laluan akaun anda telah ditukar, dan sesi anda yang lain telah ditamatkan."],
                after: [
                    "Jika bukan anda yang menukarnya, segera minta kata laluan baharu di halaman log masuk dan beritahu pemilik akaun."
                ],
                foot: foot
            )
        case .secondFactorChanged(let name, let isOn):
            return LetterWords(
                subject: isOn ? "Kod log masuk dihidupkan di \(brand)" : "Kod log masuk dimatikan di \(brand)",
                greeting: "Salam \(name),",
                before: [
                    isOn
                        ? "Mulai sekarang, setiap log masuk memerlukan kod daripada aplikasi pengesah anda."
                        : "Mulai sekarang, log masuk ke akaun anda hanya memerlukan kata laluan."
                ],
                after: [
                    "Jika bukan anda yang mengubahnya, tukar kata laluan anda sekarang dan beritahu pemilik akaun."
                ],
                foot: foot
            )
        }
    }
}
