internal import JSONText
internal import SetiaCore

extension SetiaService {
    /// For how long a taken order is nobody else's, in milliseconds; longer than an attempt may last.
    static let orderTakenFor: Int64 = 60_000
    /// How many orders are seen to at once.
    static let mostOrdersAtOnce = 32
    /// The most bytes that are read of an answer.
    private static let mostAnswer = 65_536

    /// Orders what is to be ordered of suppliers, asks for what they answer later, and gives back what they refuse
    /// (rules W-17 to W-19).
    ///
    /// An order is taken by an update that only one server wins, and put off for longer than an attempt lasts: whoever dies
    /// with it loses nothing, and another orders it again under the same number, so that it is bought once.
    ///
    /// - Returns: how many orders were seen to.
    /// - Throws: the world's trouble; nothing is lost by it.
    package func supplyOrders() async throws -> Int {
        let now = surroundings.now()
        let due = try await store.reading { try $0.supplierOrders(dueBy: now, limit: Self.mostOrdersAtOnce) }
        guard !due.isEmpty else { return 0 }
        let until = now.adding(milliseconds: Self.orderTakenFor)
        let (taken, records) = try await store.writing { ledger in
            var taken: [SupplierOrder] = []
            for var order in due {
                let isBack = try self.isGivenBack(order, ledger)
                guard try ledger.take(order, until: until) else { continue }
                guard isBack else {
                    taken.append(order)
                    continue
                }
                (order.state, order.dueAt) = (.dropped, nil)
                try ledger.settle(order)
            }
            return (taken, try ledger.suppliers())
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for var order in taken {
                order.attempts += 1
                order.dueAt = until
                let own = order
                let record = records.first { $0.supplier.name == own.supplied.supplier }
                group.addTask { try await self.see(to: own, of: record) }
            }
            try await group.waitForAll()
        }
        return taken.count
    }

    private func see(to order: SupplierOrder, of record: SupplierRecord?) async throws {
        switch order.state {
        case .refusing: try await giveBack(order)
        case .waiting, .ordered: try await after(answer(to: order, of: record), order)
        case .delivered, .refused, .dropped: break
        }
    }

    /// Whether staff gave it back before the supplier heard of it.
    ///
    /// What went back besides what suppliers refused takes the last ones that nobody has ordered yet.
    private func isGivenBack(_ order: SupplierOrder, _ ledger: any Ledger) throws -> Bool {
        guard order.state == .waiting, order.attempts == 0,
            let row = try ledger.redemption(order.redemption, of: order.member), row.rolledBack > 0
        else { return false }
        let orders = try ledger.supplierOrders(of: order.member, redemption: order.redemption)
        // What those cost may have gone back already: that is counted once it is certain.
        guard !orders.contains(where: { $0.state == .refusing }) else { return row.kept == 0 }
        let over = Int(row.rolledBack) - orders.count { $0.state == .refused || $0.state == .dropped }
        let untouched = orders.filter { $0.state == .waiting && $0.attempts == 0 }
        return untouched.suffix(max(0, over)).contains { $0.place == order.place }
    }

    private func answer(to order: SupplierOrder, of record: SupplierRecord?) async -> SupplierAnswer {
        guard let record else { return .unclear("there is no supplier '\(order.supplied.supplier)'") }
        let isAsked = order.state == .ordered
        let headers: [(String, String)]
        do {
            headers = try signed(order, isAsked ? [] : order.body, of: record)
        } catch {
            return .unclear("the secret of this supplier cannot be opened with this server's keys")
        }
        let url = record.supplier.url
        if isAsked {
            let fetch = ChannelFetch(url: "\(url)/\(order.id)", headers: headers)
            return switch await channelPorts.sender.fetch(fetch, atMost: Self.mostAnswer) {
            case .answered(let status, let body, _, _): SupplierAnswer(status: status, body: body, isAsked: true)
            case .forbidden: .unclear("its address leads to where nothing is sent")
            case .failed(let reason): .unclear(reason)
            }
        }
        return switch await channelPorts.sender.post(ChannelPost(url: url, headers: headers, body: order.body)) {
        case .answered(let status, let body): SupplierAnswer(status: status, body: body, isAsked: false)
        case .notReached(let reason), .unknown(let reason): .unclear(reason)
        }
    }

