internal import SetiaCore

/// Indonesian: `poin`, `anggota`, and sums written close and with a comma, as in Rp59.000 and RM59,00.
struct Indonesian: Catalogue {
    let numbers = NumberStyle.indonesian
    let symbolGap = ""
    let points = "poin"

    func headline(_ headline: Headline) -> String {
        switch headline {
        case .earned(let got, let paid, let place, let day):
            "Anda dapat \(amounts(got)) dari belanja \(paid) \(self.place(place)) tanggal \(day)"
        case .earnedNothing(let name, let paid, let place, let day):
            "Belanja \(paid) \(self.place(place)) tanggal \(day) tidak mendapat \(name)"
        case .returned(let order, let isPart, let day, let given, let taken, let name):
            "\(isPart ? "Sebagian pesanan" : "Pesanan") \(order) diretur tanggal \(day): \(returned(given, taken, name))"
        case .used(let used, let place, let day): "Anda memakai \(amount(used)) \(self.place(place)) tanggal \(day)"
        case .handedOn(let points, let day): "Anda mengirim \(amount(points)) ke anggota lain pada \(day)"
        case .came(let points, let day): "Anda menerima \(amount(points)) dari anggota lain pada \(day)"
        case .arrived(let points, let day): "\(amount(points)) yang Anda kirim diterima pada \(day)"
        case .cameBack(let points, let day): "\(amount(points)) yang Anda kirim kembali kepada Anda pada \(day)"
        case .held(let held, let day): "Anda menyisihkan \(amount(held)) pada \(day)"
        case .freed(let freed, let day): "\(amount(freed)) bisa dipakai lagi sejak \(day)"
        case .added(let added, let day): "Anda menerima tambahan \(amount(added)) tanggal \(day)"
        case .deducted(let deducted, let day): "Saldo Anda dikurangi \(amount(deducted)) tanggal \(day)"
        case .broughtAlong(let brought, let day): "\(amount(brought)) lama Anda dipindahkan tanggal \(day)"
        case .joined(let day, let got):
            "Anda bergabung tanggal \(day)" + (got.isEmpty ? "" : " dan langsung dapat \(amounts(got))")
        case .delivery(let told, let day, let got):
            "\(delivery(told)), tanggal \(day)" + (got.isEmpty ? "" : ": Anda dapat \(amounts(got))")
        case .did(let type, let called, let day, let got):
            "\((called ?? did(type))), tanggal \(day)" + (got.isEmpty ? "" : ": Anda dapat \(amounts(got))")
        case .granted(let level, let day): "Status Anda menjadi \(level) tanggal \(day)"
        case .detailsChanged(let day): "Data Anda diperbarui tanggal \(day)"
        case .account(.stopped, let day):
            "Akun Anda kami hentikan tanggal \(day): poin tetap bertambah, tetapi tidak dapat dipakai"
        case .account(.stoppedByMember, let day):
            "Anda menghentikan akun Anda tanggal \(day), supaya orang lain tidak dapat memakainya"
        case .account(.resumed, let day): "Akun Anda aktif lagi sejak \(day)"
        case .tookOff(let amounts, let place, let day):
            "\(amounts.isEmpty ? "Promo" : "Potongan \(all(amounts))") untuk keranjang Anda \(self.place(place)) tanggal \(day)"
        case .cartUsed(let place, let day): "Keranjang Anda \(self.place(place)) tanggal \(day): tanpa potongan"
        case .vouchersFree(let day): "Voucher yang Anda pakai bisa digunakan lagi sejak \(day)"
        case .agreed(let day): "Anda memberi persetujuan tanggal \(day)"
        case .withdrew(let day): "Anda mencabut persetujuan tanggal \(day)"
        case .expired(let expired): "\(amounts(expired)) sudah hangus"
        case .levelChanged(let level): "Status Anda sekarang \(level)"
        case .levelEnded(let level): "Masa berlaku status \(level) Anda habis"
        case .levelStays(let level): "Status \(level) Anda diperpanjang"
        case .levelEnds(let level, let day): "Status \(level) Anda berlaku sampai \(day)"
        case .pointsEnd(let points, let day): "Pakai \(amounts(points)) paling lambat \(day) sebelum hangus"
        case .debtEnded(let points): "Kekurangan \(amounts(points)) Anda sudah dihapus"
        case .broughtUpToDate(let day): "Saldo Anda diperbarui tanggal \(day)"
        case .reward(let reward, let day): self.reward(reward, day: day)
        case .referral(let referral, let day): self.referral(referral, day: day)
        case .gift(let gift, let day): self.gift(gift, day: day)
        case .household(let household, let day): "\(self.household(household)) · \(day)"
        }
    }

