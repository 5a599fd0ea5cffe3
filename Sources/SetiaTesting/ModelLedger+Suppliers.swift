internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func suppliers() -> [SupplierRecord] {
        kept.staff.suppliers.values.sorted { $0.supplier.name < $1.supplier.name }
    }

    func save(_ record: SupplierRecord) {
        let known = kept.staff.suppliers[record.supplier.name]?.supplier
        kept.staff.suppliers[record.supplier.name] = SupplierRecord(
            supplier: Supplier(
                name: record.supplier.name,
                url: record.supplier.url,
                createdAt: known?.createdAt ?? record.supplier.createdAt
            ),
            sealed: record.sealed
        )
    }

    func removeSupplier(_ name: Key) -> Bool { kept.staff.suppliers.removeValue(forKey: name) != nil }

    func supplierOrders(dueBy moment: Instant, limit: Int) -> [SupplierOrder] {
        let due = kept.supplierOrders.values.joined().compactMap { order in order.dueAt.map { (order, $0) } }
            .filter { $0.1 <= moment }
        return due.sorted {
            ($0.1, $0.0.member, $0.0.redemption, $0.0.place) < ($1.1, $1.0.member, $1.0.redemption, $1.0.place)
        }.prefix(limit).map(\.0)
    }

    func supplierOrders(of member: MemberID, redemption: Key) -> [SupplierOrder] {
        (kept.supplierOrders[member] ?? []).filter { $0.redemption == redemption }.sorted { $0.place < $1.place }
    }

    func take(_ order: SupplierOrder, until moment: Instant) -> Bool {
        guard let place = place(of: order), let due = order.dueAt,
            kept.supplierOrders[order.member]?[place].dueAt == due
        else { return false }
        kept.supplierOrders[order.member]?[place].dueAt = moment
        kept.supplierOrders[order.member]?[place].attempts += 1
        return true
    }

    func settle(_ order: SupplierOrder) {
        guard let place = place(of: order), kept.supplierOrders[order.member]?[place].state.isFinal == false else {
            return
        }
        kept.supplierOrders[order.member]?[place] = order
    }

    func add(_ orders: [SupplierOrder]) {
        for order in orders where place(of: order) == nil {
            kept.supplierOrders[order.member, default: []].append(order)
        }
    }

    private func place(of order: SupplierOrder) -> Int? {
        kept.supplierOrders[order.member]?.firstIndex {
            $0.redemption == order.redemption && $0.place == order.place
        }
    }
}