    private func signed(
        _ order: SupplierOrder,
        _ body: [UInt8],
        of record: SupplierRecord
    ) throws -> [(String, String)] {
        let message = SignedMessage(
            id: order.id,
            at: surroundings.now(),
            body: body,
            secrets: [try sealing.open(record.sealed, use: .supplierSecret)],
            authenticate: { sealing.messageAuthentication(of: $0, key: $1) }
        )
        return message.headers.map { ($0.name, $0.value) } + [("idempotency-key", order.id)]
    }

    private func after(_ answer: SupplierAnswer, _ order: SupplierOrder) async throws {
        var order = order
        let now = surroundings.now()
        switch answer {
        case .delivered(let code):
            order.sealed = try sealing.seal(code.bytes, use: .rewardCode)
            try await settle(order, .delivered)
        case .later:
            if order.state == .waiting { order.attempts = 1 }
            order.state = .ordered
            order.reason = nil
            order.dueAt = now.adding(milliseconds: order.pause)
            try await keep(order)
        case .unknownOrder:
            // It has lost it: the same order once more, under the same number.
            order.state = .waiting
            order.reason = "it does not know the order"
            order.dueAt = now.adding(milliseconds: order.pause)
            try await keep(order)
        case .unclear(let reason):
            order.reason = reason
            order.dueAt = now.adding(milliseconds: order.pause)
            try await keep(order)
        case .refused(let reason):
            order.reason = reason
            order.state = .refusing
            try await keep(order)
            try await giveBack(order)
        }
    }

    /// What a refused order cost goes back to the lots that it came from, once, however often this is done.
    private func giveBack(_ order: SupplierOrder) async throws {
        let change = RedemptionChange(redemption: order.redemption, step: .rollBack, quantity: 1)
        switch try await self.change(change, of: order.member, name: "supplier/\(order.place)") {
        // Refused where it went back already, or is too long ago: nothing more can be done by itself.
        case .recorded, .refused: try await settle(order, .refused)
        case .failed(let error): throw error
        case .kept: preconditionFailure("a redemption never waits")
        }
    }

    private func settle(_ order: SupplierOrder, _ state: SupplierOrder.State) async throws {
        var order = order
        order.state = state
        order.dueAt = nil
        if state == .delivered { order.reason = nil }
        try await keep(order)
    }

    private func keep(_ order: SupplierOrder) async throws {
        let now = surroundings.now()
        try await store.writing { ledger in
            // Whoever settles another order of the same redemption is waited for.
            _ = try ledger.states([StateRequest(member: order.member)])
            try ledger.settle(order)
            guard order.state.isFinal else { return }
            let orders = try ledger.supplierOrders(of: order.member, redemption: order.redemption)
            // Once all of it has come she is told (rule W-21).
            guard orders.allSatisfy(\.state.isFinal), orders.contains(where: { $0.state == .delivered }) else { return }
            try ledger.want([RewardLetter(member: order.member, redemption: order.redemption, at: now)])
        }
    }

    /// What a member is told of what suppliers give for a redemption: as many codes as she keeps.
    func suppliedItems(_ orders: [SupplierOrder], of row: RedemptionRow) throws -> [SuppliedItem] {
        var left = Int(row.kept)
        return try orders.compactMap { order in
            switch order.state {
            case .dropped: return nil
            case .refused:
                return SuppliedItem(place: order.place, state: .refused, reason: order.reason.map { Key($0) })
            case .waiting, .ordered, .refusing:
                guard left > 0 else { return nil }
                left -= 1
                return SuppliedItem(place: order.place, state: .waiting)
            case .delivered:
                guard left > 0, let sealed = order.sealed else { return nil }
                left -= 1
                let json = try JSON.parse(try sealing.open(sealed, use: .rewardCode))
                return SuppliedItem(place: order.place, state: .delivered, code: SuppliedCode(json: json))
            }
        }
    }
}
