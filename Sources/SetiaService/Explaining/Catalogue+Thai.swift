internal import SetiaCore

/// Thai, polite: whole sentences to the member end in a particle, short lines of figures do not.
struct Thai: Catalogue {
    let numbers = NumberStyle.english
    let symbolGap = " "
    let points = "คะแนน"
    let years: YearCount

    func headline(_ headline: Headline) -> String {
        switch headline {
        case .earned(let got, let paid, let place, let day):
            run("คุณได้รับ", amounts(got), "จากยอดซื้อ", paid, self.place(place), "เมื่อวันที่", day, "ค่ะ")
        case .earnedNothing(let name, let paid, let place, let day):
            run("ยอดซื้อ", paid, self.place(place), "เมื่อวันที่", day, "ไม่ได้รับ", name, "ค่ะ")
        case .returned(let order, let isPart, let day, let given, let taken, let name):
            run(
                "คำสั่งซื้อ",
                order,
                isPart ? "มีการคืนสินค้าบางส่วนเมื่อวันที่" : "มีการคืนสินค้าเมื่อวันที่",
                day,
                returned(given, taken, name),
                "ค่ะ"
            )
        case .used(let used, let place, let day):
            run("คุณใช้", "\(amount(used)) ", self.place(place), "เมื่อวันที่", day, "ค่ะ")
        case .handedOn(let points, let day): run("คุณโอน", amount(points), "ให้สมาชิกอื่นเมื่อวันที่", day, "ค่ะ")
        case .came(let points, let day): run("คุณได้รับโอน", amount(points), "จากสมาชิกอื่นเมื่อวันที่", day, "ค่ะ")
        case .arrived(let points, let day): run(amount(points), "ที่คุณโอนถึงผู้รับเมื่อวันที่", day, "ค่ะ")
        case .cameBack(let points, let day): run(amount(points), "ที่คุณโอนคืนให้คุณเมื่อวันที่", day, "ค่ะ")
        case .held(let held, let day): run("คุณกัน", amount(held), "ไว้เมื่อวันที่", day, "ค่ะ")
        case .freed(let freed, let day): run("ใช้", amount(freed), "ได้อีกครั้งตั้งแต่วันที่", day, "ค่ะ")
        case .added(let added, let day): run("เราเพิ่ม", amount(added), "ให้คุณเมื่อวันที่", day, "ค่ะ")
        case .deducted(let deducted, let day): run("เราปรับลด", amount(deducted), "เมื่อวันที่", day, "ค่ะ")
        case .broughtAlong(let brought, let day):
            run("เราโอน", amount(brought), "เดิมของคุณมาให้แล้วเมื่อวันที่", day, "ค่ะ")
        case .joined(let day, let got):
            got.isEmpty
                ? run("คุณเข้าร่วมเป็นสมาชิกเมื่อวันที่", day, "ค่ะ")
                : run("คุณเข้าร่วมเป็นสมาชิกเมื่อวันที่", day, "และได้รับ", amounts(got), "ค่ะ")
        case .delivery(let told, let day, let got):
            run(delivery(told), "เมื่อวันที่", day) + (got.isEmpty ? "" : run(" คุณได้รับ", amounts(got), "ค่ะ"))
        case .did(let type, let called, let day, let got):
            run((called ?? did(type)), "เมื่อวันที่", day) + (got.isEmpty ? "" : run(" คุณได้รับ", amounts(got), "ค่ะ"))
        case .granted(let level, let day): run("คุณได้เป็นสมาชิกระดับ", level, "เมื่อวันที่", day, "ค่ะ")
        case .detailsChanged(let day): run("ข้อมูลของคุณได้รับการปรับปรุงเมื่อวันที่", day, "ค่ะ")
        case .account(.stopped, let day):
            run("เราระงับบัญชีของคุณเมื่อวันที่", day, "ค่ะ ยังสะสมคะแนนได้ แต่ใช้ไม่ได้")
        case .account(.stoppedByMember, let day):
            run("คุณระงับบัญชีของคุณเมื่อวันที่", day, "ค่ะ เพื่อไม่ให้ผู้อื่นใช้คะแนนของคุณ")
        case .account(.resumed, let day): run("บัญชีของคุณกลับมาใช้ได้ตั้งแต่วันที่", day, "ค่ะ")
        case .tookOff(let amounts, let place, let day):
            run(
                amounts.isEmpty ? "ใช้โปรโมชัน" : "ลด \(all(amounts))",
                "สำหรับตะกร้าของคุณ",
                self.place(place),
                "เมื่อวันที่",
                day,
                "ค่ะ"
            )
        case .cartUsed(let place, let day): run("ตะกร้าของคุณ", self.place(place), "เมื่อวันที่", day, "ไม่มีส่วนลดค่ะ")
        case .vouchersFree(let day): run("คูปองที่คุณใช้ไปใช้ได้อีกครั้งตั้งแต่วันที่", day, "ค่ะ")
        case .agreed(let day): run("คุณให้ความยินยอมไว้เมื่อวันที่", day, "ค่ะ")
        case .withdrew(let day): run("คุณถอนความยินยอมเมื่อวันที่", day, "ค่ะ")
        case .expired(let expired): run(amounts(expired), "หมดอายุแล้วค่ะ")
        case .levelChanged(let level): run("ตอนนี้คุณเป็นสมาชิกระดับ", level, "ค่ะ")
        case .levelEnded(let level): run("สถานะสมาชิกระดับ", level, "ของคุณสิ้นสุดแล้วค่ะ")
        case .levelStays(let level): run("คุณยังคงเป็นสมาชิกระดับ", level, "ค่ะ")
        case .levelEnds(let level, let day): run("สถานะสมาชิกระดับ", level, "ของคุณมีถึงวันที่", day, "ค่ะ")
        case .pointsEnd(let points, let day): run("ใช้", amounts(points), "ได้ถึงวันที่", day, "ก่อนหมดอายุค่ะ")
        case .debtEnded(let points): run("คุณไม่ค้าง", amounts(points), "แล้วค่ะ")
        case .broughtUpToDate(let day): run("บัญชีของคุณได้รับการปรับปรุงเมื่อวันที่", day, "ค่ะ")
        case .reward(let reward, let day): self.reward(reward, day: day)
        case .referral(let referral, let day): self.referral(referral, day: day)
        case .gift(let gift, let day): self.gift(gift, day: day)
        case .household(let household, let day): "\(self.household(household)) · \(day)"
        }
    }

