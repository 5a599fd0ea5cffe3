internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Vouchers and gift cards at the counter.
    var tillCodePages: [Page] {
        [Page(.post, "/till/code", .may(.useTill), answer: takeCode)]
    }

    /// What a code takes off a purchase is shown first, and taken when what is due has been agreed to: then the code is
    /// used, and what is paid for goods counts as a purchase of whoever's card it is.
    private func takeCode(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        func wrong(_ field: String, _ message: String) async throws -> Response {
            let kept: Fields = ["typedCode": visit.form["code"], "codeAmount": visit.form["amount"]]
            return try await tillAnswer(visit, problems: [FormProblem(field: field, message: message)], more: kept)
        }
        guard let shop = tillShop(visit, brand) else {
            return try await wrong("store", visit.texts.say("till.noStore"))
        }
        let (id, typed, card) = (visit.form["form"], visit.form["code"], visit.form["card"])
        guard (1...64).contains(id.utf8.count) else { throw WebFailure.notFound }
        guard !typed.isEmpty else { return try await wrong("code", visit.texts.say("promotions.wrong.noCode")) }
        let decimals = brand.programme?.decimals(of: shop.currency) ?? 2
        guard let amount = minorUnits(visit.form["amount"], decimals: decimals), amount > 0,
            let cart = Cart(
                id: Key(id),
                currency: shop.currency,
                lines: [Cart.Line(sku: "till-sale", price: amount)],
                store: shop.id,
                channel: "till",
                country: shop.country
            )
        else { return try await wrong("code-amount", visit.texts.say("till.amountWrong")) }
        var member: MemberID?
        if !card.isEmpty {
            guard let view = try await self.member(byCard: card, visit, shop) else {
                return try await wrong("card", visit.texts.say("till.unknown"))
            }
            member = view.state.member
        }
        let question = CartQuestion(
            cart: cart,
            who: member.map { .member($0) } ?? .nobody,
            codes: [typed],
            caller: "staff/\(try visit.staff().staff.id.text)"
        )
        let words = TillCodeWords(visit: visit, brand: brand)
        do {
            guard let due = wholeNumber(visit.form["due"]) else {
                let answer = try await service.evaluateCart(question)
                if let refused = answer.evaluation.firstRefusal?.refusal {
                    return try await wrong("code", words.why(refused))
                }
                let preview = words.preview(answer, shop, amount: visit.form["amount"])
                return try await tillAnswer(visit, more: ["preview": preview])
            }
            let source = Key("setia/till/\(shop.id.text)")
            switch try await service.redeemCart(question, source: source, order: Key(id), due: due) {
            case .refused(_, let why):
                return try await wrong("code", why.map { words.why($0) } ?? visit.texts.say("core.outOfRange"))
            case .changed, .released: return try await wrong("code", visit.texts.say("till.codeChanged"))
            case .redeemed(let answer, let receipt):
                if !receipt.isReplay, answer != nil { try await note(.tillRedemption, visit, member: member) }
                return try await afterCode(receipt, answer, member, shop, visit, brand)
            }
        } catch let refusal as Refusal {
            return try await tillAnswer(visit, problems: problems(refusal, visit, brand: brand))
        } catch let tooMany as TooManyCodes {
            let minutes = max(1, (tooMany.until.milliseconds - visit.now.milliseconds + 59_999) / 60_000)
            return try await wrong("code", visit.texts.say("refusal.tooManyTries", count: minutes))
        }
    }

    /// Records what was paid for the goods as her purchase, and tells both.
    private func afterCode(
        _ receipt: Receipt,
        _ answer: CartAnswer?,
        _ member: MemberID?,
        _ shop: Shop,
        _ visit: Visit,
        _ brand: BrandView
    ) async throws -> Response {
        let told = try await service.explanation(of: receipt.id, in: visit.language)
        var steps = told?.steps.map(\.text) ?? []
        var balance: [String] = []
        if let answer {
            let totals = answer.evaluation.totals
            let words = TillCodeWords(visit: visit, brand: brand)
            steps.append(visit.texts.say("till.toPay", ["money": words.money(totals.due, shop.currency)]))
            let paid = totals.goods - totals.discount
            let id = Key(visit.form["form"])
            if let member, paid > 0,
                let order = Order(
                    id: id,
                    currency: shop.currency,
                    lines: [Order.Line(sku: "till-sale", net: paid)]
                )
            {
                let event = Event(
                    source: Key("setia/till/\(shop.id.text)"),
                    id: id,
                    occurredAt: visit.now,
                    store: shop.id,
                    channel: "till",
                    matter: .orderPaid(order)
                )
                switch try await service.record(Intake(event: event, who: .member(member))) {
                case .recorded(let bought):
                    let why = try await service.explanation(of: bought.id, in: visit.language)
                    steps += why?.steps.map(\.text) ?? []
                    balance = why?.balance ?? []
                case .kept: break
                case .refused(let refusal): steps += problems(refusal, visit, brand: brand).map(\.message)
                case .failed(let error): throw error
                }
            }
        }
        return try await tillAnswer(
            visit,
            told: TillAnswer(headline: told?.headline ?? "", steps: steps, balance: balance)
        )
    }
}

/// What a till says of codes.
private struct TillCodeWords {
    let visit: Visit
    let brand: BrandView

    func why(_ refusal: PromotionRefusal) -> String {
        brand.version.map { CartWords($0, visit.language).why(refusal) } ?? visit.texts.say("core.outOfRange")
    }

    func money(_ amount: Int64, _ currency: Currency) -> String {
        (try? Money(minorUnits: amount, currency: currency)).map { brand.money($0, visit.wording) } ?? currency.code
    }

    /// What would be taken off, and what would be left to pay.
    func preview(_ answer: CartAnswer, _ shop: Shop, amount: String) -> Fields {
        let words = brand.version.map { CartWords($0, visit.language) }
        let evaluation = answer.evaluation
        let parts =
            (evaluation.given.map { ($0.promotion, $0.amount) } + evaluation.cards.map { ($0.promotion, $0.amount) })
            .map { promotion, amount in
                ["name": words?.name(of: promotion) ?? promotion.text, "amount": "−" + money(amount, shop.currency)]
                    as Fields
            }
        return [
            "parts": parts, "code": visit.form["code"], "amount": amount, "due": "\(evaluation.totals.due)",
            "toPay": visit.texts.say("till.toPay", ["money": money(evaluation.totals.due, shop.currency)]),
            "button": visit.texts.say("till.useCode", ["money": money(evaluation.totals.due, shop.currency)]),
        ]
    }
}
