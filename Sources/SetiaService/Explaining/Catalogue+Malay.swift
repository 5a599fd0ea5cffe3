internal import SetiaCore

/// Malay, as members in Malaysia speak it: `mata`, `ahli`, and sums written close, as in RM59.00.
struct Malay: Catalogue {
    let numbers = NumberStyle.english
    let symbolGap = ""
    let points = "mata"

    func headline(_ headline: Headline) -> String {
        switch headline {
        case .earned(let got, let paid, let place, let day):
            "Anda mendapat \(amounts(got)) bagi pembelian \(paid) \(self.place(place)) pada \(day)"
        case .earnedNothing(let name, let paid, let place, let day):
            "Tiada \(name) diberi bagi pembelian \(paid) \(self.place(place)) pada \(day)"
        case .returned(let order, let isPart, let day, let given, let taken, let name):
            "\(isPart ? "Sebahagian barangan" : "Barangan") pesanan \(order) dipulangkan pada \(day): \(returned(given, taken, name))"
        case .used(let used, let place, let day): "Anda menggunakan \(amount(used)) \(self.place(place)) pada \(day)"
        case .handedOn(let points, let day): "Anda memindahkan \(amount(points)) kepada ahli lain pada \(day)"
        case .came(let points, let day): "Anda menerima \(amount(points)) daripada ahli lain pada \(day)"
        case .arrived(let points, let day): "\(amount(points)) yang anda pindahkan diterima pada \(day)"
        case .cameBack(let points, let day):
            "\(amount(points)) yang anda pindahkan dikembalikan kepada anda pada \(day)"
        case .held(let held, let day): "Anda mengetepikan \(amount(held)) pada \(day)"
        case .freed(let freed, let day): "\(amount(freed)) boleh digunakan semula sejak \(day)"
        case .added(let added, let day): "\(amount(added)) ditambah ke akaun anda pada \(day)"
        case .deducted(let deducted, let day): "\(amount(deducted)) ditolak daripada akaun anda pada \(day)"
        case .broughtAlong(let brought, let day): "\(amount(brought)) lama anda dibawa masuk pada \(day)"
        case .joined(let day, let got):
            "Anda menjadi ahli pada \(day)" + (got.isEmpty ? "" : " dan terus mendapat \(amounts(got))")
        case .delivery(let told, let day, let got):
            "\(delivery(told)), pada \(day)" + (got.isEmpty ? "" : ": anda mendapat \(amounts(got))")
        case .did(let type, let called, let day, let got):
            "\((called ?? did(type))), pada \(day)" + (got.isEmpty ? "" : ": anda mendapat \(amounts(got))")
        case .granted(let level, let day): "Anda menjadi ahli \(level) pada \(day)"
        case .detailsChanged(let day): "Butiran anda dikemas kini pada \(day)"
        case .account(.stopped, let day):
            "Kami hentikan akaun anda pada \(day): mata masih dikumpul, tetapi tidak boleh digunakan"
        case .account(.stoppedByMember, let day):
            "Anda menghentikan akaun anda pada \(day), supaya orang lain tidak dapat menggunakannya"
        case .account(.resumed, let day): "Akaun anda aktif semula sejak \(day)"
        case .tookOff(let amounts, let place, let day):
            "\(amounts.isEmpty ? "Promosi" : "Potongan \(all(amounts))") untuk troli anda \(self.place(place)) pada \(day)"
        case .cartUsed(let place, let day): "Troli anda \(self.place(place)) pada \(day): tiada potongan"
        case .vouchersFree(let day): "Baucar yang anda gunakan boleh dipakai semula sejak \(day)"
        case .agreed(let day): "Anda memberi kebenaran kepada kami pada \(day)"
        case .withdrew(let day): "Anda menarik balik kebenaran pada \(day)"
        case .expired(let expired): "\(amounts(expired)) telah luput"
        case .levelChanged(let level): "Kini anda ahli \(level)"
        case .levelEnded(let level): "Tempoh keahlian \(level) anda sudah tamat"
        case .levelStays(let level): "Anda kekal ahli \(level)"
        case .levelEnds(let level, let day): "Keahlian \(level) anda sah hingga \(day)"
        case .pointsEnd(let points, let day): "Gunakan \(amounts(points)) sebelum luput selepas \(day)"
        case .debtEnded(let points): "Anda tidak lagi berhutang \(amounts(points))"
        case .broughtUpToDate(let day): "Akaun anda dikemas kini pada \(day)"
        case .reward(let reward, let day): self.reward(reward, day: day)
        case .referral(let referral, let day): self.referral(referral, day: day)
        case .gift(let gift, let day): self.gift(gift, day: day)
        case .household(let household, let day): "\(self.household(household)) · \(day)"
        }
    }

