internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import SetiaCore
internal import SetiaPages
internal import SetiaService

extension Web {
    /// The counter: find a member by her card, add a purchase, take points.
    var tillPages: [Page] {
        [
            Page(.get, "/till", .may(.useTill)) { try await tillPage($0) },
            Page(.post, "/till/purchase", .may(.useTill), answer: purchase),
            Page(.post, "/till/redeem", .may(.useTill), answer: redeem),
            Page(.post, "/till/events", .may(.useTill), answer: queuedSales),
            Page(.get, "/till/worker.js", .open) { _ in tillWorker() },
        ]
    }

    // `told` is what was just done, in words; `problems` what was wrong with a form that was just sent and whose values
    // are kept.
    private func tillPage(
        _ visit: Visit,
        told: TillAnswer? = nil,
        problems: [FormProblem] = [],
        more: Fields = [:]
    ) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let shops = try self.shops(visit, brand)
        let shop = chosenShop(visit, shops)
        var fields = problemFields(problems)
        fields["stores"] = shops.map { option($0.id.text, shown($0.name, upTo: 60), shop?.id.text ?? "") }
        fields["manyStores"] = shops.count > 1
        fields["hasStore"] = shop != nil
        fields["storeName"] = shop.map { shown($0.name) } ?? ""
        fields["store"] = shop?.id.text ?? ""
        fields["currency"] = shop?.currency.code ?? ""
        fields["decimals"] = shop.flatMap { brand.programme?.decimals(of: $0.currency) } ?? 2
        fields["form"] = problems.isEmpty ? service.surroundings.newIdentifier().text : visit.form["form"]
        fields["amount"] = problems.isEmpty ? "" : visit.form["amount"]
        fields["typedPoints"] = problems.isEmpty ? "" : visit.form["points"]
        fields["categories"] = categories(brand).map { ["key": $0.text, "name": categoryName($0, visit)] as Fields }
        if let told {
            fields["told"] = ["headline": told.headline, "steps": told.steps, "balance": told.balance] as Fields
        }
        let wanted = visit.form.has("card") ? visit.form["card"] : visit.query["card"]
        fields["card"] = wanted
        var all = problems
        if !wanted.isEmpty {
            if let view = try await member(byCard: wanted, visit, shop) {
                fields["member"] = memberFields(view, visit, brand)
                fields["rewards"] = try await tillRewards(view, at: shop, visit, brand)
                try await note(.memberRead, visit, member: view.state.member)
            } else {
                all.append(FormProblem(field: "card", message: texts.say("till.unknown")))
                fields.merge(problemFields(all)) { _, new in new }
            }
        }
        fields.merge(more) { _, new in new }
        return page(
            "till",
            visit,
            title: texts.say("till.title"),
            fields,
            status: all.isEmpty ? .ok : .unprocessableContent,
            cookies: shop.map { [NewCookie(name: "setia-till", value: $0.id.text, maxAge: 365 * 86_400)] } ?? [],
            frame: .till
        )
    }

    /// The till after something was done, or was not.
    func tillAnswer(
        _ visit: Visit,
        told: TillAnswer? = nil,
        problems: [FormProblem] = [],
        more: Fields = [:]
    ) async throws -> Response {
        try await tillPage(visit, told: told, problems: problems, more: more)
    }

    /// The store at whose till somebody works; none where it is not known, or not hers.
    func tillShop(_ visit: Visit, _ brand: BrandView) -> Shop? {
        (try? shops(visit, brand)).flatMap { chosenShop(visit, $0) }
    }

    private func shops(_ visit: Visit, _ brand: BrandView) throws -> [Shop] {
        let scope = try visit.staff().staff.stores
        return brand.shops.filter { scope.includes($0.id) }
    }

    /// The store that the form, the address or the browser names, else the only one there is.
    private func chosenShop(_ visit: Visit, _ shops: [Shop]) -> Shop? {
        for name in [visit.form["store"], visit.query["store"], visit.cookies["setia-till"] ?? ""] {
            if let shop = shops.first(where: { $0.id.text == name }) { return shop }
        }
        return shops.count == 1 ? shops.first : nil
    }

    /// Who has the card, telephone number or address that was typed or scanned.
    func member(byCard text: String, _ visit: Visit, _ shop: Shop?) async throws -> MemberView? {
        let digits = text.filter { $0 != " " }
        let candidates = [
            try? Identity(kind: .card, text: text), try? Identity(kind: .card, text: digits),
            contact(text, country: shop?.country.text ?? country(of: visit.language)),
        ]
        for identity in candidates.compactMap({ $0 }) {
            if let id = try await service.member(with: identity) { return try await service.member(id) }
        }
        return nil
    }

    private func memberFields(_ view: MemberView, _ visit: Visit, _ brand: BrandView) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        let balance = view.balances.first
        var fields: Fields = [
            "name": shown(name(view, visit), upTo: 60), "points": wording.number(balance?.available.units ?? 0),
            "pointsName": brand.programme?.wallets.first.map { brand.wallet($0.key, visit.language) } ?? "",
            "maySpend": view.state.status == .active && (balance?.available ?? .zero) > .zero,
        ]
        if let standing = view.state.leadingStanding(among: brand.programme?.tierSets ?? []) {
            fields["tier"] = brand.level(standing.level, of: standing.tierSet, visit.language)
        }
        if let missing = missing(view.state, visit, brand) { fields["missing"] = missing }
        if let balance, balance.pending > .zero {
            fields["pending"] = texts.say("member.pending", ["points": wording.number(balance.pending.units)])
        }
        if view.state.status != .active { fields["status"] = texts.say("status.\(view.state.status.rawValue)") }
        return fields
    }

    /// The categories that rules ask for: the till need not know others.
    private func categories(_ brand: BrandView) -> [Key] {
        var found: [Key] = []
        for rule in brand.programme?.rules ?? [] {
            for case .someLine(let category) in rule.condition.tests where !found.contains(category) {
                found.append(category)
            }
        }
        return found
    }

    private func categoryName(_ key: Key, _ visit: Visit) -> String {
        visit.wording.category(key) ?? key.text
    }
}

