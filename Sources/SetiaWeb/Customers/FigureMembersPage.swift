internal import Hummingbird
internal import NIOCore
internal import SetiaCare
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension Web {
    /// The members behind a figure: exactly those whom it counts.
    var figureMemberPages: [Page] {
        [
            Page(.get, FigureAddress.room, .may(.seeFigures)) { try await figureMembersPage($0) },
            Page(.get, FigureAddress.room + ".csv", .may(.seeFigures)) { try await figureMembersFile($0) },
        ]
    }

    private func figureMembersPage(_ visit: Visit) async throws -> Response {
        let (address, found) = try await membersOfAddress(visit)
        let brand = try await brand()
        let after = MemberID(text: visit.query["after"])
        // They stand in the order of their ids: the page begins behind the one named.
        let first = after.map { after in found.members.firstIndex { $0 > after } ?? found.members.count } ?? 0
        let shown = found.members[first...].prefix(Web.membersAPage)
        let names = try await rows(of: Array(shown), visit)
        var fields: Fields = [
            "title": FigureWords(brand: brand, visit: visit).title(address.figure),
            "count": visit.texts.say("customers.members", count: Int64(found.members.count)),
            "asOf": visit.texts.say("customers.asOf", ["when": visit.wording.moment(found.at, in: brand.zone)]),
            "hasMembers": !shown.isEmpty, "csv": address.file,
            "members": shown.map { names[$0] ?? ["id": $0.text] },
        ]
        if after != nil { fields["firstPath"] = address.path }
        if first + shown.count < found.members.count, let last = shown.last {
            fields["nextPath"] = address.path + "&after=\(last.text)"
        }
        return page("figure-members", visit, title: visit.texts.say("customers.measures.members"), fields)
    }

    private func figureMembersFile(_ visit: Visit) async throws -> Response {
        let (_, found) = try await membersOfAddress(visit)
        let lines = found.members.map { csvRow([$0.text]) }.joined()
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"members-behind-it.csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: csvByteOrderMark + csvRow(["member"]) + lines))
        )
        guardAnswer(&response, [])
        return response
    }

    private func membersOfAddress(
        _ visit: Visit
    ) async throws -> (address: FigureAddress, found: (members: [MemberID], at: SetiaCore.Instant)) {
        guard let address = FigureAddress(visit) else { throw WebFailure.notFound }
        do {
            guard let found = try await service.members(behind: address.figure) else { throw WebFailure.notFound }
            return (address, found)
        } catch is MeasureRefusal {
            throw WebFailure.notFound
        }
    }
}

/// What a figure's list of members is called.
struct FigureWords {
    let brand: BrandView
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// Which members these are, as the filter that leaves them.
    func title(_ figure: MemberFigure) -> String {
        switch figure {
        case .customers(let currency, let count): "\(title(count)) · \(currency.code)"
        case .phase(let phase): texts.say("phase.\(phase.rawValue)")
        case .side(let kind, let key, let isHeldOut):
            texts.say("customers.worth.kind.\(kind.rawValue)") + " "
                + shown(key, upTo: 60) + ": " + texts.say(isHeldOut ? "campaigns.heldOut" : "campaigns.treated")
        case .points(let wallet, let count):
            capitalised(brand.wallet(wallet, visit.language)) + ": " + texts.say("customers.list.\(count.rawValue)")
        case .buyers(let brand, let category):
            texts.say("customers.list.buyers", ["brand": shown(capitalised(brand.text), upTo: 60)])
                + (category.map { " · " + capitalised(wording.category($0) ?? shown($0.text, upTo: 60)) } ?? "")
        case .measure(let key, let query): title(key, query)
        }
    }

    private func title(_ count: CustomerInsight.Count) -> String {
        switch count {
        case .repeating: texts.say("customers.figure.repeat")
        case .within(let days):
            texts.say("customers.second") + ": " + texts.say("customers.withinDays", count: Int64(days))
        case .retained: texts.say("customers.figure.retention")
        case .reactivated: texts.say("customers.figure.reactivation")
        case .silent: texts.say("customers.figure.rhythm")
        case .cohort(let month, let age):
            texts.say(
                age == 0 ? "customers.list.cohortAll" : "customers.list.cohort",
                ["age": "+\(age)", "month": texts.say("month.\(month.month)", ["year": String(month.year)])]
            )
        case .segment(let segment): CustomerView.name(segment, texts)
        case .band(let band): texts.say("customers.band.\(band.rawValue)")
        }
    }

    private func title(_ key: Key, _ query: MeasureQuery) -> String {
        let label =
            key == "promoters" ? texts.say("customers.list.promoters") : texts.say("customers.measures.\(key.text)")
        let days = [query.from, query.until].map { $0.map { wording.day($0) } ?? "" }
        var parts = [label]
        if query.from != nil || query.until != nil { parts.append(days.joined(separator: "–")) }
        parts += [query.country, query.tier, query.segment, query.channel].compactMap { $0 }
            .map { shown($0.text, upTo: 40) }
        return parts.joined(separator: " · ")
    }
}