    private func returned(_ given: [Quantity], _ taken: [Quantity], _ name: String) -> String {
        switch (given.isEmpty, taken.isEmpty) {
        case (true, true): "saldo \(name) Anda tetap"
        case (false, true): "\(amounts(given)) masuk lagi ke saldo Anda"
        case (true, false): "\(amounts(taken)) ditarik kembali"
        case (false, false): "\(amounts(given)) masuk lagi ke saldo Anda, \(amounts(taken)) ditarik kembali"
        }
    }

    func step(_ step: Told) -> String {
        switch step {
        case .earnedByRate(let paid, let place, let why, let rate, let gave, let isBelowOneStep):
            "\(paid) \(self.place(place)) · \(why ?? self.rate(rate)) · "
                + (gave.count != 0
                    ? amount(gave)
                    : isBelowOneStep
                        ? "belum dapat \(gave.name) karena kurang dari \(rate.per ?? paid)"
                        : "tidak dapat \(gave.name)")
        case .earnedFixed(let why, let isWelcome, let circumstances, let gave):
            "\(why ?? (isWelcome ? "Bonus anggota baru" : bonus(circumstances))) · \(amount(gave))"
        case .earnedPer(let why, let each, let counted, let gave):
            "\(why ?? "\(amount(each)) untuk setiap satu") · \(self.counted(counted)) · \(amount(gave))"
        case .multiplied(let why, let level, let factor, let circumstances, let gave):
            "\(why ?? multiplied(level, times(factor), circumstances, gave.name)) · ekstra \(amount(gave))"
        case .conditionNotMet(let offer, let only):
            "\(self.offer(offer)): \(only.map { "khusus \(circumstance($0))" } ?? "belum berlaku kali ini")"
        case .notNow(let offer): "\(self.offer(offer)): tidak berlaku pada waktu ini"
        case .notBoth(let offer, let other):
            "\(self.offer(offer)): "
                + (other.map { "tidak bisa digabung dengan “\($0)”" } ?? "tidak bisa digabung dengan penawaran lain")
        case .progress(let name, let count, let goal, let reached):
            reached > 0
                ? "\(name): tercapai\(reached > 1 ? " \(numbers.whole(reached)) kali" : "")"
                : "\(name): \(numbers.whole(count)) dari \(numbers.whole(goal))"
        case .noRule: "Saat ini belum ada hadiah untuk belanja seperti ini"
        case .capped(let held, let most, let span): "\(amount(held)) tidak diberikan: \(atMost(most, span))"
        case .budgetGone(let held, let offer):
            "\(self.offer(offer)): \(amount(held)) tidak diberikan karena jatah untuk semua anggota sudah habis"
        case .full(let held, let most): "\(amount(held)) tidak diberikan: saldo paling banyak \(amount(most))"
        case .noRate(let currency, let name): "Belanja dalam \(currency) tidak mendapat \(name)"
        case .guest(let name): "Nomor anggota tidak dicantumkan saat belanja, jadi belum ada \(name) yang masuk"
        case .pending(let points, let day): "\(amount(points)) ini bisa dipakai mulai \(day)"
        case .expires(let points, let day): "Pakai \(amount(points)) ini sebelum \(day)"
        case .lapsed(let points, let day): "\(amount(points)) hangus karena hanya berlaku sampai \(day)"
        case .waitsFor(let points, let event, let day):
            "\(amount(points)) ini bisa dipakai setelah \(thing(event)), paling lambat \(day)"
        case .activated(let points): "\(amount(points)) ini sekarang bisa dipakai"
        case .cancelled(let points, let day):
            "\(amount(points)) dibatalkan karena syaratnya tidak terpenuhi sampai \(day)"
        case .keptAlive(let points, let day):
            "Masa berlaku \(amount(points)) Anda yang lain diperpanjang: pakai sebelum \(day)"
        case .handedOn(let points, let fee):
            "Dikirim ke anggota lain · \(amount(points))" + (fee.map { ", dan \(amount($0)) sebagai biaya" } ?? "")
        case .came(let points): "Kiriman dari anggota lain · \(amount(points))"
        case .arrived(let points): "\(amount(points)) yang Anda kirim sudah diterima"
        case .cameBack(let points):
            "\(amount(points)) yang Anda kirim tidak bisa diterima dan kembali menjadi milik Anda"
        case .held(let points, let until): "\(amount(points)) disisihkan sampai \(until)"
        case .released(let points, let isOver):
            "\(amount(points)) tidak lagi disisihkan\(isOver ? " karena waktunya habis" : "")"
        case .pointsExpiring(let points, let day): "\(amount(points)) berlaku sampai \(day), setelah itu hangus"
        case .writtenOff(let points, let day): "Kekurangan \(amount(points)) sejak \(day) dihapuskan"
        case .debtPaid(let points): "\(amount(points)) dipotong untuk menutup kekurangan sebelumnya"
        case .spent(let points, let place, let order):
            order.map { "Dipakai membayar pesanan \($0) · \(amount(points))" }
                ?? "Ditukar \(self.place(place)) · \(amount(points))"
        case .givenBack(let points, let renewed):
            "\(amount(points)) yang dipakai untuk pesanan ini kembali ke saldo Anda"
                + (renewed.map {
                    $0 == points ? " dengan masa berlaku baru" : ", \(number($0)) di antaranya dengan masa berlaku baru"
                } ?? "")
        case .returnedInPart(let value, let kept):
            "Barang seharga \(value) diretur; yang Anda simpan seharga \(kept)"
        case .clawedBack(let points, let isPart, let parts):
            "Dari \(isPart ? "barang yang diretur" : "pesanan ini") Anda pernah dapat \(amount(points)): \(parts.map { part($0) }.joined(separator: ", "))"
        case .opened(let points): "Pindahan dari program sebelumnya · \(amount(points))"
        case .added(let points): "Tambahan dari tim kami · \(amount(points))"
        case .deducted(let points): "Pengurangan oleh tim kami · \(amount(points))"
        case .counted(let paid, let total, let year):
            "\(paid) masuk hitungan level Anda · \(year.map { "total \($0) " } ?? "")sejauh ini \(total)"
        case .countedTowards(let what, let total):
            "\(towards(what)) masuk hitungan level Anda · sejauh ini \(total)\(what.isPoints ? "" : " kali")"
        case .notCounted(let currency): "Belanja dalam \(currency) tidak masuk hitungan level Anda"
        case .levelReached(let level, let day): "Selamat, status Anda sekarang \(level)\(until(day))"
        case .levelKept(let level, let day): "Status \(level) Anda diperpanjang\(until(day))"
        case .levelLost(let level, let now?, let day):
            "Masa berlaku status \(level) habis; status Anda sekarang \(now)\(until(day))"
        case .levelLost(let level, nil, _): "Masa berlaku status \(level) Anda habis"
        case .levelInGrace(let level, let day):
            "Masa berlaku status \(level) sudah habis, tetapi masih bisa Anda nikmati sampai \(day); penuhi syaratnya sebelum itu agar tetap berlaku"
        case .levelEnding(let level, let day):
            "Status \(level) Anda berakhir pada \(day), kecuali syaratnya Anda penuhi sebelum itu"
        case .late(let day): "Datanya terlambat kami terima, tetapi tetap dihitung per \(day)"
        case .givesMore(let points, let order):
            "Setelah ini dihitung pada urutannya, \(order) memberi \(amount(points)) lebih banyak"
        case .givesLess(let points, let order):
            "Setelah ini dihitung pada urutannya, \(order) memberi \(amount(points)) lebih sedikit"
        case .promotionGiven(let name, let off): "\(name): \(off)"
        case .promotionReleased(let name): "\(name) bisa dipakai lagi"
        case .joined: "Selamat bergabung! Sekarang Anda anggota kami"
        case .reward(let reward): self.reward(reward)
        case .referral(let referral): self.referral(referral)
        case .gift(let gift): self.gift(gift)
        case .household(let household): self.household(household)
        case .audience(let audience): self.audience(audience)
        }
    }