/// What a till tells after something was done.
struct TillAnswer: Sendable {
    let headline: String
    let steps: [String]
    let balance: [String]
}

extension Web {
    private func purchase(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        guard let shop = chosenShop(visit, try shops(visit, brand)) else {
            let problem = FormProblem(field: "store", message: visit.texts.say("till.noStore"))
            return try await tillPage(visit, problems: [problem])
        }
        let sale = Sale(
            id: visit.form["form"],
            card: visit.form["card"],
            amount: visit.form["amount"],
            categories: visit.form.all("category").map { Key($0) },
            at: nil
        )
        switch try await record(sale, at: shop, visit, brand) {
        case .success(let answer): return try await tillPage(visit, told: answer)
        case .failure(let refused): return try await tillPage(visit, problems: refused.problems)
        }
    }

    private func redeem(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        guard let shop = chosenShop(visit, try shops(visit, brand)) else {
            let problem = FormProblem(field: "store", message: visit.texts.say("till.noStore"))
            return try await tillPage(visit, problems: [problem])
        }
        guard let points = wholeNumber(visit.form["points"]), points > 0, let wallet = brand.programme?.wallets.first
        else {
            let problem = FormProblem(field: "points", message: visit.texts.say("till.pointsWrong"))
            return try await tillPage(visit, problems: [problem])
        }
        guard let view = try await member(byCard: visit.form["card"], visit, shop) else {
            return try await tillPage(visit)
        }
        let id = Key(visit.form["form"])
        let event = Event(
            source: Key("setia/till/\(shop.id.text)"),
            id: id,
            occurredAt: visit.now,
            store: shop.id,
            channel: "till",
            matter: .pointsRedeemed(Redemption(id: id, wallet: wallet.key, points: Points(points)))
        )
        let outcome = try await recorded(event, view.state.member, .tillRedemption, visit, brand)
        switch outcome {
        case .success(let answer): return try await tillPage(visit, told: answer)
        case .failure(let refused): return try await tillPage(visit, problems: refused.problems)
        }
    }

    /// Sales that a till kept while the network was away; each is answered by itself and counts once.
    private func queuedSales(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        guard case .array(let items)? = try? JSON.parse(Array((visit.form.raw("json") ?? "").utf8)), items.count <= 500
        else { throw WebFailure.notFound }
        let shops = try self.shops(visit, brand)
        var answers: [JSON] = []
        func answer(_ id: String, isDone: Bool, _ message: String) {
            answers.append(.object(["id": .string(id), "isDone": .bool(isDone), "message": .string(message)]))
        }
        for item in items {
            guard case .object(let object) = item, let sale = Sale(object), case .string(let store)? = object["store"]
            else {
                answer("", isDone: false, visit.texts.say("till.unreadable"))
                continue
            }
            guard let shop = shops.first(where: { $0.id.text == store }) else {
                answer(sale.id, isDone: false, visit.texts.say("till.noStore"))
                continue
            }
            switch try await record(sale, at: shop, visit, brand) {
            case .success(let told): answer(sale.id, isDone: true, told.headline)
            case .failure(let refused): answer(sale.id, isDone: false, refused.problems.first?.message ?? "")
            }
        }
        return json(JSON.array(answers).canonical)
    }