    private func returned(_ given: [Quantity], _ taken: [Quantity], _ name: String) -> String {
        switch (given.isEmpty, taken.isEmpty) {
        case (true, true): "\(name) anda tidak berubah"
        case (false, true): "\(amounts(given)) kami kembalikan"
        case (true, false): "\(amounts(taken)) kami tolak"
        case (false, false): "\(amounts(given)) kami kembalikan dan \(amounts(taken)) kami tolak"
        }
    }

    func step(_ step: Told) -> String {
        switch step {
        case .earnedByRate(let paid, let place, let why, let rate, let gave, let isBelowOneStep):
            "\(paid) \(self.place(place)) · \(why ?? self.rate(rate)) · "
                + (gave.count != 0
                    ? amount(gave)
                    : isBelowOneStep
                        ? "tiada \(gave.name) kerana belum cukup \(rate.per ?? paid)" : "tiada \(gave.name)")
        case .earnedFixed(let why, let isWelcome, let circumstances, let gave):
            "\(why ?? (isWelcome ? "Hadiah selamat datang" : bonus(circumstances))) · \(amount(gave))"
        case .earnedPer(let why, let each, let counted, let gave):
            "\(why ?? "\(amount(each)) bagi setiap satu") · \(self.counted(counted)) · \(amount(gave))"
        case .multiplied(let why, let level, let factor, let circumstances, let gave):
            "\(why ?? multiplied(level, times(factor), circumstances, gave.name)) · tambahan \(amount(gave))"
        case .conditionNotMet(let offer, let only):
            "\(self.offer(offer)): \(only.map { "hanya \(circumstance($0))" } ?? "bukan kali ini")"
        case .notNow(let offer): "\(self.offer(offer)): bukan pada masa ini"
        case .notBoth(let offer, let other):
            "\(self.offer(offer)): "
                + (other.map { "tidak boleh digabungkan dengan “\($0)”" }
                    ?? "tidak boleh digabungkan dengan tawaran lain")
        case .progress(let name, let count, let goal, let reached):
            reached > 0
                ? "\(name): selesai\(reached > 1 ? " \(numbers.whole(reached)) kali" : "")"
                : "\(name): \(numbers.whole(count)) daripada \(numbers.whole(goal))"
        case .noRule: "Buat masa ini tiada ganjaran untuk pembelian seperti ini"
        case .capped(let held, let most, let span): "\(amount(held)) tidak diberi: \(atMost(most, span))"
        case .budgetGone(let held, let offer):
            "\(self.offer(offer)): \(amount(held)) tidak diberi kerana peruntukan untuk semua ahli sudah habis"
        case .full(let held, let most): "\(amount(held)) tidak diberi: paling banyak \(amount(most)) boleh disimpan"
        case .noRate(let currency, let name): "Pembelian dalam \(currency) tidak memberi \(name)"
        case .guest(let name): "Keahlian tidak ditunjukkan semasa pembelian ini, jadi tiada \(name) diberi"
        case .pending(let points, let day): "\(amount(points)) ini boleh digunakan mulai \(day)"
        case .expires(let points, let day): "Gunakan \(amount(points)) ini sebelum \(day)"
        case .lapsed(let points, let day): "\(amount(points)) telah luput; hari terakhir menggunakannya ialah \(day)"
        case .waitsFor(let points, let event, let day):
            "\(amount(points)) ini boleh digunakan selepas \(thing(event)), selewat-lewatnya \(day)"
        case .activated(let points): "\(amount(points)) ini kini boleh digunakan"
        case .cancelled(let points, let day):
            "\(amount(points)) dibatalkan kerana syaratnya tidak dipenuhi hingga \(day)"
        case .keptAlive(let points, let day):
            "Tempoh \(amount(points)) anda yang lain dilanjutkan: gunakan sebelum \(day)"
        case .handedOn(let points, let fee):
            "Dipindahkan kepada ahli lain · \(amount(points))"
                + (fee.map { ", dan \(amount($0)) sebagai bayaran" } ?? "")
        case .came(let points): "Dipindahkan kepada anda · \(amount(points))"
        case .arrived(let points): "\(amount(points)) yang anda pindahkan telah diterima"
        case .cameBack(let points):
            "\(amount(points)) yang anda pindahkan tidak dapat diterima dan menjadi milik anda semula"
        case .held(let points, let until): "\(amount(points)) diketepikan hingga \(until)"
        case .released(let points, let isOver):
            "\(amount(points)) tidak lagi diketepikan\(isOver ? " kerana tempohnya sudah tamat" : "")"
        case .pointsExpiring(let points, let day): "\(amount(points)) boleh digunakan hingga \(day), kemudian luput"
        case .writtenOff(let points, let day): "\(amount(points)) yang terhutang sejak \(day) telah dihapus kira"
        case .debtPaid(let points): "\(amount(points)) digunakan untuk melangsaikan \(points.name) yang terhutang"
        case .spent(let points, let place, let order):
            order.map { "Untuk membayar pesanan \($0) · \(amount(points))" }
                ?? "Digunakan \(self.place(place)) · \(amount(points))"
        case .givenBack(let points, let renewed):
            "\(amount(points)) yang anda gunakan untuk pesanan ini dikembalikan"
                + (renewed.map {
                    $0 == points
                        ? " dengan tarikh luput baharu" : ", \(number($0)) daripadanya dengan tarikh luput baharu"
                } ?? "")
        case .returnedInPart(let value, let kept):
            "Anda memulangkan barangan dengan harga \(value) dan menyimpan yang lain dengan harga \(kept)"
        case .clawedBack(let points, let isPart, let parts):
            "\(isPart ? "Barangan yang dipulangkan" : "Pesanan ini") dahulu memberi \(amount(points)): \(parts.map { part($0) }.joined(separator: ", "))"
        case .opened(let points): "Dibawa daripada program terdahulu · \(amount(points))"
        case .added(let points): "Ditambah oleh kakitangan kami · \(amount(points))"
        case .deducted(let points): "Ditolak oleh kakitangan kami · \(amount(points))"
        case .counted(let paid, let total, let year):
            "\(paid) dikira untuk tahap keahlian anda · setakat ini \(total)\(year.map { " bagi \($0)" } ?? "")"
        case .countedTowards(let what, let total):
            "\(towards(what)) dikira untuk tahap keahlian anda · setakat ini \(total)\(what.isPoints ? "" : " kali")"
        case .notCounted(let currency): "Pembelian dalam \(currency) tidak dikira untuk tahap keahlian anda"
        case .levelReached(let level, let day): "Tahniah, kini anda ahli \(level)\(until(day))"
        case .levelKept(let level, let day): "Anda kekal ahli \(level)\(until(day))"
        case .levelLost(let level, let now?, let day):
            "Tempoh keahlian \(level) anda sudah tamat; kini anda ahli \(now)\(until(day))"
        case .levelLost(let level, nil, _): "Tempoh keahlian \(level) anda sudah tamat"
        case .levelInGrace(let level, let day):
            "Tempoh keahlian \(level) anda sudah tamat, tetapi anda masih menikmatinya hingga \(day); penuhi syaratnya sebelum itu untuk mengekalkannya"
        case .levelEnding(let level, let day):
            "Keahlian \(level) anda akan tamat pada \(day), kecuali anda memenuhi syaratnya sebelum itu"
        case .late(let day): "Maklumat ini lewat sampai kepada kami, tetapi dikira mengikut tarikh sebenar, \(day)"
        case .givesMore(let points, let order): "Dengan ini pada tempatnya, \(order) memberi lebih \(amount(points))"
        case .givesLess(let points, let order): "Dengan ini pada tempatnya, \(order) memberi kurang \(amount(points))"
        case .promotionGiven(let name, let off): "\(name): \(off)"
        case .promotionReleased(let name): "\(name) boleh digunakan semula"
        case .joined: "Selamat datang! Kini anda ahli kami"
        case .reward(let reward): self.reward(reward)
        case .referral(let referral): self.referral(referral)
        case .gift(let gift): self.gift(gift)
        case .household(let household): self.household(household)
        case .audience(let audience): self.audience(audience)
        }
    }