    func balance(_ balance: BalanceTold) -> String {
        let parts = [
            "\(amount(balance.usable)) siap dipakai",
            balance.toCome.map { "\(number($0)) segera menyusul" },
            balance.setAside.map { "\(number($0)) sedang ditahan" },
            balance.owed.map { "kurang \(number($0))" },
        ]
        return "Setelah ini: \(parts.compactMap(\.self).joined(separator: ", "))"
    }

    private func towards(_ what: Told.Towards) -> String {
        switch what {
        case .points(let points): amount(points)
        case .order: "Belanja ini"
        case .happening(let type, let called): called ?? did(type)
        }
    }

    private func part(_ part: Told.TakenPart) -> String {
        switch part {
        case .pending(let number): "\(number) ditarik sebelum sempat dipakai"
        case .active(let number): "\(number) ditarik kembali"
        case .lapsed(let number): "\(number) sudah hangus"
        case .others(let number): "\(number) diambil dari saldo Anda yang lain"
        case .owed(let number): "\(number) menjadi kekurangan yang dipotong nanti"
        case .forgiven(let number): "\(number) tetap milik Anda"
        }
    }

    private func rate(_ rate: Told.Rate) -> String {
        rate.per.map { "setiap kelipatan \($0) dapat \(amount(rate.each))" }
            ?? "tanpa \(rate.each.name) per nilai belanja"
    }