    private func returned(_ given: [Quantity], _ taken: [Quantity], _ name: String) -> String {
        switch (given.isEmpty, taken.isEmpty) {
        case (true, true): run(name, "ของคุณไม่เปลี่ยนแปลง")
        case (false, true): run("เราคืนให้คุณ", amounts(given), "แล้ว")
        case (true, false): run("เราหักคืน", amounts(taken))
        case (false, false): run("เราคืนให้คุณ", amounts(given), "และหักคืน", amounts(taken))
        }
    }

    func step(_ step: Told) -> String {
        switch step {
        case .earnedByRate(let paid, let place, let why, let rate, let gave, let isBelowOneStep):
            "\(run(paid, self.place(place))) · \(why ?? self.rate(rate)) · "
                + (gave.count != 0
                    ? amount(gave)
                    : run("ไม่ได้", gave.name, isBelowOneStep ? " \(run("เพราะยอดไม่ถึง", rate.per ?? paid))" : ""))
        case .earnedFixed(let why, let isWelcome, let circumstances, let gave):
            "\(why ?? (isWelcome ? "ของขวัญต้อนรับสมาชิกใหม่" : granting("โบนัส", circumstances))) · \(amount(gave))"
        case .earnedPer(let why, let each, let counted, let gave):
            "\(why ?? run("หน่วยละ", amount(each))) · \(self.counted(counted)) · \(amount(gave))"
        case .multiplied(let why, let level, let factor, let circumstances, let gave):
            "\(why ?? multiplied(level, factor, circumstances, gave.name)) · เพิ่มอีก \(amount(gave))"
        case .conditionNotMet(let offer, let only):
            "\(self.offer(offer)): \(only.map { run("เฉพาะ", circumstance($0)) } ?? "ยังไม่ได้ในครั้งนี้")"
        case .notNow(let offer): "\(self.offer(offer)): ไม่ใช่ช่วงเวลาที่ร่วมรายการ"
        case .notBoth(let offer, let other):
            "\(self.offer(offer)): " + (other.map { "ใช้ร่วมกับ “\($0)” ไม่ได้" } ?? "ใช้ร่วมกับสิทธิ์อื่นไม่ได้")
        case .progress(let name, let count, let goal, let reached):
            reached > 0
                ? "\(name): ครบแล้ว\(reached > 1 ? " \(numbers.whole(reached)) ครั้ง" : "")"
                : "\(name): \(numbers.whole(count)) จาก \(numbers.whole(goal))"
        case .noRule: "ขณะนี้ยังไม่มีสิทธิประโยชน์สำหรับการซื้อแบบนี้ค่ะ"
        case .capped(let held, let most, let span):
            "\(run("ไม่ได้รับ", amount(held))): \(atMost(most, span))"
        case .budgetGone(let held, let offer):
            "\(self.offer(offer)): \(run("ไม่ได้รับ", amount(held))) เพราะส่วนที่จัดไว้ให้สมาชิกทุกคนหมดแล้วค่ะ"
        case .full(let held, let most): "\(run("ไม่ได้รับ", amount(held))): \(run("สะสมได้สูงสุด", amount(most), "ค่ะ"))"
        case .noRate(let currency, let name): "\(run("ยอดซื้อเป็นเงิน", currency)) \(run("ไม่ได้รับ", name, "ค่ะ"))"
        case .guest(let name): "การซื้อครั้งนี้ไม่ได้แจ้งว่าเป็นสมาชิก \(run("จึงไม่ได้รับ", name, "ค่ะ"))"
        case .pending(let points, let day): run("เริ่มใช้", amount(points), "นี้ได้ตั้งแต่วันที่", day, "ค่ะ")
        case .expires(let points, let day): run("กรุณาใช้", amount(points), "นี้ก่อนวันที่", day, "นะคะ")
        case .lapsed(let points, let day): "\(run(amount(points), "ใช้ได้ถึงวันที่", day)) และหมดอายุแล้วค่ะ"
        case .waitsFor(let points, let event, let day):
            run("เริ่มใช้", amount(points), "นี้ได้หลัง\(thing(event))", "ภายในวันที่", day, "ค่ะ")
        case .activated(let points): run("ใช้", amount(points), "นี้ได้แล้วค่ะ")
        case .cancelled(let points, let day): run("ยกเลิก", amount(points), "เพราะไม่ครบเงื่อนไขภายในวันที่", day, "ค่ะ")
        case .keptAlive(let points, let day): run("ต่ออายุ", amount(points), "เดิมของคุณแล้ว กรุณาใช้ก่อนวันที่", day, "นะคะ")
        case .handedOn(let points, let fee):
            "โอนให้สมาชิกอื่น · \(amount(points))" + (fee.map { run(" และค่าธรรมเนียม", amount($0)) } ?? "")
        case .came(let points): "ได้รับโอนจากสมาชิกอื่น · \(amount(points))"
        case .arrived(let points): run(amount(points), "ที่คุณโอนถึงผู้รับแล้วค่ะ")
        case .cameBack(let points): run(amount(points), "ที่คุณโอนส่งไม่ถึงผู้รับ และคืนให้คุณแล้วค่ะ")
        case .held(let points, let until): run("กันไว้", amount(points), "ถึงวันที่", until, "ค่ะ")
        case .released(let points, let isOver):
            run("คืน", amount(points), isOver ? "ที่กันไว้แล้ว เพราะหมดเวลาค่ะ" : "ที่กันไว้แล้วค่ะ")
        case .pointsExpiring(let points, let day): run(amount(points), "ใช้ได้ถึงวันที่", day, "แล้วจะหมดอายุค่ะ")
        case .writtenOff(let points, let day): run("ยกเลิก", amount(points), "ที่ค้างมาตั้งแต่วันที่", day, "ให้แล้วค่ะ")
        case .debtPaid(let points): run("หัก", amount(points), "ชดเชยส่วนที่ค้างอยู่ค่ะ")
        case .spent(let points, let place, let order):
            "\(order.map { run("ใช้ชำระคำสั่งซื้อ", $0) } ?? run("ใช้", self.place(place))) · \(amount(points))"
        case .givenBack(let points, nil): run("เราคืน", amount(points), "ที่คุณใช้กับคำสั่งซื้อนี้ให้แล้วค่ะ")
        case .givenBack(let points, let renewed?):
            run("เราคืน", amount(points), "ที่คุณใช้กับคำสั่งซื้อนี้ให้แล้ว ")
                + (renewed == points ? "พร้อมวันหมดอายุใหม่ค่ะ" : run("โดย", amount(renewed), "มีวันหมดอายุใหม่ค่ะ"))
        case .returnedInPart(let value, let kept):
            "\(run("คุณคืนสินค้ามูลค่า", value)) \(run("และเก็บไว้มูลค่า", kept, "ค่ะ"))"
        case .clawedBack(let points, let isPart, let parts):
            "\(run(isPart ? "สินค้าที่คืนเคยให้" : "คำสั่งซื้อนี้เคยให้", amount(points))): "
                + parts.map { part($0, points.name) }.joined(separator: " · ")
        case .opened(let points): "โอนมาจากโปรแกรมสมาชิกเดิม · \(amount(points))"
        case .added(let points): "ทีมงานเพิ่มให้ · \(amount(points))"
        case .deducted(let points): "ทีมงานปรับลด · \(amount(points))"
        case .counted(let paid, let total, let year):
            "\(run("นับ", paid, "เป็นยอดสะสมสำหรับระดับสมาชิก")) · "
                + (year.map { run("ปี", $0, "สะสมแล้ว", total) } ?? run("สะสมแล้ว", total))
        case .countedTowards(let what, let total):
            "\(run("นับ", towards(what), "เป็นยอดสะสมสำหรับระดับสมาชิก")) · "
                + (what.isPoints ? run("สะสมแล้ว", total) : run("สะสมแล้ว", total, "ครั้ง"))
        case .notCounted(let currency): "\(run("ยอดซื้อเป็นเงิน", currency)) ไม่นับเป็นยอดสะสมสำหรับระดับสมาชิกค่ะ"
        case .levelReached(let level, let day):
            "ยินดีด้วยค่ะ \(run("ตอนนี้คุณเป็นสมาชิกระดับ", level, "แล้ว", day == nil ? "" : " ", until(day)))"
        case .levelKept(let level, let day): run("คุณยังคงเป็นสมาชิกระดับ", level, until(day), "ค่ะ")
        case .levelLost(let level, let now?, let day):
            run("สถานะสมาชิกระดับ", level, "สิ้นสุดแล้ว ")
                + run("ตอนนี้คุณเป็นสมาชิกระดับ", now, until(day), "ค่ะ")
        case .levelLost(let level, nil, _): run("สถานะสมาชิกระดับ", level, "ของคุณสิ้นสุดแล้วค่ะ")
        case .levelInGrace(let level, let day):
            "\(run("สถานะสมาชิกระดับ", level, "ครบกำหนดแล้ว")) \(run("แต่ยังใช้สิทธิ์ได้ถึงวันที่", day)) หากทำครบเงื่อนไขก่อนนั้นจะได้อยู่ระดับเดิมต่อค่ะ"
        case .levelEnding(let level, let day):
            "\(run("สถานะสมาชิกระดับ", level, "ของคุณจะสิ้นสุดวันที่", day)) หากยังไม่ครบเงื่อนไขของระดับก่อนวันนั้นค่ะ"
        case .late(let day): "เราได้รับข้อมูลนี้ล่าช้า \(run("แต่ยังนับให้ตามวันที่เกิดรายการ คือวันที่", day, "ค่ะ"))"
        case .givesMore(let points, let order): run("เมื่อนับรายการนี้ตามลำดับแล้ว", order, "ให้เพิ่มขึ้น", amount(points), "ค่ะ")
        case .givesLess(let points, let order): run("เมื่อนับรายการนี้ตามลำดับแล้ว", order, "ให้น้อยลง", amount(points), "ค่ะ")
        case .promotionGiven(let name, let off): "\(name): \(off)"
        case .promotionReleased(let name): run(name, "ใช้ได้อีกครั้งแล้วค่ะ")
        case .joined: "ยินดีต้อนรับค่ะ ตอนนี้คุณเป็นสมาชิกของเราแล้ว"
        case .reward(let reward): self.reward(reward)
        case .referral(let referral): self.referral(referral)
        case .gift(let gift): self.gift(gift)
        case .household(let household): self.household(household)
        case .audience(let audience): self.audience(audience)
        }
    }

