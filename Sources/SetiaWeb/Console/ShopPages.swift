internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// The stores.
    var shopPages: [Page] {
        [
            Page(.get, "/console/stores", .may(.seeStores), answer: shopsPage),
            Page(.get, "/console/stores/new", .may(.editStores)) { try await shopPage($0, nil) },
            Page(.post, "/console/stores", .may(.editStores)) { try await save($0, isNew: true) },
            Page(.get, "/console/stores/{store}", .may(.editStores)) { visit in
                try await shopPage(visit, try await shop(visit))
            },
            Page(.post, "/console/stores/{store}", .may(.editStores)) { try await save($0, isNew: false) },
        ]
    }

    private func shopsPage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        let session = try visit.staff()
        let figures = try await service.figures()?.stores ?? []
        let byStore = Dictionary(figures.map { ($0.store, $0) }, uniquingKeysWith: { first, _ in first })
        let shops = brand.shops.filter { session.staff.stores.includes($0.id) }
        let rows: [Fields] = shops.map { shop in
            var row: Fields = [
                "id": shop.id.text, "name": shown(shop.name), "country": visit.wording.country(shop.country),
                "currency": shop.currency.code,
                "orders": byStore[shop.id].map { visit.wording.number(Int64($0.orders)) } ?? "–",
                "active": byStore[shop.id].map { visit.wording.number(Int64($0.activeMembers)) } ?? "–",
            ]
            if session.may(.editStores) { row["path"] = "/console/stores/\(shop.id.text)" }
            return row
        }
        return page(
            "stores",
            visit,
            title: visit.texts.say("stores.title"),
            [
                "rows": rows, "hasRows": !rows.isEmpty, "mayEdit": session.may(.editStores),
                "caption": visit.texts.say("stores.caption", count: Int64(rows.count)),
            ]
        )
    }

    private func shop(_ visit: Visit) async throws -> Shop {
        let id = visit.parameter("store")
        guard let shop = try await service.shops().first(where: { $0.id.text == id }) else { throw WebFailure.notFound }
        return shop
    }

    private func shopPage(
        _ visit: Visit,
        _ shop: Shop?,
        problems: [FormProblem] = [],
        changes: [String] = []
    ) async throws -> Response {
        let texts = visit.texts
        let isRetry = visit.form.has("before")
        let kept = shop.map(values(of:)) ?? [:]
        var fields = problemFields(problems)
        let wrong = Dictionary(problems.map { ($0.field, $0.message) }, uniquingKeysWith: { first, _ in first })
        fields["fields"] = Web.shopFields.map { name in
            var field: Fields = [
                "name": name, "label": texts.say("store.\(name)"),
                "value": isRetry ? visit.form[name] : kept[name] ?? "", "isFixed": name == "id" && shop != nil,
            ]
            if let help = texts.raw("store.\(name).help") { field["help"] = help }
            if let wrong = wrong[name] { field["mistake"] = wrong }
            return field
        }
        fields["before"] = shop.map(fingerprint(of:)) ?? ""
        fields["path"] = shop.map { "/console/stores/\($0.id.text)" } ?? "/console/stores"
        fields["button"] = texts.say(shop == nil ? "stores.create" : "stores.save")
        fields["changed"] = !changes.isEmpty
        fields["changes"] = changes
        if let shop {
            let path = "/join/\(shop.id.text)"
            fields["joinPath"] = path
            fields["joinQR"] = qrCode((settings.address ?? "") + path, label: texts.say("stores.joinHere")) ?? ""
        }
        return page(
            "store",
            visit,
            title: shop?.name ?? texts.say("stores.add"),
            fields,
            status: changes.isEmpty ? problems.isEmpty ? .ok : .unprocessableContent : .conflict
        )
    }

    private static let shopFields = ["id", "name", "country", "timeZone", "currency"]

    private func values(of shop: Shop) -> [String: String] {
        [
            "id": shop.id.text, "name": shop.name, "country": shop.country.text, "timeZone": shop.timeZone.text,
            "currency": shop.currency.code,
        ]
    }

    /// What stood there when the form was drawn: a later change by somebody else makes another.
    private func fingerprint(of shop: Shop) -> String {
        Web.shopFields.map { values(of: shop)[$0] ?? "" }.joined(separator: "\u{1f}")
    }

    private func save(_ visit: Visit, isNew: Bool) async throws -> Response {
        let texts = visit.texts
        let current = isNew ? nil : try await shop(visit)
        if let current, visit.form["before"] != fingerprint(of: current) {
            let before = visit.form["before"].split(separator: "\u{1f}", omittingEmptySubsequences: false).map(
                String.init
            )
            let now = values(of: current)
            let changes = zip(Web.shopFields, before).compactMap { name, old -> String? in
                guard let new = now[name], new != old else { return nil }
                return "\(texts.say("store.\(name)")): \(old) → \(new)"
            }
            return try await shopPage(visit, current, changes: changes.isEmpty ? [texts.say("form.changed")] : changes)
        }
        let (shop, problems) = parsed(visit)
        guard let shop, problems.isEmpty else { return try await shopPage(visit, current, problems: problems) }
        if isNew, try await service.shops().contains(where: { $0.id == shop.id }) {
            return try await shopPage(
                visit,
                nil,
                problems: [FormProblem(field: "id", message: texts.say("store.id.taken"))]
            )
        }
        do {
            _ = try await service.putShop(shop, by: try visit.staff())
        } catch let refusal as ShopRefusal {
            return try await shopPage(visit, current, problems: [problem(refusal, texts)])
        }
        return redirect("/console/stores?done=\(isNew ? "storeAdded" : "storeSaved")")
    }

    private func parsed(_ visit: Visit) -> (Shop?, [FormProblem]) {
        let texts = visit.texts
        var problems: [FormProblem] = []
        let id = try? StoreID(visit.form["id"])
        if id == nil { problems.append(FormProblem(field: "id", message: texts.say("store.id.wrong"))) }
        let name = visit.form["name"]
        if name.isEmpty || name.count > 200 {
            problems.append(FormProblem(field: "name", message: texts.say("store.name.wrong")))
        }
        let country = visit.form["country"].uppercased()
        let isCountry = country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }
        if !isCountry { problems.append(FormProblem(field: "country", message: texts.say("store.country.wrong"))) }
        let currency = try? Currency(visit.form["currency"].uppercased())
        if currency == nil {
            problems.append(FormProblem(field: "currency", message: texts.say("store.currency.wrong")))
        }
        guard problems.isEmpty, let id, let currency else { return (nil, problems) }
        let shop = Shop(
            id: id,
            name: name,
            country: Key(country),
            timeZone: Key(visit.form["timeZone"]),
            currency: currency
        )
        return (shop, [])
    }

    private func problem(_ refusal: ShopRefusal, _ texts: Texts) -> FormProblem {
        switch refusal {
        case .unknownTimeZone: FormProblem(field: "timeZone", message: texts.say("store.timeZone.wrong"))
        case .unknownCurrency(let got, let taken):
            FormProblem(
                field: "currency",
                message: texts.say("core.unknownCurrency", ["got": got, "taken": taken.joined(separator: ", ")])
            )
        case .online: FormProblem(field: "id", message: texts.say("store.id.wrong"))
        }
    }
}