    private func bonus(_ circumstances: [Circumstance]) -> String {
        (["Bonus"] + circumstances.map { circumstance($0) }).joined(separator: " ")
    }

    private func multiplied(
        _ level: String?,
        _ times: String,
        _ circumstances: [Circumstance],
        _ name: String
    ) -> String {
        let gift = level.map { "Anggota \($0) dapat \(times)" } ?? "\(name.capitalisedFirst) \(times)"
        return ([gift] + circumstances.map { circumstance($0) }).joined(separator: " ")
    }

    private func times(_ factor: Rational) -> String {
        "\(numbers.factor(factor)) kali lipat"
    }

    private func offer(_ offer: Told.Offer) -> String {
        switch offer {
        case .why(let words): words
        case .rate(let rate): self.rate(rate).capitalisedFirst
        case .each(let points): "\(amount(points)) untuk setiap satu".capitalisedFirst
        case .bonus(let points): "Bonus \(amount(points))"
        case .times(let factor, let name): "\(name.capitalisedFirst) \(times(factor))"
        case .another: "Penawaran lain"
        }
    }

    func circumstance(_ circumstance: Circumstance) -> String {
        switch circumstance {
        case .level(let level, let isHighest): isHighest ? "untuk anggota \(level)" : "untuk anggota \(level) ke atas"
        case .country(let names): "untuk anggota di \(either(names))"
        case .language(let names): "untuk anggota pengguna \(either(names))"
        case .age(let bands): "untuk anggota usia \(either(bands)) tahun"
        case .segment(let name): "untuk “\(name)”"
        case .place(let place): self.place(place)
        case .channel(let ways): either(ways.map { way($0) })
        case .total(.atLeast, let amount): "untuk belanja minimal \(amount)"
        case .total(.atMost, let amount): "untuk belanja maksimal \(amount)"
        case .total(.above, let amount): "untuk belanja di atas \(amount)"
        case .total(.below, let amount): "untuk belanja di bawah \(amount)"
        case .total(.equal, let amount): "untuk belanja tepat \(amount)"
        case .category(let name): "untuk pembelian \(name)"
        }
    }

    private func place(_ place: Place) -> String {
        let shops = place.shops.isEmpty ? [] : ["di \(either(place.shops))"]
        return either(shops + (place.isOnline ? ["secara online"] : []))
    }

    private func way(_ way: Circumstance.Way) -> String {
        switch way {
        case .app: "lewat aplikasi"
        case .till: "di kasir"
        case .website: "lewat situs web"
        case .other(let name): "lewat \(name)"
        }
    }

    private func until(_ day: String?) -> String {
        day.map { " sampai \($0)" } ?? ""
    }

    // MARK: - Figures

    func amount(_ quantity: Quantity) -> String { "\(number(quantity)) \(quantity.name)" }

    private func number(_ quantity: Quantity) -> String { numbers.whole(quantity.count) }

    func all(_ items: [String]) -> String { joined(items, by: "dan") }

    func either(_ items: [String]) -> String { joined(items, by: "atau") }

    // MARK: - Names

    func day(_ day: Day) -> String {
        let months = [
            "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
            "November", "Desember",
        ]
        let date = day.date
        return "\(date.day) \(months[date.month - 1]) \(date.year)"
    }

    func year(_ year: Int) -> String { "\(year)" }

    func currency(_ currency: Currency) -> String {
        switch currency.code {
        case "MYR": "ringgit"
        case "IDR": "rupiah"
        case "THB": "baht"
        case "SGD": "dolar Singapura"
        case "USD": "dolar AS"
        case let code: code
        }
    }

    func country(_ code: Key) -> String {
        switch code.text {
        case "MY": "Malaysia"
        case "ID": "Indonesia"
        case "TH": "Thailand"
        case "SG": "Singapura"
        case "BN": "Brunei"
        case "PH": "Filipina"
        case "VN": "Vietnam"
        case let code: code
        }
    }

    func language(_ code: Key) -> String {
        switch code.text {
        case "en": "bahasa Inggris"
        case "ms": "bahasa Melayu"
        case "id": "bahasa Indonesia"
        case "th": "bahasa Thailand"
        case let code: code
        }
    }

    func category(_ key: Key) -> String? {
        switch key.text {
        case "coffee": "kopi"
        case "tea": "teh"
        case "drink", "drinks": "minuman"
        case "food": "makanan"
        case "cake", "cakes": "kue"
        case "bread", "bakery": "roti"
        default: nil
        }
    }
}