    func balance(_ balance: BalanceTold) -> String {
        let parts = [
            "ใช้ได้ \(amount(balance.usable))", balance.toCome.map { "รอเริ่มใช้ \(amount($0))" },
            balance.setAside.map { "กันไว้ \(amount($0))" }, balance.owed.map { "ค้างอยู่ \(amount($0))" },
        ]
        return "หลังรายการนี้: \(parts.compactMap(\.self).joined(separator: " · "))"
    }

    private func towards(_ what: Told.Towards) -> String {
        switch what {
        case .points(let points): amount(points)
        case .order: "การซื้อครั้งนี้"
        case .happening(let type, let called): called ?? did(type)
        }
    }

    private func part(_ part: Told.TakenPart, _ name: String) -> String {
        switch part {
        case .pending(let number): run("หักคืน", number, name, "ที่ยังไม่เริ่มใช้")
        case .active(let number): run("หักคืน", number, name)
        case .lapsed(let number): run("หมดอายุไปก่อนแล้ว", number, name)
        case .others(let number): run("หักจากยอดอื่นของคุณ", number, name)
        case .owed(let number): run("ค้างไว้หักครั้งต่อไป", number, name)
        case .forgiven(let number): run("ไม่เรียกคืน", number, name)
        }
    }

    private func rate(_ rate: Told.Rate) -> String {
        rate.per.map { run("ทุก", $0, "ได้", amount(rate.each)) } ?? run("ไม่มี", rate.each.name, "ตามยอดซื้อ")
    }

