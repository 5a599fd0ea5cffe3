internal import SetiaCore

extension LetterWords {
    static func indonesian(_ letter: Letter, _ brand: String) -> LetterWords {
        let foot =
            "Anda menerima email ini karena memiliki akun staf di \(brand). Email tentang keamanan akun selalu kami kirim."
        switch letter {
        case .invitation(let name, let inviter, _):
            return LetterWords(
                subject: "Akun staf Anda di \(brand)",
                greeting: "Halo \(name),",
                before: [
                    inviter.map { "\($0) mengundang Anda bergabung sebagai staf \(brand)." }
                        ?? "Anda diundang bergabung sebagai staf \(brand).",
                    "Buat kata sandi, dan akun Anda siap dipakai.",
                ],
                action: "Terima undangan",
                after: ["Tautan ini hanya bisa dipakai satu kali dan berlaku tiga hari."],
                foot:
                    "Anda menerima email ini karena seseorang di \(brand) memasukkan alamat Anda. Jika Anda tidak merasa diundang, abaikan saja: tanpa tautan ini tidak ada akun yang dibuat."
            )
        case .passwordReset(let name, _):
            return LetterWords(
                subject: "Kata sandi baru untuk \(brand)",
                greeting: "Halo \(name),",
                before: [
                    "Ada permintaan kata sandi baru untuk akun Anda. Kalau memang Anda yang meminta, silakan buat sekarang."
                ],
                action: "Buat kata sandi baru",
                after: [
                    "Tautan ini hanya bisa dipakai satu kali dan berlaku satu jam. Kalau bukan Anda, abaikan saja: kata sandi Anda tidak berubah."
                ],
                foot: foot
            )
        case .code(let code):
            return LetterWords(
                subject: "\(code) adalah kode Anda untuk \(brand)",
                greeting: "Halo,",
                before: ["Ini kode Anda:"],
                after: ["Kode berlaku 10 menit. Jangan berikan kepada siapa pun, termasuk staf kami."],
                foot:
                    "Anda menerima email ini karena seseorang memasukkan alamat Anda di \(brand). Kalau bukan Anda, abaikan saja: tanpa kode ini tidak terjadi apa-apa."
            )
        case .addressChanged:
            return LetterWords(
                subject: "Alamat Anda di \(brand) sedang diganti",
                greeting: "Halo,",
                before: [
                    "Alamat lain menggantikan alamat ini, atau ditambahkan di sampingnya mulai sekarang.",
                    "Jika itu Anda, semuanya beres. Jika bukan, hentikan akun Anda sekarang: tidak ada yang dapat memakai poin Anda, dan kami memeriksanya bersama Anda.",
                ],
                action: "Bukan saya",
                after: [
                    "Tautan ini berlaku 30 hari. Selama sehari setelah penggantian, poin tidak dapat dipakai secara daring."
                ],
                foot:
                    "Anda menerima surat ini karena alamat ini milik anggota \(brand). Surat tentang keamanan akun selalu dikirim."
            )
        case .newSignIn(let name, let at):
            return LetterWords(
                subject: "Ada perangkat baru yang masuk di \(brand)",
                greeting: "Halo \(name),",
                before: ["Akun Anda baru saja dibuka dari perangkat yang belum kami kenal, pada \(letterTime(at))."],
                after: [
                    "Kalau itu Anda, tidak ada masalah. Kalau bukan, segera ganti kata sandi dan akhiri sesi lain di akun Anda."
                ],
                foot: foot
            )
        case .passwordChanged(let name):
            return LetterWords(
                subject: "Kata sandi Anda di \(brand) sudah diganti",
                greeting: "Halo \(name),",
                before: ["Kata sandi akun Anda sudah diganti, dan sesi Anda yang lain sudah diakhiri."],
                after: [
                    "Kalau bukan Anda yang menggantinya, segera minta kata sandi baru di halaman masuk dan beri tahu pemilik akun."
                ],
                foot: foot
            )
        case .secondFactorChanged(let name, let isOn):
            return LetterWords(
                subject: isOn ? "Kode masuk aktif di \(brand)" : "Kode masuk tidak aktif lagi di \(brand)",
                greeting: "Halo \(name),",
                before: [
                    isOn
                        ? "Mulai sekarang, setiap kali masuk Anda akan dimintai kode dari aplikasi autentikator."
                        : "Mulai sekarang, akun Anda bisa dibuka hanya dengan kata sandi."
                ],
                after: ["Kalau bukan Anda yang mengubahnya, segera ganti kata sandi dan beri tahu pemilik akun."],
                foot: foot
            )
        }
    }
}
