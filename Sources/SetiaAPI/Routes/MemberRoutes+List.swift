internal import Hummingbird
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// A page of members, the one who was active last first.
    func listMembers(_ request: Request) async throws -> Response {
        let query = try request.memberQuery()
        let limit = try request.limit()
        let place = try request.parameter("cursor").map { text throws(Malformed) in
            MemberCursor(text: try Cursor(text: text, kind: "members").position)
        }
        let page: MemberList
        do {
            page = try await service.findMembers(query, after: place, limit: limit)
        } catch let refusal as FindingRefusal {
            switch refusal {
            case .malformedCursor: throw Malformed(field: "cursor", reason: "must be one that this list gave")
            }
        }
        return response(
            MemberPageBody(
                items: page.rows.map { MemberRowBody($0) },
                next: page.next.map { Cursor(kind: "members", position: $0.text) },
                wasCut: page.wasCut
            )
        )
    }
}

extension Request {
    /// Whom the parameters of a list ask for.
    fileprivate func memberQuery() throws(Malformed) -> MemberQuery {
        var query = MemberQuery(text: parameter("text") ?? "")
        guard query.text.utf8.count <= 1_000 else {
            throw Malformed(field: "text", reason: "must have at most 1000 bytes")
        }
        if let text = parameter("status") {
            guard let status = MemberStatus(rawValue: text) else {
                let known = MemberStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(field: "status", reason: "must be one of \(known)")
            }
            query.status = status
        }
        query.tier = parameter("level").map { Key($0) }
        query.country = parameter("country").map { Key($0) }
        query.language = parameter("language").map { Key($0) }
        if let text = parameter("store") {
            guard let store = try? StoreID(text) else {
                throw Malformed(field: "store", reason: "must be a store's id")
            }
            query.stores = [store]
        }
        query.joinedFrom = try day("joinedFrom")
        query.joinedTo = try day("joinedTo")
        return query
    }

    private func day(_ name: String) throws(Malformed) -> Day? {
        guard let text = parameter(name) else { return nil }
        guard let day = Day(iso: text) else {
            throw Malformed(field: name, reason: "must be a day such as 2026-03-01")
        }
        return day
    }
}

extension MemberRowBody {
    fileprivate init(_ row: MemberRow) {
        self.init(
            id: row.id,
            name: row.name,
            status: row.status,
            level: row.tier,
            balance: row.balance,
            lastActiveAt: row.lastActiveAt,
            joinedAt: row.joinedAt,
            card: row.card,
            phone: row.phone,
            email: row.email
        )
    }
}