    private func multiplied(
        _ level: String?,
        _ factor: Rational,
        _ circumstances: [Circumstance],
        _ name: String
    ) -> String {
        granting(level.map { run("สมาชิกระดับ", $0, "ได้", times(factor)) } ?? run(name, times(factor)), circumstances)
    }

    private func times(_ factor: Rational) -> String {
        "\(numbers.factor(factor)) เท่า"
    }

    private func offer(_ offer: Told.Offer) -> String {
        switch offer {
        case .why(let words): words
        case .rate(let rate): self.rate(rate)
        case .each(let points): run("หน่วยละ", amount(points))
        case .bonus(let points): "โบนัส \(amount(points))"
        case .times(let factor, let name): run(name, times(factor))
        case .another: "ข้อเสนออื่น"
        }
    }

    /// A gift with what it is given for: *for* people and sums, and simply *at* a place or *when* something is bought.
    private func granting(_ gift: String, _ circumstances: [Circumstance]) -> String {
        circumstances.reduce(gift) { gift, circumstance in
            switch circumstance {
            case .level, .country, .language, .age, .segment, .total: run(gift, "สำหรับ", self.circumstance(circumstance))
            case .place, .channel, .category: run(gift, self.circumstance(circumstance))
            }
        }
    }

    func circumstance(_ circumstance: Circumstance) -> String {
        switch circumstance {
        case .level(let level, let isHighest): run("สมาชิกระดับ", level, isHighest ? "" : "ขึ้นไป")
        case .country(let names): run("สมาชิกใน", either(names))
        case .language(let names): run("สมาชิกที่ใช้", either(names))
        case .age(let bands): run("สมาชิกอายุ", either(bands), "ปี")
        case .segment(let name): run("สมาชิกกลุ่ม", name)
        case .place(let place): self.place(place)
        case .channel(let ways): either(ways.map { way($0) })
        case .total(.atLeast, let amount): run("ยอดซื้อตั้งแต่", amount, "ขึ้นไป")
        case .total(.atMost, let amount): run("ยอดซื้อไม่เกิน", amount)
        case .total(.above, let amount): run("ยอดซื้อมากกว่า", amount)
        case .total(.below, let amount): run("ยอดซื้อต่ำกว่า", amount)
        case .total(.equal, let amount): run("ยอดซื้อ", amount, "พอดี")
        case .category(let name): run("เมื่อซื้อ", name)
        }
    }

