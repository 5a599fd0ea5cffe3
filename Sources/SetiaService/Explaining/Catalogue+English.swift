internal import SetiaCore

/// English, in British spelling.
struct English: Catalogue {
    let numbers = NumberStyle.english
    let symbolGap = " "
    let points = "points"

    func headline(_ headline: Headline) -> String {
        switch headline {
        case .earned(let got, let paid, let place, let day):
            "You got \(amounts(got)) for \(paid) \(self.place(place)) on \(day)"
        case .earnedNothing(let name, let paid, let place, let day):
            "You got no \(name) for \(paid) \(self.place(place)) on \(day)"
        case .returned(let order, let isPart, let day, let given, let taken, let name):
            "\(isPart ? "Part of order" : "Order") \(order) was returned on \(day): \(returned(given, taken, name))"
        case .used(let used, let place, let day): "You used \(amount(used)) \(self.place(place)) on \(day)"
        case .handedOn(let points, let day): "You passed \(amount(points)) on to someone on \(day)"
        case .came(let points, let day): "Someone passed \(amount(points)) on to you on \(day)"
        case .arrived(let points, let day): "\(amount(points)) that you passed on arrived on \(day)"
        case .cameBack(let points, let day): "\(amount(points)) that you passed on came back to you on \(day)"
        case .held(let held, let day): "You set \(amount(held)) aside on \(day)"
        case .freed(let freed, let day):
            "\(amount(freed)) \(freed.isOne ? "is" : "are") free for you to use again since \(day)"
        case .added(let added, let day): "We added \(amount(added)) on \(day)"
        case .deducted(let deducted, let day): "We took off \(amount(deducted)) on \(day)"
        case .broughtAlong(let brought, let day): "You brought \(amount(brought)) with you on \(day)"
        case .joined(let day, let got):
            got.isEmpty ? "You joined us on \(day)" : "You joined us on \(day) and got \(amounts(got))"
        case .delivery(let told, let day, let got):
            "\(delivery(told)), on \(day)" + (got.isEmpty ? "" : ": you got \(amounts(got))")
        case .did(let type, let called, let day, let got):
            "\((called ?? did(type))), on \(day)" + (got.isEmpty ? "" : ": you got \(amounts(got))")
        case .granted(let level, let day): "You became \(level) on \(day)"
        case .detailsChanged(let day): "Your details changed on \(day)"
        case .account(.stopped, let day): "We stopped your account on \(day): you earn, and cannot spend"
        case .account(.stoppedByMember, let day):
            "You stopped your account on \(day), so that nobody else can spend from it"
        case .account(.resumed, let day): "Your account goes on since \(day)"
        case .tookOff(let amounts, let place, let day):
            "\(amounts.isEmpty ? "A promotion" : "\(all(amounts)) off") for your cart \(self.place(place)) on \(day)"
        case .cartUsed(let place, let day): "Your cart \(self.place(place)) on \(day): nothing was taken off"
        case .vouchersFree(let day): "Vouchers that you had used are free again since \(day)"
        case .agreed(let day): "You gave us your consent on \(day)"
        case .withdrew(let day): "You withdrew your consent on \(day)"
        case .expired(let expired):
            expired.count == 1 && expired[0].isOne
                ? "\(amounts(expired)) has expired" : "\(amounts(expired)) have expired"
        case .levelChanged(let level): "You are now \(level)"
        case .levelEnded(let level): "Your \(level) level has ended"
        case .levelStays(let level): "You stay \(level)"
        case .levelEnds(let level, let day): "Your \(level) level runs until \(day)"
        case .pointsEnd(let points, let day): "Use \(amounts(points)) by \(day), when they expire"
        case .debtEnded(let points): "You no longer owe \(amounts(points))"
        case .broughtUpToDate(let day): "We brought your account up to date on \(day)"
        case .reward(let reward, let day): self.reward(reward, day: day)
        case .referral(let referral, let day): self.referral(referral, day: day)
        case .gift(let gift, let day): self.gift(gift, day: day)
        case .household(let household, let day): "\(self.household(household)) · \(day)"
        }
    }

    private func returned(_ given: [Quantity], _ taken: [Quantity], _ name: String) -> String {
        switch (given.isEmpty, taken.isEmpty) {
        case (true, true): "your \(name) stay as they were"
        case (false, true): "we gave back \(amounts(given))"
        case (true, false): "we took back \(amounts(taken))"
        case (false, false): "we gave back \(amounts(given)) and took back \(amounts(taken))"
        }
    }

