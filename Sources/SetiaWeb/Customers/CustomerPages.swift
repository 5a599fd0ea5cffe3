internal import Hummingbird
internal import NIOCore
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension Web {
    /// What was measured of customers: whether they come back, who they are, who is about to leave, what is owed to them.
    var customerPages: [Page] {
        CustomerRoom.allCases.flatMap { room in
            [
                Page(.get, room.path, .may(.seeFigures)) { try await customerPage(room, $0) },
                Page(.get, room.path + ".csv", .may(.seeFigures)) { try await customerTable(room, $0) },
            ]
        } + [Page(.get, PointsTable.schedulePath, .may(.seeFigures)) { try await scheduleTable($0) }]
    }

    /// The accounts of the wallet that the address names, else of the first that has any.
    private func scheduleTable(_ visit: Visit) async throws -> Response {
        let wanted = visit.query["wallet"]
        let points = service.insight()?.points ?? []
        let chosen = points.first { wanted.isEmpty ? $0.money?.schedule.isEmpty == false : $0.wallet.text == wanted }
        guard let chosen, chosen.money?.schedule.isEmpty == false else { throw WebFailure.notFound }
        return file(PointsTable.schedule(chosen), .points)
    }

    private func customerPage(_ room: CustomerRoom, _ visit: Visit) async throws -> Response {
        let brand = try await brand()
        var fields: Fields = [
            "rooms": CustomerRoom.allCases.map { other in
                [
                    "path": other.path + query(other, visit),
                    "text": visit.texts.say("customers.room.\(other.rawValue)"),
                    "isChosen": other == room,
                ] as Fields
            },
            "lead": visit.texts.say("customers.\(room.rawValue).lead"),
        ]
        if room == .measures { return try await measuresPage(visit, fields) }
        guard let insight = service.insight() else {
            fields[brand.programme == nil ? "isEmpty" : "isMeasuring"] = true
            return page("customers", visit, title: visit.texts.say("customers.title"), fields)
        }
        fields["asOf"] = visit.texts.say("customers.asOf", ["when": visit.wording.moment(insight.at, in: brand.zone)])
        switch room {
        case .points:
            let view = PointsView(brand: brand, visit: visit)
            fields["wallets"] = insight.points.map(view.fields)
            fields["isEmpty"] = insight.points.allSatisfy { $0.issued == .zero }
        case .worth:
            let worth = insight.worth
            let view = WorthView(insight: worth, visit: visit)
            fields["isEmpty"] = worth.subjects.isEmpty && worth.economics == nil
            if !worth.subjects.isEmpty || worth.economics != nil { fields["worth"] = view.fields }
        case .brands:
            fields["isEmpty"] = insight.customers.isEmpty
            guard !insight.customers.isEmpty else { break }
            fields["loyalty"] = LoyaltyView(insight: insight.assortment, brand: brand, visit: visit).fields
        case .phases:
            guard insight.phases.months.contains(where: { $0.total > 0 }) else {
                fields["isEmpty"] = true
                break
            }
            let named = insight.phases.disappointed + insight.phases.advocates
            let view = PhaseView(insight: insight.phases, visit: visit)
            fields["phases"] = view.fields(try await rows(of: named.map(\.member), visit), brand.zone)
        case .bought:
            guard let bought = insight.bought, bought.members > 0 else {
                fields["isEmpty"] = true
                break
            }
            let names = try await rows(of: bought.most.map(\.member), visit)
            fields["bought"] = BoughtView(insight: bought, brand: brand, visit: visit).fields(names)
        case .measures: break
        case .returning, .segments, .risk:
            try await fill(&fields, room, insight, visit, brand)
        }
        fields["csv"] = room.path + ".csv" + query(room, visit)
        return page("customers", visit, title: visit.texts.say("customers.title"), fields)
    }

    private func fill(
        _ fields: inout Fields,
        _ room: CustomerRoom,
        _ insight: InsightSnapshot,
        _ visit: Visit,
        _ brand: BrandView
    ) async throws {
        guard let customers = chosen(insight, visit) else {
            fields["isEmpty"] = true
            return
        }
        if insight.customers.count > 1 {
            fields["hasCurrencies"] = true
            fields["currencies"] = insight.customers.map { one in
                [
                    "path": "\(room.path)?currency=\(one.currency.code)", "text": one.currency.code,
                    "isChosen": one.currency == customers.currency,
                ] as Fields
            }
            fields["currencyNote"] = visit.texts.say("customers.currencyNote", ["currency": customers.currency.code])
        }
        let view = CustomerView(insight: customers, brand: brand, visit: visit)
        switch room {
        case .returning: fields["returning"] = view.returning
        case .segments:
            var names: [MemberID: Fields] = [:]
            if try visit.staff().may(.findMembers) {
                let shown = customers.segments.flatMap { $0.members.prefix(CustomerView.mostShown) }
                names = try await rows(of: shown, visit)
            }
            fields["segments"] = view.segments(names)
        case .risk: fields["risk"] = view.risk(try await rows(of: customers.atRisk, visit))
        case .phases, .brands, .bought, .points, .worth, .measures: break
        }
    }

    /// The customers in the currency that the address asks for, else those with most orders.
    private func chosen(_ insight: InsightSnapshot, _ visit: Visit) -> CustomerInsight? {
        let wanted = visit.query["currency"]
        return insight.customers.first { $0.currency.code == wanted } ?? insight.customers.first
    }

    private func query(_ room: CustomerRoom, _ visit: Visit) -> String {
        let wanted = visit.query["currency"]
        guard room.isByCurrency, wanted.count == 3, wanted.allSatisfy({ $0.isASCII && $0.isLetter }) else { return "" }
        return "?currency=\(wanted)"
    }

    /// How members stand in a list: by name for those who may find them, else by number.
    func rows(of members: [MemberID], _ visit: Visit) async throws -> [MemberID: Fields] {
        var rows: [MemberID: Fields] = [:]
        let mayFind = try visit.staff().may(.findMembers)
        for member in members where rows[member] == nil {
            guard mayFind, let view = try await service.member(member) else {
                rows[member] = ["id": member.text]
                continue
            }
            rows[member] = ["who": shown(name(view, visit), upTo: 60), "whoPath": "/console/members/\(member.text)"]
        }
        return rows
    }

    private func customerTable(_ room: CustomerRoom, _ visit: Visit) async throws -> Response {
        if room == .measures { return file(try await measuresTable(visit), room) }
        guard let insight = service.insight() else { throw WebFailure.notFound }
        let table: [[String]]
        switch room {
        case .measures: table = []
        case .points: table = PointsTable.rows(insight.points)
        case .phases: table = PhaseTable.rows(insight.phases)
        case .worth: table = WorthTable.rows(insight.worth)
        case .brands:
            guard !insight.assortment.loyalties.isEmpty else { throw WebFailure.notFound }
            table = LoyaltyTable(insight: insight.assortment).rows
        case .bought:
            guard let bought = insight.bought, bought.members > 0 else { throw WebFailure.notFound }
            table = BoughtTable.rows(bought)
        case .returning, .segments, .risk:
            guard let customers = chosen(insight, visit) else { throw WebFailure.notFound }
            table = CustomerTable(customers).rows(room)
        }
        return file(table, room)
    }

    private func file(_ table: [[String]], _ room: CustomerRoom) -> Response {
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(room.rawValue).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: csvByteOrderMark + table.map(csvRow).joined()))
        )
        guardAnswer(&response, [])
        return response
    }
}

/// One of the pages on customers.
enum CustomerRoom: String, CaseIterable {
    case returning, measures, segments, risk, phases, worth, bought, brands, points

    /// Whether it shows customers who pay in one currency.
    var isByCurrency: Bool {
        switch self {
        case .returning, .segments, .risk: true
        case .phases, .bought, .brands, .points, .worth, .measures: false
        }
    }

    var path: String { self == .returning ? "/console/customers" : "/console/customers/\(rawValue)" }
}