    func balance(_ balance: BalanceTold) -> String {
        let parts = [
            "\(amount(balance.usable)) boleh digunakan",
            balance.toCome.map { "\(number($0)) lagi akan menyusul" },
            balance.setAside.map { "\(number($0)) diketepikan" },
            balance.owed.map { "\(number($0)) terhutang" },
        ]
        return "Selepas ini: \(parts.compactMap(\.self).joined(separator: ", "))"
    }

    private func towards(_ what: Told.Towards) -> String {
        switch what {
        case .points(let points): amount(points)
        case .order: "Pembelian ini"
        case .happening(let type, let called): called ?? did(type)
        }
    }

    private func part(_ part: Told.TakenPart) -> String {
        switch part {
        case .pending(let number): "\(number) ditolak sebelum sempat aktif"
        case .active(let number): "\(number) ditolak"
        case .lapsed(let number): "\(number) sudah luput"
        case .others(let number): "\(number) ditolak daripada baki anda yang lain"
        case .owed(let number): "\(number) terhutang dan akan ditolak kemudian"
        case .forgiven(let number): "\(number) kekal milik anda"
        }
    }

    private func rate(_ rate: Told.Rate) -> String {
        rate.per.map { "\(amount(rate.each)) bagi setiap \($0)" } ?? "tiada \(rate.each.name) mengikut jumlah"
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
        let gift = level.map { "Ahli \($0) mendapat \(times)" } ?? "\(name.capitalisedFirst) \(times)"
        return ([gift] + circumstances.map { circumstance($0) }).joined(separator: " ")
    }