    func step(_ step: Told) -> String {
        switch step {
        case .earnedByRate(let paid, let place, let why, let rate, let gave, let isBelowOneStep):
            "\(paid) \(self.place(place)) · \(why ?? self.rate(rate)) · "
                + (gave.count != 0
                    ? amount(gave)
                    : isBelowOneStep ? "no \(gave.name), as it is less than \(rate.per ?? paid)" : "no \(gave.name)")
        case .earnedFixed(let why, let isWelcome, let circumstances, let gave):
            "\(why ?? (isWelcome ? "Welcome gift" : bonus(circumstances))) · \(amount(gave))"
        case .earnedPer(let why, let each, let counted, let gave):
            "\(why ?? "\(amount(each)) for each") · \(self.counted(counted)) · \(amount(gave))"
        case .multiplied(let why, let level, let factor, let circumstances, let gave):
            "\(why ?? multiplied(level, times(factor, gave.name), circumstances)) · \(amount(gave))"
        case .conditionNotMet(let offer, let only):
            "\(self.offer(offer)): \(only.map { self.only($0) } ?? "not this time")"
        case .notNow(let offer): "\(self.offer(offer)): not at this time"
        case .notBoth(let offer, let other):
            "\(self.offer(offer)): " + (other.map { "not together with “\($0)”" } ?? "not together with another offer")
        case .progress(let name, let count, let goal, let reached):
            reached > 0
                ? "\(name): done\(reached > 1 ? ", \(numbers.whole(reached)) times" : "")"
                : "\(name): \(numbers.whole(count)) of \(numbers.whole(goal))"
        case .noRule: "At the moment nothing is given for an order like this"
        case .capped(let held, let most, let span): "\(amount(held)) held back: \(atMost(most, span))"
        case .budgetGone(let held, let offer):
            "\(self.offer(offer)): \(amount(held)) held back, since what is set aside for all members has been given out"
        case .full(let held, let most): "\(amount(held)) held back: you can have at most \(amount(most))"
        case .noRate(let currency, let name): "Orders in \(currency) earn no \(name)"
        case .guest(let name): "No membership was shown with this order, so it earned no \(name)"
        case .pending(let points, let day): "You can use \(these(points)) from \(day)"
        case .expires(let points, let day): "Use \(these(points)) before \(day)"
        case .lapsed(let points, let day):
            "\(amount(points)) could be used until \(day) and \(points.isOne ? "has" : "have") now expired"
        case .waitsFor(let points, let event, let day):
            "You can use \(these(points)) after \(thing(event)), if it comes by \(day)"
        case .activated(let points): "You can use \(these(points)) now"
        case .cancelled(let points, let day):
            "\(amount(points)) \(points.isOne ? "was" : "were") waiting for something until \(day), and it did not come"
        case .keptAlive(let points, let day):
            "Your other \(amount(points)) \(points.isOne ? "lasts" : "last") longer now: use \(points.isOne ? "it" : "them") before \(day)"
        case .handedOn(let points, let fee):
            "Passed on · \(amount(points))" + (fee.map { ", and \(amount($0)) as the fee" } ?? "")
        case .came(let points): "Passed on to you · \(amount(points))"
        case .arrived(let points): "\(amount(points)) that you passed on \(points.isOne ? "has" : "have") arrived"
        case .cameBack(let points):
            "\(amount(points)) that you passed on could not be taken, and \(points.isOne ? "is" : "are") yours again"
        case .held(let points, let until): "\(amount(points)) set aside until \(until)"
        case .released(let points, let isOver):
            "\(amount(points)) no longer set aside\(isOver ? ", as the time was over" : "")"
        case .pointsExpiring(let points, let day):
            "\(amount(points)) can be used until \(day), then \(points.isOne ? "it expires" : "they expire")"
        case .writtenOff(let points, let day):
            "\(amount(points)) that you had owed since \(day) \(points.isOne ? "is" : "are") written off"
        case .debtPaid(let points): "\(amount(points)) went towards what you owed"
        case .spent(let points, let place, let order):
            order.map { "Used to pay for order \($0) · \(amount(points))" }
                ?? "Used \(self.place(place)) · \(amount(points))"
        case .givenBack(let points, let renewed):
            "\(amount(points)) that you used on this order went back to you"
                + (renewed.map { $0 == points ? ", with a new expiry date" : ", \(number($0)) with a new expiry date" }
                    ?? "")
        case .returnedInPart(let value, let kept): "You returned goods for \(value) and kept goods for \(kept)"
        case .clawedBack(let points, let isPart, let parts):
            "\(isPart ? "What you returned" : "This order") had given you \(amount(points)): \(parts.map { part($0) }.joined(separator: ", "))"
        case .opened(let points): "Brought over from the earlier programme · \(amount(points))"
        case .added(let points): "Added by our team · \(amount(points))"
        case .deducted(let points): "Taken off by our team · \(amount(points))"
        case .counted(let paid, let total, let year):
            "\(paid) counts towards your level · \(total) so far\(year.map { " in \($0)" } ?? "")"
        case .countedTowards(let what, let total):
            "\(towards(what)) towards your level · \(total) so far"
        case .notCounted(let currency): "Orders in \(currency) do not count towards your level"
        case .levelReached(let level, let day): "You are now \(level)\(until(day))"
        case .levelKept(let level, let day): "You stay \(level)\(until(day))"
        case .levelLost(let level, let now?, let day): "Your \(level) level has ended; you are now \(now)\(until(day))"
        case .levelLost(let level, nil, _): "Your \(level) level has ended"
        case .levelInGrace(let level, let day):
            "The term of your \(level) level is over, but you keep it until \(day): reach what it asks for by then and it stays"
        case .levelEnding(let level, let day):
            "Your \(level) level ends on \(day) unless you reach what it asks for by then"
        case .late(let day): "We heard of this late; it counts as of \(day), when it happened"
        case .givesMore(let points, let order): "With this in its place, \(order) gives \(amount(points)) more"
        case .givesLess(let points, let order): "With this in its place, \(order) gives \(amount(points)) less"
        case .promotionGiven(let name, let off): "\(name): \(off)"
        case .promotionReleased(let name): "\(name) can be used again"
        case .joined: "Welcome: you are a member from now on"
        case .reward(let reward): self.reward(reward)
        case .referral(let referral): self.referral(referral)
        case .gift(let gift): self.gift(gift)
        case .household(let household): self.household(household)
        case .audience(let audience): self.audience(audience)
        }
    }