    private func place(_ place: Place) -> String {
        let shops = place.shops.isEmpty ? [] : [run("ที่", either(place.shops))]
        return either(shops + (place.isOnline ? ["ทางออนไลน์"] : []))
    }

    private func way(_ way: Circumstance.Way) -> String {
        switch way {
        case .app: "ในแอป"
        case .till: "ที่จุดชำระเงิน"
        case .website: "บนเว็บไซต์"
        case .other(let name): run("ผ่าน", name)
        }
    }

    private func until(_ day: String?) -> String {
        day.map { "จนถึงวันที่ \($0)" } ?? ""
    }

    /// Words one after the other: Thai joins on to Thai without a space, and stands off from figures and other letters.
    private func run(_ parts: String...) -> String {
        parts.reduce("") { text, part in
            guard let last = text.unicodeScalars.last, let first = part.unicodeScalars.first else { return text + part }
            let isThai = Thai.isLetter(last) && Thai.isLetter(first)
            return isThai || last == " " || first == " " ? text + part : "\(text) \(part)"
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("\u{0E01}"..."\u{0E4E}").contains(scalar) && scalar != "฿"
    }

    // MARK: - Figures

    func amount(_ quantity: Quantity) -> String { "\(numbers.whole(quantity.count)) \(quantity.name)" }

    func all(_ items: [String]) -> String { joined(items, by: "และ") }

    func either(_ items: [String]) -> String { joined(items, by: "หรือ") }

    private func joined(_ items: [String], by last: String) -> String {
        guard items.count > 1 else { return items.first ?? "" }
        return run(items.dropLast().joined(separator: " "), last, items[items.count - 1])
    }

    // MARK: - Names

    func day(_ day: Day) -> String {
        let months = [
            "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน",
            "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
        ]
        let date = day.date
        return "\(date.day) \(months[date.month - 1]) \(year(date.year))"
    }

    func year(_ year: Int) -> String {
        switch years {
        case .gregorian: "\(year)"
        case .buddhist: "\(year + 543)"
        }
    }

    func currency(_ currency: Currency) -> String {
        switch currency.code {
        case "MYR": "ริงกิต"
        case "IDR": "รูเปียห์"
        case "THB": "บาท"
        case "SGD": "ดอลลาร์สิงคโปร์"
        case "USD": "ดอลลาร์สหรัฐ"
        case let code: code
        }
    }

    func country(_ code: Key) -> String {
        switch code.text {
        case "MY": "มาเลเซีย"
        case "ID": "อินโดนีเซีย"
        case "TH": "ประเทศไทย"
        case "SG": "สิงคโปร์"
        case "BN": "บรูไน"
        case "PH": "ฟิลิปปินส์"
        case "VN": "เวียดนาม"
        case let code: code
        }
    }

    func language(_ code: Key) -> String {
        switch code.text {
        case "en": "ภาษาอังกฤษ"
        case "ms": "ภาษามลายู"
        case "id": "ภาษาอินโดนีเซีย"
        case "th": "ภาษาไทย"
        case let code: code
        }
    }

    func category(_ key: Key) -> String? {
        switch key.text {
        case "coffee": "กาแฟ"
        case "tea": "ชา"
        case "drink", "drinks": "เครื่องดื่ม"
        case "food": "อาหาร"
        case "cake", "cakes": "เค้ก"
        case "bread", "bakery": "ขนมปัง"
        default: nil
        }
    }
}