    private func times(_ factor: Rational) -> String {
        factor == Rational(2) ? "dua kali ganda" : "\(numbers.factor(factor)) kali ganda"
    }

    private func offer(_ offer: Told.Offer) -> String {
        switch offer {
        case .why(let words): words
        case .rate(let rate): self.rate(rate).capitalisedFirst
        case .each(let points): "\(amount(points)) bagi setiap satu".capitalisedFirst
        case .bonus(let points): "Bonus \(amount(points))"
        case .times(let factor, let name): "\(name.capitalisedFirst) \(times(factor))"
        case .another: "Tawaran lain"
        }
    }

    func circumstance(_ circumstance: Circumstance) -> String {
        switch circumstance {
        case .level(let level, let isHighest): isHighest ? "untuk ahli \(level)" : "untuk ahli \(level) dan ke atas"
        case .country(let names): "untuk ahli di \(either(names))"
        case .language(let names): "untuk ahli yang memilih \(either(names))"
        case .age(let bands): "untuk ahli berumur \(either(bands)) tahun"
        case .segment(let name): "untuk “\(name)”"
        case .place(let place): self.place(place)
        case .channel(let ways): either(ways.map { way($0) })
        case .total(.atLeast, let amount): "untuk pembelian \(amount) ke atas"
        case .total(.atMost, let amount): "untuk pembelian sehingga \(amount)"
        case .total(.above, let amount): "untuk pembelian melebihi \(amount)"
        case .total(.below, let amount): "untuk pembelian di bawah \(amount)"
        case .total(.equal, let amount): "untuk pembelian tepat \(amount)"
        case .category(let name): "apabila membeli \(name)"
        }
    }

    private func place(_ place: Place) -> String {
        let shops = place.shops.isEmpty ? [] : ["di \(either(place.shops))"]
        return either(shops + (place.isOnline ? ["dalam talian"] : []))
    }

    private func way(_ way: Circumstance.Way) -> String {
        switch way {
        case .app: "melalui aplikasi"
        case .till: "di kaunter bayaran"
        case .website: "di laman web"
        case .other(let name): "melalui \(name)"
        }
    }

    private func until(_ day: String?) -> String {
        day.map { " hingga \($0)" } ?? ""
    }

    // MARK: - Figures

    func amount(_ quantity: Quantity) -> String { "\(number(quantity)) \(quantity.name)" }

    private func number(_ quantity: Quantity) -> String { numbers.whole(quantity.count) }

    func all(_ items: [String]) -> String { joined(items, by: "dan") }

    func either(_ items: [String]) -> String { joined(items, by: "atau") }

    // MARK: - Names

    func day(_ day: Day) -> String {
        let months = [
            "Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai", "Ogos", "September", "Oktober", "November",
            "Disember",
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
        case "USD": "dolar Amerika"
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
        case "en": "bahasa Inggeris"
        case "ms": "bahasa Melayu"
        case "id": "bahasa Indonesia"
        case "th": "bahasa Thai"
        case let code: code
        }
    }

    func category(_ key: Key) -> String? {
        switch key.text {
        case "coffee": "kopi"
        case "tea": "teh"
        case "drink", "drinks": "minuman"
        case "food": "makanan"
        case "cake", "cakes": "kek"
        case "bread", "bakery": "roti"
        default: nil
        }
    }
}