    func balance(_ balance: BalanceTold) -> String {
        let parts = [
            "\(amount(balance.usable)) to use", balance.toCome.map { "\(number($0)) on the way" },
            balance.setAside.map { "\(number($0)) set aside" }, balance.owed.map { "\(number($0)) owed" },
        ]
        return "After this: \(parts.compactMap(\.self).joined(separator: ", "))"
    }

    private func towards(_ what: Told.Towards) -> String {
        switch what {
        case .points(let points): "\(amount(points)) \(points.isOne ? "counts" : "count")"
        case .order: "This order counts"
        case .happening(.surveyAnswered, _): "Your answers to our survey count"
        case .happening(let type, let called): "\(called ?? did(type)) counts"
        }
    }

    private func part(_ part: Told.TakenPart) -> String {
        switch part {
        case .pending(let number): "\(number) taken back while still on the way"
        case .active(let number): "\(number) taken back"
        case .lapsed(let number): "\(number) already expired"
        case .others(let number): "\(number) taken from your other points"
        case .owed(let number): "\(number) owed, to come off what you get next"
        case .forgiven(let number): "\(number) yours to keep"
        }
    }

    private func rate(_ rate: Told.Rate) -> String {
        rate.per.map { "\(amount(rate.each)) for each \($0)" } ?? "no \(rate.each.name) by amount"
    }

    private func bonus(_ circumstances: [Circumstance]) -> String {
        (["Bonus"] + circumstances.map { circumstance($0) }).joined(separator: " ")
    }

    private func multiplied(_ level: String?, _ times: String, _ circumstances: [Circumstance]) -> String {
        let gift = level.map { "\($0) gives \(times)" } ?? times.capitalisedFirst
        return ([gift] + circumstances.map { circumstance($0) }).joined(separator: " ")
    }

    private func times(_ factor: Rational, _ name: String) -> String {
        switch (factor.numerator, factor.denominator) {
        case (5, 4): "a quarter more"
        case (3, 2): "half more"
        case (2, 1): "twice the \(name)"
        case (3, 1): "three times the \(name)"
        default: "\(numbers.factor(factor)) times the \(name)"
        }
    }