    private func record(_ sale: Sale, at shop: Shop, _ visit: Visit, _ brand: BrandView) async throws -> TillOutcome {
        let texts = visit.texts
        func wrong(_ field: String, _ key: String) -> TillOutcome {
            .failure(TillRefused(problems: [FormProblem(field: field, message: texts.say(key))]))
        }
        let decimals = brand.programme?.decimals(of: shop.currency) ?? 2
        guard let amount = minorUnits(sale.amount, decimals: decimals), amount > 0 else {
            return wrong("amount", "till.amountWrong")
        }
        guard !sale.id.isEmpty, sale.id.utf8.count <= 64 else { return wrong("amount", "till.unreadable") }
        guard let view = try await member(byCard: sale.card, visit, shop) else { return wrong("card", "till.unknown") }
        let line = Order.Line(sku: "till-sale", net: amount, categories: sale.categories)
        guard let order = Order(id: Key(sale.id), currency: shop.currency, lines: [line]) else {
            return wrong("amount", "till.amountWrong")
        }
        let event = Event(
            source: Key("setia/till/\(shop.id.text)"),
            id: Key(sale.id),
            occurredAt: sale.at ?? visit.now,
            store: shop.id,
            channel: "till",
            matter: .orderPaid(order)
        )
        return try await recorded(event, view.state.member, .tillPurchase, visit, brand)
    }

    /// Records what happened at a till; the id of its form is the id of the event, so that it counts once.
    private func recorded(
        _ event: Event,
        _ member: MemberID,
        _ action: AuditAction,
        _ visit: Visit,
        _ brand: BrandView
    ) async throws -> TillOutcome {
        switch try await service.record(Intake(event: event, who: .member(member))) {
        case .recorded(let receipt):
            if !receipt.isReplay { try await note(action, visit, member: member) }
            let explanation = try await service.explanation(of: receipt.id, in: visit.language)
            return .success(
                TillAnswer(
                    headline: explanation?.headline ?? "",
                    steps: explanation?.steps.map(\.text) ?? [],
                    balance: explanation?.balance ?? []
                )
            )
        case .kept:
            // It waited in the till's own list for longer than the programme lets count in its turn.
            return .success(TillAnswer(headline: visit.texts.say("till.tooLate"), steps: [], balance: []))
        case .refused(.conflictingDuplicate):
            // The same form, answered before and changed since: what was recorded first stands.
            let problem = FormProblem(field: "amount", message: visit.texts.say("core.conflictingDuplicate"))
            return .failure(TillRefused(problems: [problem]))
        case .refused(let refusal):
            return .failure(TillRefused(problems: problems(refusal, visit, brand: brand)))
        case .failed(let error): throw error
        }
    }

}

private typealias TillOutcome = Result<TillAnswer, TillRefused>

/// Why a sale was not taken.
private struct TillRefused: Error {
    let problems: [FormProblem]
}

/// A purchase as the till says it.
private struct Sale {
    /// Made when the form was drawn; the event's id.
    let id: String
    let card: String
    let amount: String
    let categories: [Key]
    /// When it was, where it had to wait.
    let at: Instant?

    init(id: String, card: String, amount: String, categories: [Key], at: Instant?) {
        self.id = id
        self.card = card
        self.amount = amount
        self.categories = categories
        self.at = at
    }

    init?(_ object: JSONObject) {
        guard case .string(let id)? = object["id"], case .string(let card)? = object["card"],
            case .string(let amount)? = object["amount"], case .integer(let at)? = object["at"]
        else { return nil }
        var categories: [Key] = []
        if case .array(let items)? = object["categories"] {
            for case .string(let item) in items { categories.append(Key(item)) }
        }
        self.init(id: id, card: card, amount: amount, categories: categories, at: Instant(milliseconds: at))
    }
}

extension Web {
    /// The script that keeps the till's page at hand while the network is away.
    private func tillWorker() -> Response {
        var response = Response(
            status: .ok,
            headers: [.contentType: "text/javascript; charset=utf-8", .serviceWorkerAllowed: "/till"],
            body: ResponseBody(byteBuffer: .init(bytes: PageSources.worker))
        )
        guardAnswer(&response, [])
        return response
    }
}

extension HTTPField.Name {
    /// How far a service worker reaches beyond its own folder (Service Workers, section 6.4).
    fileprivate static let serviceWorkerAllowed = HTTPField.Name("Service-Worker-Allowed") ?? .contentLocation
}