    private func offer(_ offer: Told.Offer) -> String {
        switch offer {
        case .why(let words): words
        case .rate(let rate): self.rate(rate).capitalisedFirst
        case .each(let points): "\(amount(points)) for each".capitalisedFirst
        case .bonus(let points): "A bonus of \(amount(points))"
        case .times(let factor, let name): times(factor, name).capitalisedFirst
        case .another: "Another offer"
        }
    }

    private func only(_ circumstance: Circumstance) -> String {
        switch circumstance {
        case .level(let level, let isHighest): isHighest ? "\(level) only" : "\(level) and above only"
        case .country, .language, .age, .segment, .place, .channel, .total, .category:
            "only \(self.circumstance(circumstance))"
        }
    }

    func circumstance(_ circumstance: Circumstance) -> String {
        switch circumstance {
        case .level(let level, let isHighest): isHighest ? "for \(level)" : "for \(level) and above"
        case .country(let names): "for members in \(either(names))"
        case .language(let names): "for members who use \(either(names))"
        case .age(let bands): "for members aged \(either(bands))"
        case .segment(let name): "for “\(name)”"
        case .place(let place): self.place(place)
        case .channel(let ways): either(ways.map { way($0) })
        case .total(.atLeast, let amount): "for orders of \(amount) or more"
        case .total(.atMost, let amount): "for orders up to \(amount)"
        case .total(.above, let amount): "for orders over \(amount)"
        case .total(.below, let amount): "for orders under \(amount)"
        case .total(.equal, let amount): "for orders of exactly \(amount)"
        case .category(let name): "with \(name)"
        }
    }

    private func place(_ place: Place) -> String {
        let shops = place.shops.isEmpty ? [] : ["at \(either(place.shops))"]
        return either(shops + (place.isOnline ? ["online"] : []))
    }

    private func way(_ way: Circumstance.Way) -> String {
        switch way {
        case .app: "in the app"
        case .till: "at the till"
        case .website: "on the website"
        case .other(let name): "through \(name)"
        }
    }

    private func until(_ day: String?) -> String {
        day.map { ", until \($0)" } ?? ""
    }

    // MARK: - Figures

    func amount(_ quantity: Quantity) -> String {
        "\(number(quantity)) \(quantity.isOne ? singular(quantity.name) : quantity.name)"
    }

    private func number(_ quantity: Quantity) -> String {
        numbers.whole(quantity.count)
    }

    private func these(_ quantity: Quantity) -> String {
        quantity.isOne ? "this \(singular(quantity.name))" : "these \(amount(quantity))"
    }

    /// One of a wallet's points, by the wallet's name; a name that is no plural we know stays as it is.
    private func singular(_ name: String) -> String {
        let plurals = [
            "points", "stars", "beans", "miles", "coins", "stamps", "credits", "hearts", "gems", "tokens", "leaves",
        ]
        let last = name.split(separator: " ").last?.lowercased() ?? ""
        guard plurals.contains(last) else { return name }
        return last == "leaves" ? "\(name.dropLast(3))f" : String(name.dropLast())
    }

    func all(_ items: [String]) -> String { joined(items, by: "and") }

    func either(_ items: [String]) -> String { joined(items, by: "or") }

    // MARK: - Names

    func day(_ day: Day) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
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
        case "SGD": "Singapore dollars"
        case "USD": "US dollars"
        case let code: code
        }
    }

    func country(_ code: Key) -> String {
        switch code.text {
        case "MY": "Malaysia"
        case "ID": "Indonesia"
        case "TH": "Thailand"
        case "SG": "Singapore"
        case "BN": "Brunei"
        case "PH": "the Philippines"
        case "VN": "Vietnam"
        case let code: code
        }
    }

    func language(_ code: Key) -> String {
        switch code.text {
        case "en": "English"
        case "ms": "Malay"
        case "id": "Indonesian"
        case "th": "Thai"
        case let code: code
        }
    }

    func category(_ key: Key) -> String? {
        switch key.text {
        case "coffee": "coffee"
        case "tea": "tea"
        case "drink", "drinks": "drinks"
        case "food": "food"
        case "cake", "cakes": "cake"
        case "bread", "bakery": "bread"
        default: nil
        }
    }
}
